"""A turn in the records: what Rasa is to be asked, and its answer once it is there.

Each function is one transaction, or a piece of the caller's; they are run in threads (bot/door/threads.py).
"""

from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from bot.door import shown
from bot.door.rasa import Answer
from bot.records.base import now, reading, session_on, writing, writing_plainly
from bot.records.conversations import Conversation, Message, as_seen, hold, next_n, put, unanswered
from bot.records.erase import erase

Seen = dict[str, Any]
Turn = dict[str, Any]
SHOWN_BESIDE_TEXT = ("choices", "summary", "lines", "reference", "scale", "map")

_messages = Message.__table__
_ANSWERED = (
    update(_messages)
    .where(
        _messages.c.conversation_id == bindparam("conversation"),
        _messages.c.n == bindparam("number"),
        _messages.c.answered_at.is_(None),
    )
    .values(answered_at=bindparam("moment"))
)


def to_ask(owed: Message, channel: str) -> Turn:
    """A message as Rasa is asked it (bot/dialogue/channel.py)."""
    return {"conversation": owed.conversation_id, "turn": f"m{owed.n}", "n": owed.n, "channel": channel, **_said(owed)}


def all_owed(conversation_id: str, n: int | None) -> list[Turn]:
    """What Rasa must be asked, in order."""
    with reading() as session:
        channel = session.scalar(select(Conversation.channel).where(Conversation.id == conversation_id))
        covered = shown.last(session, conversation_id) is not None
        return [
            to_ask(owed, channel)
            for owed in unanswered(session, conversation_id)
            if (n is None or owed.n <= n) and not (covered and owed.sender == "worker")
        ]


def _said(owed: Message) -> dict[str, Any]:
    if owed.sender == "worker":
        return {"signal": "worker_replied"}
    if owed.sender == "signal":
        return {"signal": owed.kind}
    if owed.corrects is not None:
        return {"text": owed.text, "corrects": owed.corrects}
    return {"choice": owed.choice} if owed.choice is not None else {"text": owed.text}


def store(conversation_id: str, n: int, answer: Answer) -> list[Seen]:
    """Stores the answer to message `n`, or erases the conversation if that was the answer; returns it as it is seen."""
    if answer.then == "erase":
        with writing() as session:
            erase(session, conversation_id)
        return [as_seen(message) for message in _said_by_bot(conversation_id, n, n + 1, answer)]
    with writing_plainly() as connection:
        if hold(connection, conversation_id) is None:
            return [as_seen(message) for message in _said_by_bot(conversation_id, n, n + 1, answer)]
        if connection.execute(_ANSWERED, {"conversation": conversation_id, "number": n, "moment": now()}).rowcount:
            said = _said_by_bot(conversation_id, n, next_n(connection, conversation_id), answer)
            put(connection, said)
            return [as_seen(message) for message in said]
        with session_on(connection) as session:
            return _answers(session, conversation_id, n)


def _said_by_bot(conversation_id: str, answers: int, first: int, answer: Answer) -> list[Message]:
    """The answer's messages, numbered from `first` on."""
    return [
        Message(
            conversation_id=conversation_id,
            n=n,
            sender="bot",
            kind=message["kind"],
            text=message["text"],
            asks=message.get("asks"),
            extra={key: message[key] for key in SHOWN_BESIDE_TEXT if message.get(key)} or None,
            answers=answers,
            at=now(),
        )
        for n, message in enumerate(answer.messages, start=first)
    ]


def answer_to(conversation_id: str, n: int) -> list[Seen]:
    """The answer to message `n` as it is kept; empty if there is none yet."""
    with reading() as session:
        return _answers(session, conversation_id, n)


def _answers(session: Session, conversation_id: str, n: int) -> list[Seen]:
    found = select(Message).where(Message.conversation_id == conversation_id, Message.answers == n).order_by(Message.n)
    return [as_seen(message) for message in session.scalars(found)]
