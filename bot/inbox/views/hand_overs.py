"""The list, and the page of a hand-over: as a page, JSON, PDF, and what changed between its versions."""

from typing import Any

from flask import Blueprint, Response, g, jsonify, render_template, request
from sqlalchemy import select

from bot.inbox import contact_plan, listing, trail
from bot.inbox.access import READERS, allowed, the_hand_over
from bot.inbox.compare import differences
from bot.inbox.errors import Refused
from bot.inbox.timeline import timeline
from bot.records import cases
from bot.records.audit import AuditEntry
from bot.records.base import now, reading
from bot.records.hand_overs import HandOver, HandOverVersion
from bot.records.workers import Worker

pages = Blueprint("hand_overs", __name__)


@pages.get("/")
@allowed("worker", "lead", "independent_lead")
def listed() -> Any:
    """What waits, most urgent and longest waiting first."""
    asked = {key: request.args.get(key, "")[:60] for key in ("status", "urgency", "search", "mine")}
    with reading() as records:
        found = listing.find_rows(
            records,
            g.actor.worker,
            asked["status"],
            asked["urgency"],
            request.args.get("page", 1, type=int),
            asked["search"],
            bool(asked["mine"]),
        )
        return render_template("list.html", found=found, asked=asked, counts=listing.counts(records, g.actor.worker))


def version_of(hand_over: HandOver, wanted: int | None) -> HandOverVersion:
    """The version asked for, or the newest. Raises Refused if there is no such version."""
    number = hand_over.version if wanted is None else wanted
    found: HandOverVersion | None = next((one for one in hand_over.versions if one.version == number), None)
    if found is None:
        raise Refused(404, "not_found", f"There is no version {wanted} of this hand-over.")
    return found


@pages.get("/handovers/<reference:reference>")
@allowed(*READERS)
def page(reference: str) -> Any:
    """One hand-over, so that the questions of the first minute are answered top to bottom."""
    with reading() as records:
        found = the_hand_over(records, reference)
        shown = version_of(found, request.args.get("version", type=int))
        before = next((v for v in found.versions if v.version == shown.version - 1), None)
        colleagues = records.scalars(
            select(Worker).where(Worker.active.is_(True), Worker.role.in_(may_take(found))).order_by(Worker.name)
        ).all()
        steps = cases.steps_of(records, found.id)
        reads = records.scalars(
            select(AuditEntry)
            .where(AuditEntry.reference == reference, trail.readable(g.actor.worker))
            .order_by(AuditEntry.id.desc())
            .limit(20)
        ).all()
        return render_template(
            "hand_over.html",
            hand_over=found,
            document=shown.document,
            shown=shown,
            changes=differences(before.document, shown.document) if before else [],
            plan=contact_plan.may_write(found.versions[-1].document, now()),
            steps=steps,
            timeline=timeline(found, shown.document, steps),
            colleagues=colleagues,
            people={worker.id: worker.name for worker in records.scalars(select(Worker))},
            closing=cases.closing_of(records, found.id),
            reads=reads,
            used=listing.used(found),
        )


def may_take(hand_over: HandOver) -> tuple[str, ...]:
    """The roles that may be given a hand-over."""
    return ("independent_lead",) if hand_over.conflict_of_interest else ("worker", "lead")


@pages.get("/handovers/<reference:reference>.json")
@allowed(*READERS)
def as_json(reference: str) -> Any:
    """The document itself."""
    with reading() as records:
        return jsonify(version_of(the_hand_over(records, reference), request.args.get("version", type=int)).document)


@pages.get("/handovers/<reference:reference>.pdf")
@allowed(*READERS)
def as_pdf(reference: str) -> Response:
    """The document to print or to keep in a case file."""
    with reading() as records:
        shown = version_of(the_hand_over(records, reference), request.args.get("version", type=int))
    return pdf_answer(shown)


def pdf_answer(shown: HandOverVersion) -> Response:
    """A version as a PDF that is shown in the browser under its reference."""
    from bot.handover import pdf  # what it needs is a third of this process's memory, and few ask for a PDF

    answer = Response(pdf.render(shown.document), mimetype="application/pdf")
    name = f"{shown.document['reference']}-v{shown.version}.pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
