"""Conversations, and the messages in them in the order they were said."""

from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    bindparam,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, deferred

from bot.msp.account import Account
from bot.records.base import Base, UTCDateTime, now
from bot.records.encryption import EncryptedJSON, EncryptedText


class Conversation(Base):
    """One person's conversation, over as many days as they need.

    `account` is what the practice holds of it (bot.msp.account.Account as JSON); `last_turn` is what was answered to
    which turn ("m12") as long as the door may ask it again, so that a message understood twice is answered once.
    """

    __tablename__ = "conversations"

    id = Column(String(32), primary_key=True, default=lambda: uuid4().hex)
    channel = Column(String(16), nullable=False)
    token_hash = Column(String(64), nullable=False, unique=True)
    token_expires_at = Column(UTCDateTime, nullable=False)
    created_at = Column(UTCDateTime, nullable=False, default=now)
    last_at = Column(UTCDateTime, nullable=False, default=now, index=True)
    # they grow with what is told: read and decrypted only where they are needed
    account = deferred(Column(EncryptedJSON))
    last_turn = deferred(Column(EncryptedJSON))
    resume_hash = Column(String(64), unique=True)
    resume_expires_at = Column(UTCDateTime)
    address_hash = Column(String(64), unique=True)
    address = Column(EncryptedText)


def _only(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


class Message(Base):
    """One message: `n` counts from 1 in its conversation.

    What must be answered is a message too: the person's own (`you`), a worker's (`worker`), and the signals `open` and
    `resume` (sender `signal`, the name in `kind`; nobody is shown these). `answered_at` of such a one is empty until it
    is answered, and the bot's messages say in `answers` which one they answer.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "n"),
        # over the rows that they are for alone: most messages are answers, and are in neither
        _only("ix_messages_client_id", "conversation_id", "client_id", where="client_id IS NOT NULL", unique=True),
        _only("ix_messages_unanswered", "conversation_id", "n", where="answered_at IS NULL AND answers IS NULL"),
    )

    id = Column(Integer, primary_key=True)
    conversation_id = Column(ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False)
    n = Column(Integer, nullable=False)
    sender = Column(String(8), nullable=False)  # bot, you, worker, signal
    kind = Column(String(16), nullable=False, default="text")
    text = Column(EncryptedText, nullable=False)
    choice = Column(EncryptedText)  # the payload, where the person pressed a choice
    extra = Column(EncryptedJSON)  # choices, summary, lines, reference, scale, map
    asks = Column(String(24))
    client_id = Column(String(64))
    answers = Column(Integer)  # of a bot's message: the n it answers
    corrects = Column(Integer)  # of the person's: the n of their message that it puts right
    at = Column(UTCDateTime, nullable=False, default=now)
    answered_at = Column(UTCDateTime)


def account_of(session: Session, conversation_id: str) -> Account | None:
    """What the practice holds of a conversation, or None if it is not known (any more)."""
    found = session.execute(_ACCOUNT, {"which": conversation_id}).first()
    return found and _account(found)


def hold_dialogue(connection: Connection, conversation_id: str) -> tuple[Account, dict[str, Any]] | None:
    """Holds the conversation as `lock` does: its account, and what was answered to the turns that may be asked again.

    None if there is none (any more).
    """
    found = connection.execute(_HOLD_DIALOGUE, {"which": conversation_id}).first()
    return found and (_account(found), found.last_turn or {})


def keep_dialogue(connection: Connection, conversation_id: str, account: Account, last_turn: dict[str, Any]) -> None:
    """Stores what a turn came to. Call it with the conversation held."""
    connection.execute(_KEEP, {"which": conversation_id, "known": vars(account), "answered": last_turn})


def _account(found: Any) -> Account:
    return Account.from_json(found.account) if found.account else Account(channel=found.channel)


def slots_of(connection: Connection, conversation_id: str) -> dict[str, Any] | None:
    """What Rasa's slots were after the last turn (actions/turn.py); None if there was no turn, or no conversation."""
    last = connection.scalar(_LAST_TURN, {"which": conversation_id})
    return list(last.values())[-1]["slots"] if last else None


def lock(session: Session, conversation_id: str) -> Conversation | None:
    """Holds the conversation, as it stands now, until the transaction ends: so numbers are given in turn.

    None if there is none (any more).
    """
    found: Conversation | None = session.get(
        Conversation, conversation_id, with_for_update=True, populate_existing=True
    )
    return found


def hold(connection: Connection, conversation_id: str) -> str | None:
    """Holds the conversation as `lock` does, and reads no more of it than its channel. None if there is none (any more)."""
    return cast("str | None", connection.scalar(_HOLD, {"which": conversation_id}))


def put(records: Session | Connection, messages: list[Message]) -> None:
    """Stores messages of one conversation with one statement. They stay as they are: no session knows them."""
    records.execute(_PUT, [{name: getattr(one, name) for name in _STORED} for one in messages])


def next_n(records: Session | Connection, conversation_id: str) -> int:
    """The number of the next message. Call it with the conversation locked."""
    last: int | None = records.scalar(_LAST_N, {"which": conversation_id})
    return (last or 0) + 1


def sent_before(records: Session | Connection, conversation_id: str, client_id: str) -> int | None:
    """The number of the message that came under this name already; None if none did."""
    found: int | None = records.scalar(_SENT, {"which": conversation_id, "name": client_id})
    return found


def messages_after(session: Session, conversation_id: str, after: int) -> list[Message]:
    """The messages that came after number `after`, in order, as far as anybody is shown them."""
    rows: list[Message] = session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.n > after, Message.sender != "signal")
        .order_by(Message.n)
    ).all()
    return rows


