"""Erasing a conversation: every message, the account, and their bytes in the database file."""

from sqlite3 import OperationalError
from typing import Any

from sqlalchemy import delete, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.records.conversations import Conversation, Message, lock
from bot.records.hand_overs import hand_over_of
from bot.service import service


def erase(session: Session, conversation_id: str) -> list[str]:
    """Erases a conversation when the transaction ends well.

    Returns what is kept and why, in sentences for the person; empty if nothing is. What was handed over is the
    service's record of its work (with its reference and versions); it no longer points at a conversation.
    """
    lock(session, conversation_id)  # first the conversation, then its hand-over: the order everybody keeps
    kept = hand_over_of(session, conversation_id)
    if kept is not None:
        kept.conversation_id = None
        session.flush()
    session.execute(delete(Message).where(Message.conversation_id == conversation_id))
    session.execute(delete(Conversation).where(Conversation.id == conversation_id))
    bind = session.get_bind()
    event.listen(session, "after_commit", lambda _session: wipe(bind), once=True)
    return [] if kept is None else _what_is_kept(kept.reference)


def wipe(bind: Any) -> bool:
    """Empties SQLite's write-ahead log, so that erased text is not there either. False if somebody still reads it.

    In the database file itself `secure_delete` overwrites (bot/records/base.py). PostgreSQL's own clean-up takes
    deleted rows away in its time; until then they are there encrypted.
    """
    engine: Engine = bind.engine
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection:
        raw = connection.connection
        try:
            raw.execute("PRAGMA busy_timeout=5000")
            (busy, _, _) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except OperationalError:
            # what is erased is erased; the log is emptied the next time (bot/records/retention.py, once a day)
            return False
        return not busy


def _what_is_kept(reference: str) -> list[str]:
    about = service()
    return [
        f"We already sent your words to {about.team}. They keep that, under {reference}.",
        "They keep it to show what they did, and why.",
        f"You can ask them about it. Their number is {about.numbers['team']}.",
    ]
