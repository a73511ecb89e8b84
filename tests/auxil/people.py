"""Invented people whose words are in the records, everywhere where words can be."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from bot.msp import summary
from bot.msp.account import Account
from bot.records import audit, cases, experience, outbox, resume, telegram
from bot.records.base import now, writing
from bot.records.conversations import Conversation, Message
from bot.records.hand_overs import HandOver, send


@dataclass(frozen=True)
class Kept:
    """A conversation in the records: its id, the words to come back with, and the reference if it was handed over."""

    id: str
    code: str
    reference: str | None


def a_person(words: str, *, handed_over: bool = False, last_at: datetime | None = None) -> Kept:
    """Somebody wrote `words`; they are put wherever the records keep words."""
    account = Account(channel="web", asks="outcomes", answers={"concerns": "answered"})
    account.add("concerns", words, 1)
    with writing() as session:
        made = Conversation(
            channel="web",
            token_hash=uuid4().hex,
            token_expires_at=now(),
            last_at=last_at or now(),
            account=account.to_json(),
            last_turn={"m1": {"words": words}},
            address=words,
            address_hash=uuid4().hex,
        )
        session.add(made)
        session.flush()
        code = resume.new_code(session, made.id)
        session.add(Message(conversation_id=made.id, n=1, sender="you", text=words, extra={"lines": [words]}))
        session.add(telegram.TelegramChat(conversation_id=made.id, chat=uuid4().hex))
        session.add(telegram.TelegramSend(conversation_id=made.id, chat="c", body={"text": words}))
        experience.add(session, words)
        reference = None
        if handed_over:
            sent = send(session, made.id, summary.build(account), "safeguarding_team")
            reference = str(sent.reference)
            cases.add_step(session, sent.id, "note", {"words": words}, "Jo", None)
            outbox.add(session, "handover.updated", reference)
        audit.add(session, "Jo", "hand_overs.page", reference=reference)
    return Kept(str(made.id), code, reference)


def close(reference: str | None, at: datetime) -> None:
    """The case was closed at that moment."""
    with writing() as session:
        found: Any = session.query(HandOver).filter_by(reference=reference).one()
        found.status, found.closed_at = "closed", at
        session.add(
            cases.Closing(hand_over_id=found.id, asked="not_asked", risk_result="ceased", capacity="dont_know", at=at)
        )
