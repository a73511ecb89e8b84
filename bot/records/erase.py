"""Erasing: every message and the account of a conversation, a case, and their bytes in the database."""

from contextlib import suppress
from typing import Any

from sqlalchemy import delete, event, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.records import erased, tables
from bot.records.conversations import Conversation, Message, lock
from bot.records.hand_overs import HandOver, hand_over_of
from bot.records.outbox import OutboxEvent
from bot.service import service

OF_A_CONVERSATION = ("messages", "conversations", "telegram_chats", "telegram_sends")
LONGEST_WAIT_MS = 3_000


def erase(session: Session, conversation_id: str) -> list[str]:
    """Erases a conversation when the transaction ends well.

    Returns what is kept and why, in sentences for the person; empty if nothing is. What was handed over is the
    service's record of its work (with its reference and versions); it no longer points at a conversation.
    """
    found = lock(session, conversation_id)  # first the conversation, then its hand-over: the order everybody keeps
    if found is not None:
        erased.note(conversation_id)  # before it is done: no backup brought back may know better
    kept = hand_over_of(session, conversation_id)
    if kept is not None:
        kept.conversation_id = None
        session.flush()
    session.execute(delete(Message).where(Message.conversation_id == conversation_id))
    session.execute(delete(Conversation).where(Conversation.id == conversation_id))
    bind = session.get_bind()
    event.listen(session, "after_commit", lambda _session: wipe(bind), once=True)
    return [] if kept is None else _what_is_kept(kept.reference)


def erase_case(session: Session, hand_over: HandOver) -> None:
    """Erases a hand-over with its versions, steps and alerts, what was told of it, and its conversation."""
    if hand_over.conversation_id is not None:
        erase(session, hand_over.conversation_id)
    session.execute(delete(OutboxEvent).where(OutboxEvent.reference == hand_over.reference))
    session.execute(delete(HandOver).where(HandOver.id == hand_over.id))


def wipe(bind: Any, *, thoroughly: bool = False) -> bool:
    """Takes the bytes of what was erased out of the database's files. False if somebody still reads them.

    SQLite: `secure_delete` (bot/records/base.py) overwrote them in the file itself; here its log is emptied.
    PostgreSQL: the rows are cleared away at once, so that no statement finds them; their bytes may stand in a page until
    it is written again, so once a day (`thoroughly`) the tables are written anew. What its own log (pg_wal) keeps, and
    for how long, is the server's to say: docs/running.md, "Keeping and erasing".
    """
    engine: Engine = bind.engine
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                return _empty_the_log(connection)
            return _clear_away(connection.execution_options(isolation_level="AUTOCOMMIT"), thoroughly)
    except SQLAlchemyError:
        # what is erased is erased; its bytes go the next time (bot/records/retention.py, once a day)
        return False


def _empty_the_log(connection: Connection) -> bool:
    raw = connection.connection
    raw.execute("PRAGMA busy_timeout=5000")
    (busy, _, _) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _clear_away(connection: Connection, thoroughly: bool) -> bool:
    connection.execute(text(f"SET lock_timeout = {LONGEST_WAIT_MS}"))
    try:
        if not thoroughly:
            connection.execute(text(f"VACUUM (SKIP_LOCKED) {', '.join(OF_A_CONVERSATION)}"))
            return True
        for name in sorted({table.name for table, _ in tables.encrypted()} | set(OF_A_CONVERSATION)):
            connection.execute(text(f"VACUUM (FULL) {name}"))
    finally:
        connection.execute(text("RESET lock_timeout"))
    # its own log, as far as this role may (docs/running.md says how to let it)
    with suppress(SQLAlchemyError):
        connection.execute(text("SELECT pg_switch_wal()"))
        connection.execute(text("CHECKPOINT"))
    return True


def _what_is_kept(reference: str) -> list[str]:
    about = service()
    return [
        f"We already sent your words to {about.team}. They keep that, under {reference}.",
        "They keep it to show what they did, and why.",
        f"You can ask them about it. Their number is {about.numbers['team']}.",
    ]
