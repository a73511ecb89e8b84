"""Which choices may be pressed now, and what each one reads."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from bot.door import wording
from bot.door.errors import NotUnderstood
from bot.records.base import session_on
from bot.records.conversations import Message

REACH_BACK = 3  # since the person's last-but-two message: a press on a button a little further up still counts
NEVER_SENT = ("tel:", "leave")  # the page acts on these itself


def title(connection: Connection, conversation_id: str, payload: str) -> str:
    """The words on the choice, as the person read them. Raises NotUnderstood if it was not offered."""
    with session_on(connection) as session:
        offered = list(_offered(session, conversation_id))
    known = {choice["payload"]: str(choice["title"]) for choice in offered} | wording.always_there()
    if payload not in known or payload.startswith(NEVER_SENT):
        raise NotUnderstood("unknown_choice")
    return known[payload]


def _offered(session: Session, conversation_id: str) -> Iterator[dict[str, Any]]:
    here = Message.conversation_id == conversation_id
    said = select(Message.n).where(here, Message.sender == "you").order_by(Message.n.desc()).limit(REACH_BACK)
    since = min(session.scalars(said), default=0)
    bots = select(Message).where(here, Message.sender == "bot", Message.n > since).order_by(Message.n)
    for message in session.scalars(bots):
        extra = message.extra or {}
        yield from extra.get("choices", [])
        yield from (choice for line in extra.get("lines", []) for choice in line.get("choices", []))
        yield from extra.get("map", [])
