"""Puts what must be sent into the queue, in the transaction in which it becomes due."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.door import shown
from bot.door.telegram import showing
from bot.door.telegram.buttons import Keyboard, tag_of
from bot.records import exits, telegram
from bot.records.base import now
from bot.records.conversations import Message, account_of, as_seen
from bot.records.telegram import TelegramChat, TelegramSend
from bot.service import service


class Chat:
    """A chat that is written to: `id` is Telegram's, `name` its keyed hash."""

    def __init__(self, session: Session, chat_id: int, conversation_id: str | None = None) -> None:
        self.session, self.id, self.name = session, chat_id, telegram.chat_of(chat_id)
        self.conversation_id = conversation_id

    def say(self, parts: Sequence[showing.Part], silent: bool = False) -> None:
        """Sends messages."""
        for part in parts:
            self._add(do="send", silent=silent, **part)

    def change_buttons(self, message_id: int, keyboard: Keyboard) -> None:
        """Changes the buttons below a message; an empty keyboard takes them away."""
        self._add(do="buttons", message_id=message_id, keyboard=keyboard)

    def hide(self) -> None:
        """Deletes all that can be deleted, and nothing that waits is sent any more."""
        telegram.drop_sends(self.session, self.name)
        self._add(do="clear")

    def leave(self, text: str) -> None:
        """Says one thing and leaves, where the chat is a group or a channel."""
        self._add(do="leave", text=text)

    def show_new(self, held: TelegramChat, worker_too: bool, silent: bool = False) -> None:
        """Shows what the bot said since; and what a worker wrote, once the person said that it is safe.

        While the chat is hidden, nothing.
        """
        if held.hidden_at is not None:
            return
        since = select(Message).where(
            Message.conversation_id == held.conversation_id, Message.sender.in_(("bot", "worker"))
        )
        start = min(held.shown, held.worker_shown)
        found: list[Message] = self.session.scalars(since.where(Message.n > start).order_by(Message.n)).all()
        newest = self.session.scalar(since.where(Message.sender == "bot").order_by(Message.n.desc()).limit(1))
        is_safe = worker_too and newest is not None and newest.kind != "cover" and newest.asks != "safe_to_talk"
        # an answer that came late belongs to what it answers: after coming back it is not shown
        first = shown.first(self.session, str(held.conversation_id))
        bots = [
            message
            for message in found
            if message.sender == "bot" and message.n > held.shown and (message.answers or message.n) >= first
        ]
        workers = [message for message in found if message.sender == "worker" and message.n > held.worker_shown]
        for message in found:
            if message in bots or (is_safe and message in workers):
                self._show(message, asked=message is bots[-1] if bots else False, silent=silent, held=held)
        if bots:
            held.shown = bots[-1].n
        if is_safe and workers:
            held.worker_shown = workers[-1].n

    def show_worker(self, held: TelegramChat) -> bool:
        """Shows what a worker wrote, because the person asked for it. False if there is nothing new."""
        wanted = select(Message).where(
            Message.conversation_id == held.conversation_id,
            Message.sender == "worker",
            Message.n > held.worker_shown,
        )
        found: list[Message] = self.session.scalars(wanted.order_by(Message.n)).all()
        for message in found:
            self._show(message, asked=False, silent=False, held=held)
            held.worker_shown = message.n
        return bool(found)

    def _show(self, message: Message, asked: bool, silent: bool, held: TelegramChat) -> None:
        if message.kind == "cover":
            self.hide()
            held.hidden_at = now()
        asked = asked and message.asks is not None
        parts = showing.parts(as_seen(message), tag_of(str(message.conversation_id)), asked)
        account = account_of(self.session, str(message.conversation_id))
        if asked and account is not None and account.easy_words:
            parts[-1] = showing.with_picture(parts[-1], str(message.asks))
        self.say(parts, silent)

    def _add(self, **body: Any) -> None:
        self.session.add(
            TelegramSend(chat=self.name, conversation_id=self.conversation_id, body={"chat_id": self.id} | body)
        )
        self.session.flush()


def hide(session: Session, chat_id: int, held: TelegramChat | None) -> None:
    """Takes away what can be taken away and shows a neutral line; nothing new comes until the person writes."""
    exits.count(session, "telegram")
    # the row has no conversation: hiding goes on even if the conversation is erased meanwhile
    chat = Chat(session, chat_id)
    chat.hide()
    chat.say([showing.part(service().cover_text)])
    if held is not None:
        held.hidden_at = now()
