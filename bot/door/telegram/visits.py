"""What every update of a person goes through: the conversation is found or begun, and what it led to is sent.

An update is handled in steps that may be repeated after a crash: each is kept where it happens, and the last one, in
one transaction, puts what must be sent into the queue and says that the update is handled.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.door import tokens
from bot.door.answering import Answering
from bot.door.conversations import Conversations
from bot.door.errors import NotOpen, Refused
from bot.door.limits import Limits
from bot.door.telegram import buttons
from bot.door.telegram.queue import Chat
from bot.door.telegram.showing import Part, part, parts
from bot.door.telegram.wording import say
from bot.door.threads import in_thread
from bot.records import telegram
from bot.records.base import now, reading, writing
from bot.records.conversations import Conversation, Message, lock, next_n, sent_before
from bot.records.telegram import TelegramChat, TelegramMessage, TelegramUpdate

Seen = dict[str, Any]
TYPING_AFTER, TYPING_EVERY = 0.3, 4.0  # seconds


@dataclass
class Visit:
    """An update of a person in `chat_id`. `says` is what the conversation answered so far."""

    update_id: int
    chat_id: int
    conversation_id: str | None = None
    came_back: bool = False
    says: list[Seen] = field(default_factory=list)
    before: list[Part] = field(default_factory=list)
    after: list[Part] = field(default_factory=list)

    @property
    def chat(self) -> str:
        """The chat's name in the records."""
        return telegram.chat_of(self.chat_id)


class Visits:
    """Opens and closes visits. `wake`: there is something to send to a chat."""

    def __init__(
        self, bot: Bot, conversations: Conversations, answering: Answering, limits: Limits, wake: Callable[[str], None]
    ) -> None:
        self._bot, self._conversations, self._answering = bot, conversations, answering
        self._limits, self._wake = limits, wake

    async def find(self, update_id: int, chat_id: int) -> Visit:
        """A visit to the conversation that is held in a chat, if there is one."""
        return Visit(update_id, chat_id, await self._conversations.find(str(chat_id)))

    async def enters(self, visit: Visit, *, pressed: tuple[int, str] | None = None, come_back: bool = False) -> bool:
        """`enter`; what it refuses is said to the person, and False too."""
        try:
            return await self.enter(visit, pressed=pressed, come_back=come_back)
        except Refused as refused:
            error = refused.error
            await self.do(visit, lambda chat, _held: chat.say([part(say("errors", error))]))
            return False

    async def enter(self, visit: Visit, *, pressed: tuple[int, str] | None = None, come_back: bool = False) -> bool:
        """The person is here. False if this is the second press on the same buttons: there is nothing to do then.

        Without a conversation one begins. Who was away (a day, or the chat was hidden, or they went on on the page), or
        says so (`come_back`), is first asked whether it is safe. `pressed`: the message and the title of the button.
        """
        if visit.conversation_id is None:
            await self._limits.count("conversations from an address", visit.chat)
            async with self.typing(visit):
                opened = await self._conversations.begin("telegram", str(visit.chat_id))
            visit.conversation_id, visit.says = opened.id, opened.messages
            return True
        await self._limits.count("messages of a conversation", visit.conversation_id)
        entered = await in_thread(partial(_enter, visit, pressed, come_back))
        self._wake(visit.chat)
        if entered and visit.came_back:
            await self._come_back(visit)
        return entered

    async def say(self, visit: Visit, **said: Any) -> None:
        """Says something in the conversation (Conversations.say). What it refuses is said to the person."""
        try:
            async with self.typing(visit):
                visit.says += await self._conversations.say(str(visit.conversation_id), **said)
        except NotOpen:
            visit.conversation_id = None
            visit.after.append(part(say("menu_empty")))
        except Refused as refused:
            visit.after.append(part(say("errors", refused.error)))

    async def finish(self, visit: Visit) -> None:
        """Sends what the visit led to; the update is handled."""
        await in_thread(partial(_finish, visit))
        self._wake(visit.chat)

    async def do(self, visit: Visit, work: Callable[[Chat, TelegramChat | None], None]) -> None:
        """Does something with the chat alone; the update is handled."""

        def store() -> None:
            with writing() as session:
                telegram.handled(session, visit.update_id)
                held = telegram.chat_held(session, visit.chat)
                work(Chat(session, visit.chat_id, held.conversation_id if held else None), held)

        await in_thread(store)
        self._wake(visit.chat)

    @asynccontextmanager
    async def typing(self, visit: Visit) -> AsyncIterator[None]:
        """Shows that an answer is on its way, if it takes a moment."""
        task = asyncio.create_task(self._type(visit.chat_id))
        try:
            yield
        finally:
            task.cancel()

    async def _type(self, chat_id: int) -> None:
        await asyncio.sleep(TYPING_AFTER)
        while True:
            with suppress(TelegramError):
                await self._bot.send_chat_action(chat_id, ChatAction.TYPING)
            await asyncio.sleep(TYPING_EVERY)

    async def _come_back(self, visit: Visit) -> None:
        n = await in_thread(partial(_signal_return, str(visit.conversation_id), f"tg.back.{visit.update_id}"))
        async with self.typing(visit):
            visit.says += await self._answering.answer(str(visit.conversation_id), n)


