"""What each kind of update does."""

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import select
from telegram import CallbackQuery, ChatMember, Message, Update
from telegram.error import TelegramError
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.door.conversations import Conversations
from bot.door.errors import NotOpen, Refused
from bot.door.limits import Limits
from bot.door.telegram import buttons, closing, queue, showing
from bot.door.telegram.buttons import Pressed
from bot.door.telegram.showing import part
from bot.door.telegram.splitting import split
from bot.door.telegram.visits import Visit, Visits, message_of
from bot.door.telegram.wording import read, say
from bot.door.threads import in_thread
from bot.door.typed import LONGEST
from bot.records import resume as codes
from bot.records import telegram
from bot.records.base import now, reading, writing
from bot.records.conversations import Message as Said
from bot.records.conversations import as_seen
from bot.records.telegram import TelegramChat

Context = ContextTypes.DEFAULT_TYPE
PRIVATE = filters.ChatType.PRIVATE
WRITTEN = PRIVATE & filters.UpdateType.MESSAGE


class Handlers:
    """The handlers of the bot."""

    def __init__(self, visits: Visits, conversations: Conversations, limits: Limits) -> None:
        self._visits, self._conversations, self._limits = visits, conversations, limits

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
            CallbackQueryHandler(self.pressed),
            ChatMemberHandler(self.membership, ChatMemberHandler.MY_CHAT_MEMBER),
        ]

    async def written(self, update: Update, _context: Context) -> None:
        """Words: said in the conversation."""
        message, visit = await self._visit(update)
        if not await self._enters(visit):
            return
        for i, piece in enumerate(split(message.text or "", LONGEST)):
            await self._visits.say(visit, text=piece, client_id=_client_id(visit, message.message_id, i))
        await self._visits.finish(visit)

    async def edited(self, update: Update, _context: Context) -> None:
        """Words that were changed: said as they are now, if they say something else."""
        message, visit = await self._visit(update)
        text, edited_at = message.text or "", int(message.edit_date.timestamp()) if message.edit_date else 0
        client_id = _client_id(visit, message.message_id)
        known = visit.conversation_id and await in_thread(partial(_said, visit.conversation_id, client_id))
        if not known or known.split() == text.split():
            return await self._visits.do(visit, lambda _chat, _held: None)
        if not await self._enters(visit):
            return None
        visit.before.append(part(say("edited")))
        for i, piece in enumerate(split(text, LONGEST)):
            await self._visits.say(visit, text=piece, client_id=f"{client_id}.{edited_at}.{i}")
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
        if await self._enters(visit, come_back=True):
            await self._visits.finish(visit)
        return None

    async def help(self, update: Update, _context: Context) -> None:
        """How it works, and whom to call."""
        _message, visit = await self._visit(update)
        await self._visits.do(visit, lambda chat, _held: chat.say([part(say("help"))]))

    async def menu(self, update: Update, _context: Context) -> None:
        """What can be done at any time."""
        _message, visit = await self._visit(update)
        await self._own(visit, "menu")

    async def pause(self, update: Update, _context: Context) -> None:
        """A break, with words to come back with."""
        _message, visit = await self._visit(update)
        if visit.conversation_id is None:
            return await self._visits.do(visit, lambda chat, _held: chat.say([part(say("menu_empty"))]))
        if await self._enters(visit):
            await self._visits.say(visit, choice="pause", client_id=f"tg.u{visit.update_id}")
            await self._visits.finish(visit)
        return None

    async def exit(self, update: Update, _context: Context) -> None:
        """Takes away what can be taken away, and shows a neutral line."""
        _message, visit = await self._visit(update)
        await self._own(visit, "exit")

    async def delete(self, update: Update, _context: Context) -> None:
        """Asks whether all of it shall be deleted."""
        _message, visit = await self._visit(update)
        await self._own(visit, "delete")

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

    async def pressed(self, update: Update, _context: Context) -> None:
        """A button."""
        query = update.callback_query
        assert query is not None
        await _answer(query)
        if query.message is None:
            return
        visit = await self._visits.find(update.update_id, query.message.chat.id)
        press = buttons.pressed(query.data or "")
        if press is None:
            return
        if press.what == "own":
            await self._own(visit, press.name)
        elif visit.conversation_id is None or press.tag != buttons.tag_of(visit.conversation_id):
            await self._does_not_fit(visit, query.message.message_id)
        elif press.what == "always":
            title = str(read()["buttons"].get(press.name, ""))
            await self._choose(visit, query.message.message_id, title, choice=press.name)
        elif press.what == "show":
            await self._visits.do(visit, _show_worker)
        else:
            await self._place(visit, query.message.message_id, press)

    async def _place(self, visit: Visit, message_id: int, press: Pressed) -> None:
        """A press on a choice, a number or a line of a message of the conversation."""
        found = await in_thread(partial(message_of, str(visit.conversation_id), press.n))
        seen = as_seen(found) if found else None
        if seen is None or not _is_there(seen, press):
            return await self._does_not_fit(visit, message_id)
        if press.what == "number":
            return await self._choose(visit, message_id, str(press.index), text=str(press.index))
        if press.what == "choice":
            choice = buttons.choices_of(seen)[press.index]
            return await self._choose(visit, message_id, choice["title"], choice=choice["payload"])
        keyboard = (
            buttons.keep_from(seen, press.index, press.tag)
            if press.what == "keep"
            else buttons.of_lines(seen, showing.group_of(seen, press.index), press.tag)
        )
        return await self._visits.do(visit, lambda chat, _held: chat.change_buttons(message_id, keyboard))

    async def _choose(self, visit: Visit, message_id: int, title: str, **said: str) -> None:
        if not await self._enters(visit, pressed=(message_id, title)):
            return
        # what was on the screen a day ago is not an answer to "is it safe now?"
        if not visit.came_back:
            await self._visits.say(visit, client_id=f"tg.u{visit.update_id}", **said)
        await self._visits.finish(visit)

    async def _does_not_fit(self, visit: Visit, message_id: int) -> None:
        def answer(chat: queue.Chat, _held: TelegramChat | None) -> None:
            chat.change_buttons(message_id, [])
            chat.say([part(say("errors", "unknown_choice"))])

        await self._visits.do(visit, answer)

    async def _own(self, visit: Visit, name: str) -> None:
        """What the bot does itself, without the conversation."""
        if name == "delete_yes":
            return await self._delete(visit)
        does: dict[str, Callable[[queue.Chat, TelegramChat | None], None]] = {
            "menu": _show_menu,
            "topics": _show_topics,
            "help": lambda chat, _held: chat.say([part(say("help"))]),
            "exit": lambda chat, held: queue.hide(chat.session, chat.id, held),
            "delete": _ask_delete,
            "delete_no": lambda chat, _held: chat.say([part(say("not_deleted"))]),
        }
        return await self._visits.do(visit, does.get(name, lambda _chat, _held: None))

    async def _delete(self, visit: Visit) -> None:
        kept = await self._conversations.erase(visit.conversation_id) if visit.conversation_id else []

        def answer(chat: queue.Chat, _held: TelegramChat | None) -> None:
            chat.hide()
            chat.say([part("\n".join([say("deleted"), *kept]))])

        await self._visits.do(visit, answer)

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

    async def _enters(self, visit: Visit, **how: Any) -> bool:
        try:
            return await self._visits.enter(visit, **how)
        except Refused as refused:
            error = refused.error
            await self._visits.do(visit, lambda chat, _held: chat.say([part(say("errors", error))]))
            return False


