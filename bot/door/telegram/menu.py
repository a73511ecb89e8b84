"""What the bot itself shows: the menu, the other questions, a worker's words, and the question before deleting."""

from typing import Any

from sqlalchemy import select

from bot.door.telegram import buttons
from bot.door.telegram.queue import Chat
from bot.door.telegram.showing import part
from bot.door.telegram.wording import say
from bot.records.conversations import Message, as_seen
from bot.records.telegram import TelegramChat


def show_worker(chat: Chat, held: TelegramChat | None) -> None:
    """What a worker wrote, because the person asked for it."""
    if held is not None and not chat.show_worker(held):
        chat.say([part(say("nothing_new"))])


def show_menu(chat: Chat, held: TelegramChat | None) -> None:
    """What can be done at any time."""
    if held is None:
        chat.say([part(say("menu_empty"))])
        return
    keyboard = buttons.menu(buttons.tag_of(held.conversation_id), _newest_map(chat, held) is not None)
    chat.say([part(say("menu"), keyboard)])


def show_topics(chat: Chat, held: TelegramChat | None) -> None:
    """The other questions, with how far each is."""
    seen = _newest_map(chat, held) if held is not None else None
    if held is None or seen is None:
        chat.say([part(say("menu_empty"))])
        return
    chat.say([part(say("menu"), buttons.topics(seen, buttons.tag_of(held.conversation_id)))])


def _newest_map(chat: Chat, held: TelegramChat) -> dict[str, Any] | None:
    newest = select(Message).where(Message.conversation_id == held.conversation_id, Message.sender == "bot")
    for message in chat.session.scalars(newest.order_by(Message.n.desc()).limit(5)):
        seen = as_seen(message)
        if seen.get("map"):
            return seen
    return None


def ask_delete(chat: Chat, held: TelegramChat | None) -> None:
    """Asks whether all of it shall be deleted."""
    if held is None:
        chat.say([part(say("nothing_to_delete"))])
        return
    choices = [[buttons.own_button("delete_yes"), buttons.own_button("delete_no")]]
    chat.say([part(say("ask_delete"), choices)])
