"""What a worker can do with a hand-over. The pages and the API both come through here.

Each function changes a hand-over that the caller has found and locked, in the caller's transaction.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.inbox import contact_plan
from bot.inbox.access import Actor
from bot.inbox.errors import Refused
from bot.records import cases, outbox
from bot.records.base import now
from bot.records.conversations import Conversation, Message, account_of, lock, next_n
from bot.records.hand_overs import Blocked, HandOver, find
from bot.records.workers import Worker
from bot.service import service

LONGEST_REPLY = 2_000
LONGEST_NOTE = 10_000
READ = "{who} has read what you told us."
READ_AGAIN = "{who} has read what you added."
REVIEW = (
    "{who} would like to know how things are for you now. "
    "When it suits you, and it is safe, write to us here. We will ask you about each thing you wanted."
)


def acknowledge(session: Session, hand_over: HandOver, actor: Actor) -> None:
    """Says that a worker has read the newest version; the person is told. Raises Refused (409) if it was said already."""
    if not hand_over.unread:
        who = session.get(Worker, hand_over.acknowledged_by_id).name if hand_over.acknowledged_by_id else "Software"
        raise Refused(409, "already_acknowledged", f"{who} acknowledged this already. You see their name on the page.")
    first = hand_over.acknowledged_version == 0
    hand_over.unread = False
    hand_over.acknowledged_version = hand_over.version
    hand_over.acknowledged_at = now()
    hand_over.acknowledged_by_id = actor.worker_id
    if hand_over.status == "new":
        hand_over.status = "open"
    for alert in hand_over.alerts:
        if alert.acknowledged_at is None:
            alert.acknowledged_at, alert.acknowledged_by_id = now(), actor.worker_id
    told = _tell_quietly(session, hand_over, actor, READ if first else READ_AGAIN)
    _step(session, hand_over, actor, "acknowledge", {"version": hand_over.version, "told": told})


def assign(session: Session, hand_over: HandOver, actor: Actor, worker_id: int | None) -> None:
    """Gives it to a worker, or to nobody. Raises Refused (422) if that worker may not read it."""
    worker = session.get(Worker, worker_id) if worker_id else None
    if worker_id and (worker is None or not may_be_given(session, hand_over, worker)):
        raise Refused(422, "not_possible", "That worker cannot be given this hand-over.")
    hand_over.assigned_to_id = worker_id
    _step(session, hand_over, actor, "assign", {"to": worker.name if worker else None})


def may_be_given(session: Session, hand_over: HandOver, worker: Worker) -> bool:
    """True if a worker may read, and so may be given, a hand-over."""
    return worker.active and worker.role != "auditor" and find(session, worker, hand_over.reference) is not None


def note(session: Session, hand_over: HandOver, actor: Actor, words: str) -> None:
    """Adds a note."""
    _step(session, hand_over, actor, "note", {"words": _needed(words, "a note")})


def decide(session: Session, hand_over: HandOver, actor: Actor, decision: str, why: str) -> None:
    """Records a decision and why it was made."""
    body = {"words": _needed(decision, "the decision"), "why": _needed(why, "why you decided so")}
    _step(session, hand_over, actor, "decision", body)


def override(session: Session, hand_over: HandOver, actor: Actor, ground: str, body: dict[str, Any]) -> None:
    """Records that something is shared without agreement, on which ground, with whom, and whether the person was told."""
    if ground not in cases.GROUNDS:
        raise Refused(422, "not_possible", "Choose the ground on which it is shared.")
    kept = {
        "ground": ground,
        "with_whom": _needed(body.get("with_whom"), "with whom it is shared"),
        "why": _needed(body.get("why"), "why"),
        "person_told": _needed(body.get("person_told"), "whether the person was told, or why not"),
    }
    _step(session, hand_over, actor, "override", kept)


def consider_capacity(session: Session, hand_over: HandOver, actor: Actor, decision: str, observed: str) -> None:
    """Records what was observed about one decision. There is no score and no verdict."""
    body = {"decision": _needed(decision, "which decision it is about"), "observed": _needed(observed, "what you saw")}
    _step(session, hand_over, actor, "capacity", body)


def acknowledge_alert(session: Session, hand_over: HandOver, actor: Actor) -> None:
    """Says that somebody is dealing with the alerts, so that they are no longer repeated."""
    waiting = [alert for alert in hand_over.alerts if alert.acknowledged_at is None]
    if not waiting:
        raise Refused(409, "already_acknowledged", "The alerts were acknowledged already.")
    for alert in waiting:
        alert.acknowledged_at, alert.acknowledged_by_id = now(), actor.worker_id
    _step(session, hand_over, actor, "alert", {"levels": [alert.level for alert in waiting]})


def own_fields(session: Session, hand_over: HandOver, actor: Actor, case_number: str, label: str) -> None:
    """Sets the fields that can be searched. Raises Refused (422) if they are too long."""
    if len(case_number) > 40 or len(label) > 60:
        raise Refused(422, "too_long", "A case number has at most 40 characters, a label 60.")
    hand_over.case_number, hand_over.label = case_number.strip() or None, label.strip() or None
    _step(session, hand_over, actor, "own_fields", {"case_number": case_number, "label": label})


def block(session: Session, hand_over: HandOver, actor: Actor, worker_id: int) -> None:
    """Makes a hand-over invisible to a worker it is about. Raises Refused (422) for oneself or an unknown worker."""
    worker = session.get(Worker, worker_id)
    if worker is None or worker_id == actor.worker_id:
        raise Refused(422, "not_possible", "Choose another worker. If it is about you, ask another lead.")
    if worker_id not in {blocked.worker_id for blocked in hand_over.blocked}:
        hand_over.blocked.append(Blocked(worker_id=worker_id))
    if hand_over.assigned_to_id == worker_id:
        hand_over.assigned_to_id = None
    _step(session, hand_over, actor, "block", {"worker": worker.name})


def reply(
    session: Session, hand_over: HandOver, actor: Actor, words: str, reason: str = "", at: datetime | None = None
) -> None:
    """Writes to the person in their own channel, within the safe-contact plan.

    Raises Refused: 409 if the plan stops it, or asks for a `reason` that is not given, or the person erased everything.
    """
    words = _needed(words, "your message")
    if len(words) > LONGEST_REPLY:
        raise Refused(413, "too_long", f"A message has at most {LONGEST_REPLY} characters. This one has {len(words)}.")
    _within_plan(hand_over, reason, at or now())
    _write_to_person(session, hand_over, words, push=True)
    _step(session, hand_over, actor, "reply", {"words": words, "reason": reason.strip() or None})


def start_review(session: Session, hand_over: HandOver, actor: Actor, reason: str = "") -> None:
    """Asks the person, when they next write, outcome by outcome whether it worked. Raises Refused as `reply` does."""
    if hand_over.status == "review":
        raise Refused(409, "already_asked", "The review was started already. The person has not finished it.")
    _within_plan(hand_over, reason, now())
    _write_to_person(session, hand_over, REVIEW.format(who=shown_name(actor)), push=True, review=True)
    hand_over.status = "review"
    _step(session, hand_over, actor, "review", {"reason": reason.strip() or None})


def close(session: Session, hand_over: HandOver, actor: Actor, fields: dict[str, Any]) -> None:
    """Closes it with the national return's fields. Raises Refused: 409 if it is closed, 422 naming what is missing."""
    if hand_over.status == "closed":
        raise Refused(409, "already_closed", "This hand-over is closed already.")
    chosen = {
        key: fields.get(key) or None
        for key in ("asked", "achieved", "risk_result", "risk_outcome", "capacity", "advocate")
    }
    lists = (
        ("asked", cases.ASKED, "whether they were asked what they want", True),
        ("achieved", cases.ACHIEVED, "whether what they wanted was achieved", chosen["asked"] == "asked_expressed"),
        ("risk_result", cases.RISK_RESULTS, "the result of the risk assessment", True),
        (
            "risk_outcome",
            cases.RISK_OUTCOMES,
            "what became of the risk",
            (chosen["risk_result"] or "").startswith("identified"),
        ),
        ("capacity", cases.CAPACITY, "what is known about capacity", True),
        (
            "advocate",
            cases.ADVOCATE,
            "whether an advocate, family or friend supported them",
            chosen["capacity"] == "lacked",
        ),
    )
    for key, known, what, needed in lists:
        if chosen[key] not in (known if needed else (*known, None)):
            raise Refused(422, "missing", f"Choose {what}.")
    session.add(cases.Closing(hand_over_id=hand_over.id, **chosen))
    hand_over.status, hand_over.closed_at, hand_over.unread = "closed", now(), False
    summary = str(fields.get("words") or "").strip()[:LONGEST_NOTE]
    _step(session, hand_over, actor, "close", chosen | {"words": summary or None})


