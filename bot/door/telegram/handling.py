"""Handles what was stored: each chat's updates in order, each once; what fails is tried again.

What hides the chat is handled beside the rest: it never waits until something else is answered.
"""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from telegram import Update
from telegram.ext import Application, ContextTypes

from bot.door import log
from bot.door.telegram.by_chat import ByChat
from bot.door.telegram.queue import Chat
from bot.door.telegram.showing import part
from bot.door.telegram.wording import say
from bot.door.threads import in_thread
from bot.records import telegram
from bot.records.base import reading, writing
from bot.records.telegram import TelegramUpdate

MOST_TRIES = 5
LONGEST_PAUSE = 30.0


class Handling:
    """Gives updates to the application's handlers. `wake_sender`: there is something to send to a chat."""

    def __init__(
        self, application: Application[Any, Any, Any, Any, Any, Any], wake_sender: Callable[[str], None]
    ) -> None:
        self._application, self._wake_sender = application, wake_sender
        self._errors: dict[int, Exception] = {}
        self._ordinary = ByChat("handling", partial(self._handle_next, urgent=False))
        self._urgent = ByChat("handling", partial(self._handle_next, urgent=True))
        application.add_error_handler(self._on_error)

    def wake(self, chat: str) -> None:
        """There is an update to handle in this chat."""
        self._urgent.wake(chat)
        self._ordinary.wake(chat)

    async def stop(self, seconds: float) -> None:
        """Ends after what is being handled now, or after `seconds`."""
        await asyncio.gather(self._urgent.stop(seconds), self._ordinary.stop(seconds))

    async def _on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        if isinstance(update, Update) and context.error is not None:
            self._errors[update.update_id] = context.error

    async def _handle_next(self, chat: str, urgent: bool) -> float | None:
        found = await in_thread(partial(_next, chat, urgent))
        if found is None:
            return None
        update_id, body = found
        await self._application.process_update(Update.de_json(body, self._application.bot))
        error = self._errors.pop(update_id, None)
        if error is None:
            await in_thread(partial(_settle, update_id))
            return 0
        log.event("telegram handling", level=logging.ERROR, **log.failure(error))
        tries = await in_thread(partial(_failed, update_id))
        if tries >= MOST_TRIES and not isinstance(error, SQLAlchemyError):
            await in_thread(partial(_give_up, update_id, body))
            self._wake_sender(chat)
            return 0
        return min(LONGEST_PAUSE, 2.0 ** (tries - 1))


def _next(chat: str, urgent: bool) -> tuple[int, dict[str, Any]] | None:
    with reading() as session:
        found = telegram.next_update(session, chat, urgent)
        return None if found is None else (found.update_id, found.body)


def _settle(update_id: int) -> None:
    """An update that no handler had to say something about is handled too."""
    with reading() as session:
        found = session.get(TelegramUpdate, update_id)
        if found is None or found.handled_at is not None:
            return
    with writing() as session:
        telegram.handled(session, update_id)


def _failed(update_id: int) -> int:
    with writing() as session:
        return telegram.failed(session, update_id)


def _give_up(update_id: int, body: dict[str, Any]) -> None:
    """It fails again and again: the person is told to send it again, and what they sent after it is handled."""
    with writing() as session:
        telegram.handled(session, update_id)
        about = body.get("message") or body.get("edited_message") or body.get("callback_query", {}).get("message")
        if about and about["chat"]["type"] == "private":
            Chat(session, about["chat"]["id"]).say([part(say("errors", "not_kept"))])
