"""What is not needed any more is erased: `python -m bot.records.retention`. The door runs it once a day too.

How long what is kept is the service's to say (the MYSAY_KEEP_... settings; why: docs/running.md, "Keeping and erasing").
"""

import argparse
import sys
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, select, update

from bot.records import audit, telegram
from bot.records.audit_pruning import AuditBroken, prune
from bot.records.base import engine, now, reading, writing
from bot.records.conversations import Conversation, lock
from bot.records.erase import erase, erase_case, wipe
from bot.records.hand_overs import HandOver
from bot.records.outbox import Delivery, OutboxEvent
from bot.settings import settings


@dataclass(frozen=True)
class Forgotten:
    """How much was erased.

    `drafts`: conversations not handed over. `conversations`: those behind a case closed long enough. `cases`: hand-overs
    with all that belongs to them. `codes`: words to come back with whose time was over. `sent`: entries of the outbox
    that everybody has. `audit`: entries of the audit, or None if it is broken and was left alone.
    """

    drafts: int
    conversations: int
    cases: int
    codes: int
    sent: int
    audit: int | None


def erase_on(last_at: datetime) -> datetime:
    """When a conversation that is not handed over will be erased, if nothing more is written in it."""
    return last_at + timedelta(days=settings().keep_drafts_days)


def forget(at: datetime) -> Forgotten:
    """Erases what is older at that moment (UTC) than the service keeps it."""
    forgotten = Forgotten(
        drafts=_drafts(at - timedelta(days=settings().keep_drafts_days)),
        conversations=_conversations(at - timedelta(days=settings().keep_conversations_days)),
        cases=_cases(at - timedelta(days=settings().keep_closed_days)),
        codes=_left_over(at),
        sent=_sent(at - timedelta(days=settings().keep_sent_days)),
        audit=_audit(at - timedelta(days=settings().keep_audit_days)),
    )
    wipe(engine(), thoroughly=True)
    return forgotten


def _drafts(kept_from: datetime) -> int:
    handed_over = select(HandOver.conversation_id).where(HandOver.conversation_id.is_not(None))
    return _erase_conversations(Conversation.last_at < kept_from, Conversation.id.not_in(handed_over))


def _conversations(kept_from: datetime) -> int:
    """The case is closed, and its hand-over holds what it needs; the messages themselves are not needed any more."""
    closed = select(HandOver.conversation_id).where(*_closed_before(kept_from), HandOver.conversation_id.is_not(None))
    return _erase_conversations(Conversation.last_at < kept_from, Conversation.id.in_(closed))


def _erase_conversations(*is_old: Any) -> int:
    with reading() as session:
        old = session.scalars(select(Conversation.id).where(*is_old)).all()
    count = 0
    for conversation_id in old:
        with writing() as session:
            # looked at again: the person may have come back, or agreed to send it, in the meantime
            if session.scalar(select(Conversation.id).where(Conversation.id == conversation_id, *is_old)):
                erase(session, conversation_id)
                count += 1
    return count


def _cases(kept_from: datetime) -> int:
    with reading() as session:
        old = session.scalars(select(HandOver.id).where(*_closed_before(kept_from))).all()
    count = 0
    for hand_over_id in old:
        with writing() as session:
            conversation_id = session.scalar(select(HandOver.conversation_id).where(HandOver.id == hand_over_id))
            if conversation_id is not None:
                lock(session, conversation_id)
            still = select(HandOver).where(HandOver.id == hand_over_id, *_closed_before(kept_from))
            if (hand_over := session.scalar(still.with_for_update())) is not None:
                reference, restricted = hand_over.reference, hand_over.conflict_of_interest
                erase_case(session, hand_over)
                audit.add(session, "My Say", "retention.case", reference=reference, restricted=restricted)
                count += 1
    return count


def _closed_before(at: datetime) -> tuple[Any, Any]:
    return HandOver.status == "closed", HandOver.closed_at < at


def _left_over(at: datetime) -> int:
    with writing() as session:
        codes: int = session.execute(
            update(Conversation)
            .where(Conversation.resume_expires_at < at)
            .values(resume_hash=None, resume_expires_at=None)
            .execution_options(synchronize_session=False)
        ).rowcount
        telegram.forget(session)
    return codes


def _sent(kept_from: datetime) -> int:
    waiting = exists().where(Delivery.event_id == OutboxEvent.id, Delivery.done_at.is_(None))
    with writing() as session:
        told: int = session.execute(
            delete(OutboxEvent)
            .where(OutboxEvent.created_at < kept_from, ~waiting)
            .execution_options(synchronize_session=False)
        ).rowcount
    return told


def _audit(kept_from: datetime) -> int | None:
    try:
        with writing() as session:
            return prune(session, kept_from)
    except AuditBroken:
        return None


def main(arguments: list[str] | None = None) -> int:
    """Erases, and says how much. 1 if the audit is broken and was left alone."""
    argparse.ArgumentParser(prog="python -m bot.records.retention", description=__doc__).parse_args(arguments)
    forgotten = forget(now())
    for what, count in asdict(forgotten).items():
        print(f"{LINES[what]:<45} {'left alone: it is broken' if count is None else count}")
    return int(forgotten.audit is None)


LINES = {
    "drafts": "Conversations not handed over, erased",
    "conversations": "Conversations behind closed cases, erased",
    "cases": "Closed cases, erased",
    "codes": "Words to come back with, ended",
    "sent": "Entries of the outbox, erased",
    "audit": "Entries of the audit, erased",
}


if __name__ == "__main__":
    sys.exit(main())