def shown_name(actor: Actor) -> str:
    """Who the person is told it is: the name the worker goes by with people, or the team's worker."""
    team = service().team
    if actor.worker and actor.worker.shown_as:
        return f"{actor.worker.shown_as}, from {team},"
    return f"A worker from {team}"


def _within_plan(hand_over: HandOver, reason: str, at: datetime) -> None:
    plan = contact_plan.may_write(hand_over.versions[-1].document, at)
    if plan.decision == contact_plan.STOP:
        raise Refused(409, "plan_stops_it", "The safe-contact plan does not allow this now. " + " ".join(plan.reasons))
    if plan.decision == contact_plan.CONFIRM and not reason.strip():
        why = "The safe-contact plan asks you to say why it is safe now. " + " ".join(plan.reasons)
        raise Refused(409, "reason_needed", why)


def _tell_quietly(session: Session, hand_over: HandOver, actor: Actor, words: str) -> str:
    """Tells the person without disturbing them: `sent`, `waits` (seen when they come back) or `erased`."""
    if hand_over.conversation_id is None or session.get(Conversation, hand_over.conversation_id) is None:
        return "erased"
    plan = contact_plan.may_write(hand_over.versions[-1].document, now())
    push = plan.decision == contact_plan.CLEAR
    _write_to_person(session, hand_over, words.format(who=shown_name(actor)), push)
    return "sent" if push or hand_over.channel != "telegram" else "waits"


