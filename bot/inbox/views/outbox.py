"""What could not be told to others yet."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from sqlalchemy import select

from bot.inbox import trail
from bot.inbox.access import allowed
from bot.inbox.errors import Refused
from bot.records import outbox
from bot.records.base import now, reading
from bot.records.hand_overs import HandOver, visible_to

pages = Blueprint("outbox", __name__)


def _visible() -> Any:
    """The hand-overs whose deliveries this worker may know of; an administrator may know of the team's."""
    worker = g.actor.worker
    return select(HandOver.reference).where(visible_to(None if worker.role == "administrator" else worker))


@pages.get("/outbox")
@allowed("lead", "independent_lead", "administrator")
def waiting() -> Any:
    """Deliveries that failed, and when they are tried again."""
    with reading() as records:
        rows = outbox.waiting(records, _visible())
        return render_template("outbox.html", rows=[(row, row.event) for row in rows])


@pages.post("/outbox/<int:delivery>/retry")
@allowed("lead", "independent_lead", "administrator")
def retry(delivery: int) -> Any:
    """Try it now."""
    with trail.changing(delivery=delivery) as records:
        found = records.scalar(
            select(outbox.Delivery).where(outbox.Delivery.id == delivery, outbox.Delivery.reference.in_(_visible()))
        )
        if found is None or found.done_at:
            raise Refused(404, "not_found", "That has been delivered meanwhile, or there is no such delivery.")
        found.next_at = now()
    flash("It is tried again now.")
    return redirect(url_for("outbox.waiting"))
