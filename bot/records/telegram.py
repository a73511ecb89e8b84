"""What Telegram needs kept: updates until they are handled, what must still be sent, and what can be deleted again.

A chat is named by the keyed hash of its id (`chat_of`); the id itself is only ever stored encrypted.
"""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, delete, func, select, update
from sqlalchemy.orm import Session

from bot.records.base import Base, UTCDateTime, now
from bot.records.conversations import Conversation, Message, account_of, lock
from bot.records.encryption import EncryptedJSON, keyed_hash
from bot.records.erase import erase

DELETABLE_FOR = timedelta(hours=47, minutes=50)  # Telegram lets a bot delete messages for 48 hours
REMEMBERED_FOR = timedelta(days=3)  # Telegram sends an update again for 24 hours


class TelegramUpdate(Base):
    """An update, stored before Telegram is told that we have it. `body` is emptied once it is handled.

    `urgent`: it hides the chat, and waits for nothing that came before it.
    """

    __tablename__ = "telegram_updates"
    __table_args__ = (Index("ix_telegram_updates_waiting", "handled_at", "chat"),)

    update_id = Column(BigInteger, primary_key=True, autoincrement=False)
    chat = Column(String(64), nullable=False)
    body = Column(EncryptedJSON)
    urgent = Column(Boolean, nullable=False, default=False)
    tries = Column(Integer, nullable=False, default=0)
    received_at = Column(UTCDateTime, nullable=False, default=now)
    handled_at = Column(UTCDateTime)


class TelegramChat(Base):
    """A conversation that is held on Telegram.

    `shown` and `worker_shown`: the bot's and the workers' messages up to this number were put into the queue.
    `told`: up to this number the person was told that a worker wrote. `hidden_at`: since then the chat shows a neutral
    line and nothing new. `closed_at`: since then the person cannot be reached; they blocked the bot.
    """

    __tablename__ = "telegram_chats"

    conversation_id = Column(ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True)
    chat = Column(String(64), nullable=False, unique=True)
    shown = Column(Integer, nullable=False, default=0)
    worker_shown = Column(Integer, nullable=False, default=0)
    told = Column(Integer, nullable=False, default=0)
    hidden_at = Column(UTCDateTime)
    closed_at = Column(UTCDateTime)


class TelegramSend(Base):
    """One thing to send to a chat, in the order of `id`; it is deleted when Telegram has it.

    `body`: `chat_id`, `do` (send, buttons, clear or leave) and what that needs (bot/door/telegram/sending.py).
    """

    __tablename__ = "telegram_sends"

    id = Column(Integer, primary_key=True)
    key = Column(String(32), nullable=False, default=lambda: uuid4().hex)  # SQLite gives an id again once it is free
    chat = Column(String(64), nullable=False, index=True)
    conversation_id = Column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    body = Column(EncryptedJSON, nullable=False)
    at = Column(UTCDateTime, nullable=False, default=now)


class TelegramMessage(Base):
    """A message in a chat that the bot can still delete. `buttons`: it has buttons that can be pressed."""

    __tablename__ = "telegram_messages"

    chat = Column(String(64), primary_key=True)
    message_id = Column(BigInteger, primary_key=True, autoincrement=False)
    buttons = Column(Boolean, nullable=False, default=False)
    at = Column(UTCDateTime, nullable=False, default=now, index=True)


def chat_of(chat_id: int | str) -> str:
    """The name of a chat: what finds its conversation too (Conversation.address_hash)."""
    return keyed_hash("address", str(chat_id))


def keep(session: Session, update_id: int, chat_id: int, body: dict[str, Any], urgent: bool = False) -> bool:
    """Stores an update. False if it is known: Telegram sends an update again when it did not hear that we have it."""
    if session.get(TelegramUpdate, update_id) is not None:
        return False
    session.add(TelegramUpdate(update_id=update_id, chat=chat_of(chat_id), body=body, urgent=urgent))
    session.flush()
    return True


def chats_waiting(session: Session) -> list[str]:
    """The chats with updates that are not handled, the one that waits longest first."""
    waiting = TelegramUpdate.handled_at.is_(None)
    rows: list[str] = session.scalars(
        select(TelegramUpdate.chat)
        .where(waiting)
        .group_by(TelegramUpdate.chat)
        .order_by(func.min(TelegramUpdate.update_id))
    ).all()
    return rows


def next_update(session: Session, chat: str, urgent: bool) -> TelegramUpdate | None:
    """The oldest update of a chat that is not handled, of those that are urgent or of the others."""
    found: TelegramUpdate | None = session.scalar(
        select(TelegramUpdate)
        .where(TelegramUpdate.chat == chat, TelegramUpdate.handled_at.is_(None), TelegramUpdate.urgent.is_(urgent))
        .order_by(TelegramUpdate.update_id)
        .limit(1)
    )
    return found


def hidden_after(session: Session, chat: str, update_id: int) -> bool:
    """True if the person had the chat hidden after they sent that update."""
    later = (TelegramUpdate.chat == chat, TelegramUpdate.update_id > update_id, TelegramUpdate.urgent.is_(True))
    return session.scalar(select(TelegramUpdate.update_id).where(*later).limit(1)) is not None


