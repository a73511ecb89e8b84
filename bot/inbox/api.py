"""The inbox API for other software, with bearer tokens. `/api/openapi.json` describes it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from sqlalchemy.orm import Session

from bot.inbox import listing, openapi, trail, work
from bot.inbox.access import anyone, the_hand_over, with_scope
from bot.inbox.errors import Refused
from bot.inbox.views.hand_overs import pdf_answer, version_of
from bot.msp.codes import URGENCIES
from bot.records import cases, statistics, workers
from bot.records.base import reading
from bot.records.hand_overs import HandOver, find

pages = Blueprint("api", __name__, url_prefix="/api")


@pages.get("/openapi.json")
@anyone
def description() -> Any:
    """What this API can do."""
    return jsonify(openapi.describe())


@pages.get("/handovers")
@with_scope("read")
def listed() -> Any:
    """The hand-overs, most urgent and longest waiting first. They hold no words."""
    status, urgency = request.args.get("status", ""), request.args.get("urgency", "")
    page = _page()
    if status not in ("", "all", *listing.STATUSES):
        raise Refused(400, "malformed", "status is one of: all, " + ", ".join(listing.STATUSES) + ".")
    if urgency not in ("", *URGENCIES):
        raise Refused(400, "malformed", "urgency is one of: " + ", ".join(URGENCIES) + ".")
    with reading() as records:
        found = listing.find_rows(records, g.actor.worker, status, urgency, page)
        rows = [line(row.hand_over) | {"open_alerts": row.open_alerts} for row in found.rows]
    return jsonify(handovers=rows, page=found.page, pages=found.pages, total=found.total)


def _page() -> int:
    try:
        page = int(request.args.get("page", "1"))
    except ValueError:
        page = 0
    if not 0 < page < 1_000_000:
        raise Refused(400, "malformed", "page is a number from 1.")
    return page


def line(hand_over: HandOver) -> dict[str, Any]:
    """What the list says of a hand-over: codes, numbers and times (UTC)."""

    def iso(at: Any) -> str | None:
        return at.isoformat(timespec="seconds").replace("+00:00", "Z") if at else None

    return {
        "reference": hand_over.reference,
        "version": hand_over.version,
        "status": hand_over.status,
        "urgency": hand_over.urgency,
        "unread": hand_over.unread,
        "waiting_since": iso(hand_over.waiting_since) if hand_over.unread else None,
        "created_at": iso(hand_over.created_at),
        "updated_at": iso(hand_over.updated_at),
        "acknowledged_at": iso(hand_over.acknowledged_at),
        "assigned_to": hand_over.assigned_to_id,
        "channel": hand_over.channel,
        "conflict_of_interest": hand_over.conflict_of_interest,
    }


@pages.get("/handovers/<reference:reference>")
@with_scope("read")
def one(reference: str) -> Any:
    """The document, newest version or the one asked for."""
    with reading() as records:
        return jsonify(version_of(the_hand_over(records, reference), _version()).document)


@pages.get("/handovers/<reference:reference>.pdf")
@with_scope("read")
def one_as_pdf(reference: str) -> Response:
    """The document as a PDF."""
    with reading() as records:
        shown = version_of(the_hand_over(records, reference), _version())
    return pdf_answer(shown)


def _version() -> int | None:
    wanted = request.args.get("version")
    if wanted is None:
        return None
    if not wanted.isascii() or not wanted.isdigit() or len(wanted) > 6:
        raise Refused(400, "malformed", "version is a number from 1.")
    return int(wanted)


def _body() -> dict[str, Any]:
    if not request.get_data():
        return {}
    body = request.get_json(silent=True, force=True)
    if not isinstance(body, dict):
        raise Refused(400, "malformed", "The body must be a JSON object.")
    return body


def _words(body: dict[str, Any], key: str) -> str:
    value = body.get(key, "")
    if not isinstance(value, str):
        raise Refused(400, "malformed", f"{key} must be text.")
    return value


def _done(reference: str, step: Callable[[Session, HandOver], None]) -> Any:
    with trail.changing() as records:
        found = the_hand_over(records, reference, lock=True)
        step(records, found)
        records.flush()
        return jsonify(line(found))


@pages.post("/handovers/<reference:reference>/acknowledge")
@with_scope("act")
def acknowledge(reference: str) -> Any:
    """A worker has read it; the person is told."""
    _body()
    return _done(reference, lambda s, h: work.acknowledge(s, h, g.actor))


@pages.post("/handovers/<reference:reference>/assign")
@with_scope("act")
def assign(reference: str) -> Any:
    """`{"worker": e-mail address}`, or null for nobody."""
    body = _body()
    if "worker" not in body or not (body["worker"] is None or isinstance(body["worker"], str)):
        raise Refused(400, "malformed", "worker is the worker's e-mail address, or null.")
    email: str | None = body["worker"]

    def give(records: Session, hand_over: HandOver) -> None:
        worker = workers.by_email(records, email) if email else None
        if email and (worker is None or find(records, worker, reference) is None):
            raise Refused(422, "not_possible", "That worker cannot be given this hand-over.")
        work.assign(records, hand_over, g.actor, worker.id if worker else None)

    return _done(reference, give)


@pages.post("/handovers/<reference:reference>/reply")
@with_scope("act")
def reply(reference: str) -> Any:
    """`{"text", "reason"?}`: a message to the person, within the safe-contact plan."""
    body = _body()
    text, reason = _words(body, "text"), _words(body, "reason")
    return _done(reference, lambda s, h: work.reply(s, h, g.actor, text, reason))


@pages.post("/handovers/<reference:reference>/review")
@with_scope("act")
def review(reference: str) -> Any:
    """`{"reason"?}`: asks the person whether it worked."""
    reason = _words(_body(), "reason")
    return _done(reference, lambda s, h: work.start_review(s, h, g.actor, reason))


@pages.post("/handovers/<reference:reference>/close")
@with_scope("act")
def close(reference: str) -> Any:
    """`{asked, achieved, risk_result, risk_outcome, capacity, advocate, words?}`: the national return's fields."""
    body = _body()
    fields = {key: _words(body, key) if body.get(key) is not None else "" for key in (*CLOSE, "words")}
    return _done(reference, lambda s, h: work.close(s, h, g.actor, fields))


CLOSE = {
    "asked": cases.ASKED,
    "achieved": cases.ACHIEVED,
    "risk_result": cases.RISK_RESULTS,
    "risk_outcome": cases.RISK_OUTCOMES,
    "capacity": cases.CAPACITY,
    "advocate": cases.ADVOCATE,
}


@pages.get("/statistics")
@with_scope("statistics")
def numbers() -> Any:
    """The service's numbers by month; small numbers are left out."""
    with reading() as records:
        return jsonify(statistics.as_json(statistics.by_month(records, g.actor.worker)))