def _enter(visit: Visit, pressed: tuple[int, str] | None, come_back: bool) -> bool:
    with writing() as session:
        chat = Chat(session, visit.chat_id, visit.conversation_id)
        if pressed and not _may_press(session, visit, pressed[0]):
            telegram.handled(session, visit.update_id)
            return False
        held = session.get(TelegramChat, visit.conversation_id)
        if telegram.hidden_after(session, visit.chat, visit.update_id):
            return True
        if held is not None:
            visit.came_back = come_back or _was_away(session, held)
            if visit.came_back:
                telegram.attach(session, str(visit.conversation_id), visit.chat_id)
            held.hidden_at = held.closed_at = None
        for message_id in telegram.take_buttons(session, visit.chat):
            if not pressed or message_id != pressed[0]:
                chat.change_buttons(message_id, [])
        if pressed:
            chat.change_buttons(pressed[0], buttons.answered(pressed[1]))
        return True


def _may_press(session: Session, visit: Visit, message_id: int) -> bool:
    """False if the buttons of the message were pressed already. The same update again counts as the first."""
    mine = session.get(TelegramUpdate, visit.update_id)
    known = session.get(TelegramMessage, (visit.chat, message_id))
    if mine.body.get("took"):
        return True
    mine.body = mine.body | {"took": True}
    return known is None or known.buttons


def _was_away(session: Session, held: TelegramChat) -> bool:
    conversation = session.get(Conversation, held.conversation_id)
    newest = select(Message.kind).where(Message.conversation_id == conversation.id, Message.sender == "bot")
    covered = session.scalar(newest.order_by(Message.n.desc()).limit(1)) == "cover"
    return (
        conversation.channel != "telegram"
        or conversation.last_at + tokens.IDLE < now()
        or (held.hidden_at is not None and not covered)
    )


def _signal_return(conversation_id: str, client_id: str) -> int:
    with writing() as session:
        conversation = lock(session, conversation_id)
        if conversation is None:
            raise NotOpen
        if known := sent_before(session, conversation_id, client_id):
            return known
        conversation.last_at = now()
        n = next_n(session, conversation_id)
        session.add(
            Message(conversation_id=conversation_id, n=n, sender="signal", kind="resume", text="", client_id=client_id)
        )
        return n


def _finish(visit: Visit) -> None:
    with writing() as session:
        telegram.handled(session, visit.update_id)
        stands = visit.conversation_id is not None and session.get(Conversation, visit.conversation_id) is not None
        chat = Chat(session, visit.chat_id, visit.conversation_id if stands else None)
        if telegram.hidden_after(session, visit.chat, visit.update_id):
            if stands:
                telegram.held(session, str(visit.conversation_id), visit.chat).hidden_at = now()
            return
        if stands:
            _show(chat, visit, session)
        elif visit.conversation_id is not None:
            chat.hide()
            chat.say([each for seen in visit.says for each in parts(seen | {"choices": []}, "")])
        chat.say(visit.after)


def _show(chat: Chat, visit: Visit, session: Session) -> None:
    first = session.get(TelegramChat, visit.conversation_id) is None
    held = telegram.held(session, str(visit.conversation_id), visit.chat)
    if first:
        chat.say([part(say("first"))])
    chat.say(visit.before)
    chat.show_new(held, worker_too=True)
    stored = select(Message.n).where(Message.conversation_id == visit.conversation_id, Message.sender == "bot")
    known = set(session.scalars(stored))
    tag = buttons.tag_of(str(visit.conversation_id))
    chat.say(_not_stored(visit.says, known, tag))


def _not_stored(says: Sequence[Seen], known: set[int], tag: str) -> list[Part]:
    """What the person is told now though it is no part of the conversation: that there is no answer yet."""
    unknown = [seen for seen in says if seen["n"] not in known]
    return parts(unknown[-1], tag) if unknown else []


def message_of(conversation_id: str, n: int) -> Message | None:
    """The bot's message `n`."""
    with reading() as session:
        found: Message | None = session.scalar(
            select(Message).where(Message.conversation_id == conversation_id, Message.n == n, Message.sender == "bot")
        )
        return found