def unanswered(session: Session, conversation_id: str) -> list[Message]:
    """What must still be answered in a conversation, in order."""
    rows: list[Message] = session.scalars(
        select(Message).where(Message.conversation_id == conversation_id, *_OWED).order_by(Message.n)
    ).all()
    return rows


def numbers_owed(connection: Connection, conversation_id: str) -> list[int]:
    """The numbers of what must still be answered in a conversation, in order; nothing is decrypted for it."""
    return list(connection.scalars(_NUMBERS_OWED, {"which": conversation_id}))


def waiting_for_an_answer(session: Session, since: datetime) -> list[str]:
    """The ids of the conversations with something unanswered since then or longer, the longest first.

    What seems to come from the future was stored before the clock was put back: it waits too.
    """
    ids: list[str] = session.scalars(
        select(Message.conversation_id)
        .where(*_OWED, or_(Message.at <= since, Message.at > now()))
        .group_by(Message.conversation_id)
        .order_by(func.min(Message.id))
    ).all()
    return ids


def owed_to_people(session: Session) -> tuple[int, datetime | None]:
    """How much that people said has no answer yet, and since when the oldest waits. A worker's reply may wait its time."""
    wanted = select(func.count(), func.min(Message.at)).where(*_OWED, Message.sender != "worker")
    count, since = session.execute(wanted).one()
    return count, since


_OWED = (Message.answered_at.is_(None), Message.answers.is_(None))  # as its index has it

# What every turn asks is built once: building a statement takes four times as long as asking it (docs/performance.md).
_conversation, _message = Conversation.__table__.c, Message.__table__.c
_HERE = _conversation.id == bindparam("which")
_ITS = _message.conversation_id == bindparam("which")
_STORED = [column.name for column in Message.__table__.columns if column.name != "id"]
_PUT = insert(Message.__table__)
_HOLD = select(_conversation.channel).where(_HERE).with_for_update()
_ACCOUNT = select(_conversation.channel, _conversation.account).where(_HERE)
_LAST_TURN = select(_conversation.last_turn).where(_HERE)
_HOLD_DIALOGUE = (
    select(_conversation.channel, _conversation.account, _conversation.last_turn).where(_HERE).with_for_update()
)
_KEEP = update(Conversation.__table__).where(_HERE).values(account=bindparam("known"), last_turn=bindparam("answered"))
_LAST_N = select(func.max(_message.n)).where(_ITS)
_SENT = select(_message.n).where(_ITS, _message.client_id == bindparam("name"))
_NUMBERS_OWED = select(_message.n).where(_ITS, *_OWED).order_by(_message.n)


def as_seen(message: Message) -> dict[str, Any]:
    """A message as the chat API and the page show it (the contract's fields)."""
    extra = message.extra or {}
    seen = {
        "n": message.n,
        "from": message.sender,
        "text": message.text,
        "choices": extra.get("choices", []),
        "asks": message.asks,
        "kind": message.kind,
        "at": iso(message.at),
    }
    return seen | {key: extra[key] for key in ("summary", "lines", "reference", "scale", "map") if key in extra}


def iso(at: datetime) -> str:
    """A moment as the API writes it: UTC, ISO 8601, to the second."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