def _write_to_person(session: Session, hand_over: HandOver, words: str, push: bool, review: bool = False) -> None:
    """Adds a message by a worker to the conversation; `push` lets Telegram ring. Raises Refused (409) if it is erased."""
    conversation = lock(session, hand_over.conversation_id) if hand_over.conversation_id else None
    if conversation is None:
        raise Refused(409, "erased", "The person erased their conversation. Nothing can be sent to them this way.")
    n = next_n(session, conversation.id)
    session.add(
        Message(
            conversation_id=conversation.id,
            n=n,
            sender="worker",
            kind="text",
            text=words,
            answered_at=None if review else now(),
        )
    )
    if review:
        account = account_of(session, conversation.id)
        if account is not None:
            account.next_up = ["review", *(topic for topic in account.next_up if topic != "review")]
            conversation.account = account.to_json()
    if push and conversation.channel == "telegram":
        about = {"conversation_id": conversation.id, "n": n}
        outbox.add(session, "message.to_person", hand_over.reference, ("telegram",), about)


def _needed(words: Any, what: str) -> str:
    text = str(words or "").strip()
    if not text:
        raise Refused(422, "missing", f"Write {what}.")
    if len(text) > LONGEST_NOTE:
        raise Refused(413, "too_long", f"At most {LONGEST_NOTE} characters fit here. This has {len(text)}.")
    return text


def _step(session: Session, hand_over: HandOver, actor: Actor, kind: str, body: dict[str, Any]) -> None:
    cases.add_step(session, hand_over.id, kind, body, actor.name, actor.worker_id)