def handled(session: Session, update_id: int) -> None:
    """It is handled: what was in it is not needed any more."""
    session.execute(
        update(TelegramUpdate).where(TelegramUpdate.update_id == update_id).values(handled_at=now(), body=None)
    )


def failed(session: Session, update_id: int) -> int:
    """It could not be handled now. Returns how often that happened."""
    session.execute(
        update(TelegramUpdate).where(TelegramUpdate.update_id == update_id).values(tries=TelegramUpdate.tries + 1)
    )
    tries: int = session.scalar(select(TelegramUpdate.tries).where(TelegramUpdate.update_id == update_id)) or 0
    return tries


def chats_with_sends(session: Session) -> list[str]:
    """The chats to which something must be sent, the one that waits longest first."""
    rows: list[str] = session.scalars(
        select(TelegramSend.chat).group_by(TelegramSend.chat).order_by(func.min(TelegramSend.id))
    ).all()
    return rows


def next_send(session: Session, chat: str) -> TelegramSend | None:
    """What must be sent to a chat first."""
    found: TelegramSend | None = session.scalar(
        select(TelegramSend).where(TelegramSend.chat == chat).order_by(TelegramSend.id).limit(1)
    )
    return found


def drop_sends(session: Session, chat: str) -> None:
    """Nothing of what waits is sent to this chat any more."""
    session.execute(delete(TelegramSend).where(TelegramSend.chat == chat))


def remember(session: Session, chat: str, message_id: int, buttons: bool = False) -> None:
    """A message that may have to be deleted again."""
    session.merge(TelegramMessage(chat=chat, message_id=message_id, buttons=buttons, at=now()))


def deletable(session: Session, chat: str) -> list[int]:
    """The ids of the messages in a chat that the bot can delete."""
    rows: list[int] = session.scalars(
        select(TelegramMessage.message_id)
        .where(TelegramMessage.chat == chat, TelegramMessage.at > now() - DELETABLE_FOR)
        .order_by(TelegramMessage.message_id)
    ).all()
    return rows


def take_buttons(session: Session, chat: str) -> list[int]:
    """The ids of the messages whose buttons can be pressed; from now on they count as having none."""
    here = (TelegramMessage.chat == chat, TelegramMessage.buttons.is_(True))
    ids: list[int] = session.scalars(
        select(TelegramMessage.message_id).where(*here).order_by(TelegramMessage.message_id)
    ).all()
    session.execute(update(TelegramMessage).where(*here).values(buttons=False))
    return ids


def held(session: Session, conversation_id: str, chat: str) -> TelegramChat:
    """The conversation's row here, locked, or made if there is none. Nothing of it counts as shown then."""
    found: TelegramChat | None = session.get(
        TelegramChat, conversation_id, with_for_update=True, populate_existing=True
    )
    if found is None:
        found = TelegramChat(conversation_id=conversation_id, chat=chat, shown=0, worker_shown=0, told=0)
        session.add(found)
        session.flush()
    return found


def attach(session: Session, conversation_id: str, chat_id: int) -> TelegramChat:
    """Goes on with a conversation in a chat. What was said in it until now is not shown there.

    Another conversation of the chat loses it: it is erased if the person never said anything in it, and can be opened
    with its words only, if they did. Raises LookupError if there is no such conversation.
    """
    chat = chat_of(chat_id)
    conversation = lock(session, conversation_id)
    if conversation is None:
        raise LookupError("there is no such conversation")
    others = select(Conversation).where(Conversation.address_hash == chat, Conversation.id != conversation_id)
    for other in session.scalars(others).all():
        _detach(session, other)
    conversation.address, conversation.address_hash, conversation.channel = str(chat_id), chat, "telegram"
    account = account_of(session, conversation_id)
    if account is not None and conversation.account:
        account.channel = "telegram"
        conversation.account = account.to_json()
    found = held(session, conversation_id, chat)
    found.chat, found.hidden_at, found.closed_at = chat, None, None
    found.shown = last_n(session, conversation_id)
    found.worker_shown = max(found.worker_shown, last_n(session, conversation_id, "you"))
    session.flush()
    return found


def _detach(session: Session, other: Conversation) -> None:
    if last_n(session, other.id, "you"):
        session.execute(delete(TelegramChat).where(TelegramChat.conversation_id == other.id))
        other.address = other.address_hash = None
    else:
        erase(session, other.id)
    session.flush()


def last_n(session: Session, conversation_id: str, sender: str | None = None) -> int:
    """The number of the last message, or of the last by that sender; 0 if there is none."""
    last = select(func.max(Message.n)).where(Message.conversation_id == conversation_id)
    return session.scalar(last if sender is None else last.where(Message.sender == sender)) or 0


def chat_held(session: Session, chat: str) -> TelegramChat | None:
    """The conversation that is held in a chat, locked."""
    held_here = select(TelegramChat).where(TelegramChat.chat == chat).with_for_update()
    found: TelegramChat | None = session.scalar(held_here)
    return found


def forget(session: Session) -> None:
    """Drops what is too old to be deleted in Telegram or to be sent by it again."""
    session.execute(delete(TelegramMessage).where(TelegramMessage.at < now() - DELETABLE_FOR))
    session.execute(delete(TelegramUpdate).where(TelegramUpdate.handled_at < now() - REMEMBERED_FOR))
