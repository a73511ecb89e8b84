"""What a press on a button does."""

from collections.abc import Callable
from functools import partial
from typing import Any

from telegram import CallbackQuery, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.door.conversations import Conversations
from bot.door.telegram import buttons, menu, queue, showing
from bot.door.telegram.buttons import Pressed
from bot.door.telegram.showing import part
from bot.door.telegram.visits import Visit, Visits, message_of
from bot.door.telegram.wording import read, say
from bot.door.threads import in_thread
from bot.records.conversations import as_seen
from bot.records.telegram import TelegramChat

Context = ContextTypes.DEFAULT_TYPE


class Presses:
    """Presses, and the commands that do the same as a button."""

    def __init__(self, visits: Visits, conversations: Conversations) -> None:
        self._visits, self._conversations = visits, conversations

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
            await self.own(visit, press.name)
        elif visit.conversation_id is None or press.tag != buttons.tag_of(visit.conversation_id):
            await self._does_not_fit(visit, query.message.message_id)
        elif press.what == "always":
            title = str(read()["buttons"].get(press.name, ""))
            await self._choose(visit, query.message.message_id, title, choice=press.name)
        elif press.what == "show":
            await self._visits.do(visit, menu.show_worker)
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
        if not await self._visits.enters(visit, pressed=(message_id, title)):
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

    async def own(self, visit: Visit, name: str) -> None:
        """What the bot does itself, without the conversation."""
        if name == "delete_yes":
            return await self._delete(visit)
        does: dict[str, Callable[[queue.Chat, TelegramChat | None], None]] = {
            "menu": menu.show_menu,
            "topics": menu.show_topics,
            "help": lambda chat, _held: chat.say([part(say("help"))]),
            "exit": lambda chat, held: queue.hide(chat.session, chat.id, held),
            "delete": menu.ask_delete,
            "delete_no": lambda chat, _held: chat.say([part(say("not_deleted"))]),
        }
        return await self._visits.do(visit, does.get(name, lambda _chat, _held: None))

    async def _delete(self, visit: Visit) -> None:
        kept = await self._conversations.erase(visit.conversation_id) if visit.conversation_id else []

        def answer(chat: queue.Chat, _held: TelegramChat | None) -> None:
            chat.hide()
            chat.say([part("\n".join([say("deleted"), *kept]))])

        await self._visits.do(visit, answer)


async def _answer(query: CallbackQuery) -> None:
    """Ends the waiting sign on the button. One that is too old cannot be answered, and needs no answer."""
    try:
        await query.answer()
    except TelegramError:
        return


def _is_there(seen: dict[str, Any], press: Pressed) -> bool:
    if press.what == "choice":
        return press.index < len(buttons.choices_of(seen))
    if press.what == "number":
        return bool(seen.get("scale")) and seen["scale"]["min"] <= press.index <= seen["scale"]["max"]
    return press.index < len(seen.get("lines", []))
