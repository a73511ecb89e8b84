"""Sends what is in the queue: in order within a chat, again and again until Telegram has it or says that it never will.

Telegram has no way to send a message only once. Where it took one and we did not hear so (the connection broke, this
process was killed in that moment), it is sent again: a sentence twice is better than one that is missing.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import delete
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.door import log
from bot.door.telegram import showing
from bot.door.telegram.by_chat import ByChat
from bot.door.threads import in_thread
from bot.records import telegram
from bot.records.base import reading, writing
from bot.records.telegram import TelegramMessage, TelegramSend

A_SECOND = 30  # messages to all chats together, as Telegram asks
MOST_IN_A_CALL = 100
LONGEST_PAUSE = 60.0
UNREACHABLE = ("chat not found", "user is deactivated", "peer_id_invalid", "bot was kicked", "not enough rights")


class Sender:
    """Sends. `on_closed` is told a chat that cannot be written to any more."""

    def __init__(self, bot: Bot, on_closed: Callable[[str], Awaitable[None]]) -> None:
        self._bot, self._on_closed = bot, on_closed
        self._chats = ByChat("sending", self._send_next)
        self._gate = asyncio.Lock()
        self._tries: dict[str, int] = {}
        self._pictures: dict[str, str] = {}
        self.wake, self.stop = self._chats.wake, self._chats.stop

    async def _send_next(self, chat: str) -> float | None:
        found = await in_thread(partial(_next, chat))
        if found is None:
            return None
        key, body = found
        try:
            message_id = await self._do(chat, body)
        except RetryAfter as error:
            wait = error.retry_after
            return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
        except (Forbidden, ChatMigrated):
            await self._on_closed(chat)
            return None
        except BadRequest as error:
            if any(why in str(error).casefold() for why in UNREACHABLE):
                await self._on_closed(chat)
                return None
            # Telegram will never take it; a message that is "not modified" or gone already is as it should be
            log.event("telegram refused", level=logging.WARNING, do=body["do"])
            message_id = None
        except TelegramError as error:
            tries = self._tries[chat] = self._tries.get(chat, 0) + 1
            log.event("telegram not sent", level=logging.WARNING, tries=tries, **log.failure(error))
            return min(LONGEST_PAUSE, 2.0 ** (tries - 1))
        self._tries.pop(chat, None)
        await in_thread(partial(_done, chat, key, message_id, bool(body.get("keyboard"))))
        return 0

    async def _do(self, chat: str, body: dict[str, Any]) -> int | None:
        """Does what a row of the queue says. Returns the id of a message that was sent."""
        async with self._gate:
            await asyncio.sleep(1 / A_SECOND)
        match body["do"]:
            case "send":
                return (await self._send(body)).message_id
            case "buttons":
                await self._bot.edit_message_reply_markup(
                    body["chat_id"], body["message_id"], reply_markup=markup(body["keyboard"])
                )
            case "clear":
                await self._clear(chat, body["chat_id"])
            case "leave":
                try:
                    await self._bot.send_message(body["chat_id"], body["text"])
                finally:
                    await self._bot.leave_chat(body["chat_id"])
        return None

    async def _send(self, body: dict[str, Any]) -> Message:
        if name := body.get("picture"):
            try:
                return await self._send_picture(name, body)
            except BadRequest:
                log.event("telegram refused", level=logging.WARNING, do="picture")  # the words matter more
        return await self._bot.send_message(
            body["chat_id"],
            body["text"],
            reply_markup=markup(body["keyboard"]),
            disable_notification=body["silent"],
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )

    async def _send_picture(self, name: str, body: dict[str, Any]) -> Message:
        sent = await self._bot.send_photo(
            body["chat_id"],
            # a picture that Telegram has once is not carried there again
            self._pictures.get(name) or showing.PICTURES / f"{name}.png",
            caption=body["text"],
            reply_markup=markup(body["keyboard"]),
            disable_notification=body["silent"],
        )
        self._pictures[name] = sent.photo[-1].file_id
        return sent

    async def _clear(self, chat: str, chat_id: int) -> None:
        ids = await in_thread(partial(_deletable, chat))
        for start in range(0, len(ids), MOST_IN_A_CALL):
            some = ids[start : start + MOST_IN_A_CALL]
            await self._bot.delete_messages(chat_id, some)
            await in_thread(partial(_deleted, chat, some))


def markup(keyboard: list[list[list[str]]]) -> InlineKeyboardMarkup | None:
    """A keyboard as Telegram takes it."""
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(title, callback_data=data) for title, data in row] for row in keyboard]
    )


def _next(chat: str) -> tuple[str, dict[str, Any]] | None:
    with reading() as session:
        found = telegram.next_send(session, chat)
        return None if found is None else (found.key, found.body)


def _done(chat: str, key: str, message_id: int | None, buttons: bool) -> None:
    with writing() as session:
        session.execute(delete(TelegramSend).where(TelegramSend.chat == chat, TelegramSend.key == key))
        if message_id is not None:
            telegram.remember(session, chat, message_id, buttons)


def _deletable(chat: str) -> list[int]:
    with reading() as session:
        return telegram.deletable(session, chat)


def _deleted(chat: str, ids: list[int]) -> None:
    with writing() as session:
        session.execute(
            delete(TelegramMessage).where(TelegramMessage.chat == chat, TelegramMessage.message_id.in_(ids))
        )