async def _answer(query: CallbackQuery) -> None:
    """Ends the waiting sign on the button. One that is too old cannot be answered, and needs no answer."""
    try:
        await query.answer()
    except TelegramError:
        return


def _client_id(visit: Visit, message_id: int, piece: int = 0) -> str:
    return f"tg.{visit.chat[:12]}.{message_id}" + (f".p{piece}" if piece else "")


def _said(conversation_id: str, client_id: str) -> str | None:
    with reading() as session:
        found: str | None = session.scalar(
            select(Said.text).where(Said.conversation_id == conversation_id, Said.client_id == client_id)
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


def _is_there(seen: dict[str, Any], press: Pressed) -> bool:
    if press.what == "choice":
        return press.index < len(buttons.choices_of(seen))
    if press.what == "number":
        return bool(seen.get("scale")) and seen["scale"]["min"] <= press.index <= seen["scale"]["max"]
    return press.index < len(seen.get("lines", []))


def _show_worker(chat: queue.Chat, held: TelegramChat | None) -> None:
    if held is not None and not chat.show_worker(held):
        chat.say([part(say("nothing_new"))])


def _show_menu(chat: queue.Chat, held: TelegramChat | None) -> None:
    if held is None:
        chat.say([part(say("menu_empty"))])
        return
    keyboard = buttons.menu(buttons.tag_of(held.conversation_id), _newest_map(chat, held) is not None)
    chat.say([part(say("menu"), keyboard)])


def _show_topics(chat: queue.Chat, held: TelegramChat | None) -> None:
    seen = _newest_map(chat, held) if held is not None else None
    if held is None or seen is None:
        chat.say([part(say("menu_empty"))])
        return
    chat.say([part(say("menu"), buttons.topics(seen, buttons.tag_of(held.conversation_id)))])


def _newest_map(chat: queue.Chat, held: TelegramChat) -> dict[str, Any] | None:
    newest = select(Said).where(Said.conversation_id == held.conversation_id, Said.sender == "bot")
    for message in chat.session.scalars(newest.order_by(Said.n.desc()).limit(5)):
        seen = as_seen(message)
        if seen.get("map"):
            return seen
    return None


def _ask_delete(chat: queue.Chat, held: TelegramChat | None) -> None:
    if held is None:
        chat.say([part(say("nothing_to_delete"))])
        return
    choices = [[buttons.own_button("delete_yes"), buttons.own_button("delete_no")]]
    chat.say([part(say("ask_delete"), choices)])
