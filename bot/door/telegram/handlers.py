"""What each kind of update does; presses on buttons are in presses.py."""

from functools import partial
from typing import Any

from sqlalchemy import select
from telegram import ChatMember, Message, Update
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.door.conversations import Conversations
from bot.door.errors import NotOpen, Refused
from bot.door.limits import Limits
from bot.door.telegram import closing, queue
from bot.door.telegram.presses import Presses
from bot.door.telegram.showing import part
from bot.door.telegram.splitting import split
from bot.door.telegram.visits import Visit, Visits
from bot.door.telegram.wording import say
from bot.door.threads import in_thread
from bot.door.typed import LONGEST
from bot.records import resume as codes
from bot.records import telegram
from bot.records.base import now, reading, writing
from bot.records.conversations import Message as Said
from bot.records.telegram import TelegramChat

Context = ContextTypes.DEFAULT_TYPE
PRIVATE = filters.ChatType.PRIVATE
WRITTEN = PRIVATE & filters.UpdateType.MESSAGE


class Handlers:
    """The handlers of the bot."""

    def __init__(self, visits: Visits, conversations: Conversations, limits: Limits) -> None:
        self._visits, self._conversations, self._limits = visits, conversations, limits
        self._presses = Presses(visits, conversations)

    def all(self) -> list[Any]:
        """The handlers; the first that fits takes an update."""
        return [
            MessageHandler(~PRIVATE, self.elsewhere),
            CommandHandler("start", self.start, WRITTEN),
            CommandHandler("help", self.help, WRITTEN),
            CommandHandler("menu", self.menu, WRITTEN),
            CommandHandler("pause", self.pause, WRITTEN),
            CommandHandler("exit", self.exit, WRITTEN),
            CommandHandler("delete", self.delete, WRITTEN),
            MessageHandler(WRITTEN & filters.TEXT, self.written),
            MessageHandler(WRITTEN, self.unreadable),
            MessageHandler(PRIVATE & filters.UpdateType.EDITED_MESSAGE, self.edited),
            CallbackQueryHandler(self._presses.pressed),
            ChatMemberHandler(self.membership, ChatMemberHandler.MY_CHAT_MEMBER),
        ]

    async def written(self, update: Update, _context: Context) -> None:
        """Words: said in the conversation."""
        message, visit = await self._visit(update)
        if not await self._visits.enters(visit):
            return
        for i, piece in enumerate(split(message.text or "", LONGEST)):
            await self._visits.say(visit, text=piece, client_id=_client_id(visit, message.message_id, i))
        await self._visits.finish(visit)

    async def edited(self, update: Update, _context: Context) -> None:
        """Words that were changed: they take the place of what was said before, if they say something else."""
        message, visit = await self._visit(update)
        text = message.text or ""
        client_id = _client_id(visit, message.message_id)
        known = None
        if visit.conversation_id:
            known = await in_thread(partial(_said, visit.conversation_id, client_id))
        if not known or known.text.split() == text.split():
            return await self._visits.do(visit, lambda _chat, _held: None)
        if not await self._visits.enters(visit):
            return None
        first, *more = split(text, LONGEST)
        await self._visits.say(visit, text=first, client_id=f"{client_id}.{visit.update_id}.0", corrects=known.n)
        for i, piece in enumerate(more, 1):
            await self._visits.say(visit, text=piece, client_id=f"{client_id}.{visit.update_id}.{i}")
        return await self._visits.finish(visit)

    async def unreadable(self, update: Update, _context: Context) -> None:
        """A voice message, a picture, a place ...: nothing of it is kept."""
        message, visit = await self._visit(update)
        kind = str(message.api_kwargs.get("unreadable", "other"))
        await self._visits.do(visit, lambda chat, _held: chat.say([part(say("unreadable", kind))]))

    async def elsewhere(self, update: Update, _context: Context) -> None:
        """A group or a channel: one neutral sentence, and the bot is gone."""
        chat = update.effective_chat
        assert chat is not None
        await self._visits.do(Visit(update.update_id, chat.id), lambda chat, _held: chat.leave(say("not_here")))

    async def start(self, update: Update, context: Context) -> None:
        """Begins, or comes back; with four words, to the conversation they open."""
        _message, visit = await self._visit(update)
        if context.args:
            return await self._resume(visit, " ".join(context.args))
        if await self._visits.enters(visit, come_back=True):
            await self._visits.finish(visit)
        return None

    async def help(self, update: Update, _context: Context) -> None:
        """How it works, and whom to call."""
        _message, visit = await self._visit(update)
        await self._visits.do(visit, lambda chat, _held: chat.say([part(say("help"))]))

    async def menu(self, update: Update, _context: Context) -> None:
        """What can be done at any time."""
        _message, visit = await self._visit(update)
        await self._presses.own(visit, "menu")

    async def pause(self, update: Update, _context: Context) -> None:
        """A break, with words to come back with."""
        _message, visit = await self._visit(update)
        if visit.conversation_id is None:
            return await self._visits.do(visit, lambda chat, _held: chat.say([part(say("menu_empty"))]))
        if await self._visits.enters(visit):
            await self._visits.say(visit, choice="pause", client_id=f"tg.u{visit.update_id}")
            await self._visits.finish(visit)
        return None

    async def exit(self, update: Update, _context: Context) -> None:
        """Takes away what can be taken away, and shows a neutral line."""
        _message, visit = await self._visit(update)
        await self._presses.own(visit, "exit")

    async def delete(self, update: Update, _context: Context) -> None:
        """Asks whether all of it shall be deleted."""
        _message, visit = await self._visit(update)
        await self._presses.own(visit, "delete")

    async def membership(self, update: Update, _context: Context) -> None:
        """The person blocked the bot, or lets it write again."""
        changed = update.my_chat_member
        assert changed is not None
        visit = await self._visits.find(update.update_id, changed.chat.id)
        gone = changed.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT)
        if gone:
            await closing.closed(visit.chat)

        def note(_chat: queue.Chat, held: TelegramChat | None) -> None:
            if held is not None and not gone:
                held.closed_at = None

        await self._visits.do(visit, note)

    async def _resume(self, visit: Visit, code: str) -> None:
        try:
            await self._limits.count("tries to resume from an address", visit.chat)
            await self._limits.check("wrong codes from an address", visit.chat)
            await self._limits.count("tries of a code", code[:200])
            attached = await in_thread(partial(_attach, code, visit.chat_id))
            if attached is None:
                await self._limits.count("wrong codes from an address", visit.chat)
                raise NotOpen("wrong_code")
            visit.conversation_id, is_new_here = attached
            if is_new_here:
                visit.before.append(part(say("first")))
            async with self._visits.typing(visit):
                visit.says = (await self._conversations.resume(code, "telegram")).messages
        except Refused as refused:
            error = refused.error
            return await self._visits.do(visit, lambda chat, _held: chat.say([part(say("errors", error))]))
        return await self._visits.finish(visit)

    async def _visit(self, update: Update) -> tuple[Message, Visit]:
        message = update.effective_message
        assert message is not None
        return message, await self._visits.find(update.update_id, message.chat.id)


def _client_id(visit: Visit, message_id: int, piece: int = 0) -> str:
    return f"tg.{visit.chat[:12]}.{message_id}" + (f".p{piece}" if piece else "")


def _said(conversation_id: str, client_id: str) -> Said | None:
    """A message as it was last said: as it was sent, or as it was changed since."""
    mine = (Said.client_id == client_id) | Said.client_id.like(f"{client_id}.%.0")
    with reading() as session:
        found: Said | None = session.scalar(
            select(Said).where(Said.conversation_id == conversation_id, mine).order_by(Said.n.desc()).limit(1)
        )
        return found


def _attach(code: str, chat_id: int) -> tuple[str, bool] | None:
    with writing() as session:
        found = codes.conversation_of(session, code, now())
        if found is None:
            return None
        held = session.get(TelegramChat, found.id)
        is_new_here = held is None or held.chat != telegram.chat_of(chat_id)
        telegram.attach(session, found.id, chat_id)
        return str(found.id), is_new_here
