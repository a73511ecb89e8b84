"""What people say about the process, for the group of people with experience, and what was changed because of it."""

import csv
import io
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for

from bot.inbox import trail
from bot.inbox.access import MANAGERS, allowed
from bot.inbox.errors import Refused
from bot.records import experience
from bot.records.base import reading
from bot.records.experience import Improvement

pages = Blueprint("experience", __name__, url_prefix="/experience")


def _restricted() -> bool:
    return bool(g.actor.worker.role == "independent_lead")


@pages.get("/")
@allowed(*MANAGERS)
def overview() -> Any:
    """What people said, and what was changed."""
    with reading() as records:
        said = experience.all_of(records, _restricted())
        return render_template("experience.html", said=said, changed=experience.improvements(records))


@pages.get("/experience.csv")
@allowed(*MANAGERS)
def export() -> Any:
    """For the group of people with experience: quarter and words, nothing else."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["quarter", "what they said"])
    with reading() as records:
        for said in experience.all_of(records, _restricted()):
            # a spreadsheet would run a cell that begins like a formula
            words = "'" + said.own_words if said.own_words[0] in "=+-@\t\r" else said.own_words
            writer.writerow([said.quarter, words])
    answer = Response(table.getvalue(), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="experience.csv"'
    return answer


@pages.post("/improvements")
@allowed("lead", "independent_lead")
def improve() -> Any:
    """Something was changed because of it."""
    words = request.form.get("words", "").strip()
    if not words or len(words) > 500:
        raise Refused(422, "missing", "Write what was changed, in at most 500 characters.")
    with trail.changing() as records:
        records.add(Improvement(words=words, worker_id=g.actor.worker.id))
    flash("It is added.")
    return redirect(url_for("experience.overview"))
