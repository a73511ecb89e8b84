"""The forms on a hand-over's page: what a worker does with it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from sqlalchemy.orm import Session

from bot.inbox import trail, work
from bot.inbox.access import READERS, allowed, the_hand_over
from bot.inbox.errors import Refused
from bot.records.hand_overs import HandOver

pages = Blueprint("work", __name__, url_prefix="/handovers/<reference:reference>")

Step = Callable[[Session, HandOver], None]


def _done(reference: str, step: Step, said: str, **detail: Any) -> Any:
    """Takes a step, notes it in the audit, and goes back to the page, which says what was done."""
    with trail.changing(**detail) as records:
        step(records, the_hand_over(records, reference, lock=True))
    flash(said)
    return redirect(url_for("hand_overs.page", reference=reference))


@pages.post("/acknowledge")
@allowed(*READERS)
def acknowledge(reference: str) -> Any:
    """I have read this."""
    return _done(
        reference,
        lambda s, h: work.acknowledge(s, h, g.actor),
        "Acknowledged. The person is told that a worker has read it.",
    )


@pages.post("/alerts/acknowledge")
@allowed(*READERS)
def acknowledge_alert(reference: str) -> Any:
    """I am dealing with the danger."""
    return _done(
        reference,
        lambda s, h: work.acknowledge_alert(s, h, g.actor),
        "The alert is acknowledged. It is not repeated any more.",
    )


@pages.post("/take")
@allowed(*READERS)
def take(reference: str) -> Any:
    """It is mine."""
    return _done(reference, lambda s, h: work.assign(s, h, g.actor, g.actor.worker.id), "It is yours now.")


@pages.post("/assign")
@allowed(*READERS)
def assign(reference: str) -> Any:
    """It is a colleague's."""
    to = request.form.get("worker", type=int)
    return _done(reference, lambda s, h: work.assign(s, h, g.actor, to), "Assigned.", to=to)


@pages.post("/note")
@allowed(*READERS)
def note(reference: str) -> Any:
    """A note."""
    return _done(reference, lambda s, h: work.note(s, h, g.actor, request.form.get("words", "")), "The note is added.")


@pages.post("/decision")
@allowed(*READERS)
def decision(reference: str) -> Any:
    """A decision and why."""
    form = request.form
    return _done(
        reference,
        lambda s, h: work.decide(s, h, g.actor, form.get("words", ""), form.get("why", "")),
        "The decision is recorded.",
    )


@pages.post("/override")
@allowed(*READERS)
def override(reference: str) -> Any:
    """Sharing without agreement, with its ground."""
    form = request.form.to_dict()
    return _done(
        reference,
        lambda s, h: work.override(s, h, g.actor, form.get("ground", ""), form),
        "It is recorded, with its ground.",
    )


@pages.post("/capacity")
@allowed(*READERS)
def capacity(reference: str) -> Any:
    """Observations beside a decision."""
    form = request.form
    return _done(
        reference,
        lambda s, h: work.consider_capacity(s, h, g.actor, form.get("decision", ""), form.get("observed", "")),
        "Your observations are recorded.",
    )


@pages.post("/own-fields")
@allowed(*READERS)
def own_fields(reference: str) -> Any:
    """The worker's own case number and label."""
    form = request.form
    return _done(
        reference,
        lambda s, h: work.own_fields(s, h, g.actor, form.get("case_number", ""), form.get("label", "")),
        "Saved.",
    )


@pages.post("/reply")
@allowed(*READERS)
def reply(reference: str) -> Any:
    """A message to the person, within the plan."""
    form = request.form
    return _done(
        reference,
        lambda s, h: work.reply(s, h, g.actor, form.get("words", ""), form.get("reason", "")),
        "Your message is sent.",
    )


@pages.post("/review")
@allowed(*READERS)
def review(reference: str) -> Any:
    """Ask the person whether it worked."""
    reason = request.form.get("reason", "")
    return _done(
        reference, lambda s, h: work.start_review(s, h, g.actor, reason), "The person is asked when they next write."
    )


@pages.post("/close")
@allowed(*READERS)
def close(reference: str) -> Any:
    """It has come to an end."""
    form = request.form.to_dict()
    return _done(reference, lambda s, h: work.close(s, h, g.actor, form), "Closed.")


@pages.post("/block")
@allowed("lead", "independent_lead")
def block(reference: str) -> Any:
    """A worker it is about must not know of it."""
    worker = request.form.get("worker", type=int)
    if worker is None:
        raise Refused(422, "missing", "Choose a worker.")
    return _done(
        reference, lambda s, h: work.block(s, h, g.actor, worker), "That worker can no longer see it.", blocked=worker
    )
