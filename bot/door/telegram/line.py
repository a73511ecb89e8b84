"""The line to Telegram: one door holds it at a time, whichever of them; the others take over if it is gone."""

import asyncio
import logging
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from telegram import Bot, BotCommand
from telegram.ext import ApplicationBuilder

from bot.door import log
from bot.door.answering import Answering
from bot.door.conversations import Conversations
from bot.door.limits import Limits
from bot.door.telegram import receiving, told
from bot.door.telegram.closing import closed
from bot.door.telegram.handlers import Handlers
from bot.door.telegram.handling import Handling
from bot.door.telegram.sending import Sender
from bot.door.telegram.visits import Visits
from bot.door.telegram.wording import read
from bot.door.threads import in_thread
from bot.records import telegram
from bot.records.base import reading
from bot.settings import settings

LOOK_EVERY = 1.0  # seconds, for what other processes left here
TRY_EVERY = 5.0
LONGEST_STOP = 10.0

# the library's lines, and those of its HTTP client, hold the token or what a person wrote
for _library, _level in {
    "telegram": logging.CRITICAL + 1,
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
}.items():
    logging.getLogger(_library).setLevel(_level)


class Line:
    """Telegram, as far as this door is concerned. `MYSAY_TELEGRAM_TOKEN` turns it on."""

    def __init__(self, conversations: Conversations, answering: Answering, limits: Limits) -> None:
        self._conversations, self._answering, self._limits = conversations, answering, limits
        self._handling: Handling | None = None
        self._sender: Sender | None = None
        answering.on_late.append(self._on_late)

    async def serve(self) -> None:
        """Holds the line whenever no other door does, until it is cancelled."""
        while True:
            try:
                async with self._answering.locks.held("telegram", wait=False) as mine:
                    if mine:
                        await self._hold()
            except Exception as error:
                log.event("telegram", level=logging.ERROR, **log.failure(error))
            await asyncio.sleep(TRY_EVERY)

    async def webhook(self, request: Request) -> Response:
        """POST /telegram."""
        return await receiving.webhook(request, self._wake)

    async def _hold(self) -> None:
        builder = ApplicationBuilder().token(settings().telegram_token).base_url(settings().telegram_api_url)
        application = builder.updater(None).read_timeout(10).pool_timeout(10).build()
        async with application:
            bot: Bot = application.bot
            await self._introduce(bot)
            self._sender = sender = Sender(bot, closed)
            self._handling = handling = Handling(application, sender.wake)
            visits = Visits(bot, self._conversations, self._answering, self._limits, sender.wake)
            application.add_handlers(Handlers(visits, self._conversations, self._limits).all())
            work = [asyncio.create_task(self._look())]
            if not settings().telegram_webhook_url:
                work.append(asyncio.create_task(receiving.poll(bot, handling.wake)))
            log.event("telegram ready", webhook=bool(settings().telegram_webhook_url))
            try:
                await asyncio.gather(*work)
            finally:
                for task in work:
                    task.cancel()
                await asyncio.gather(*work, return_exceptions=True)
                self._handling = self._sender = None
                # what was sent but not noted would be sent again
                await handling.stop(LONGEST_STOP)
                await sender.stop(LONGEST_STOP)

    async def _introduce(self, bot: Bot) -> None:
        await receiving.listen(bot)
        await bot.set_my_commands([BotCommand(name, what) for name, what in read()["commands"].items()])

    async def _look(self) -> None:
        while True:
            try:
                for chat in await in_thread(_chats_waiting):
                    self._wake(chat)
                while await in_thread(told.tell_next):
                    pass
                for chat in await in_thread(_chats_with_sends):
                    self._wake_sender(chat)
            except Exception as error:
                log.event("telegram", level=logging.ERROR, **log.failure(error))
            await asyncio.sleep(LOOK_EVERY)

    async def _on_late(self, conversation_id: str) -> None:
        chat = await in_thread(partial(told.show_late, conversation_id))
        if chat:
            self._wake_sender(chat)

    def _wake(self, chat: str) -> None:
        if self._handling is not None:
            self._handling.wake(chat)

    def _wake_sender(self, chat: str) -> None:
        if self._sender is not None:
            self._sender.wake(chat)


def _chats_waiting() -> list[str]:
    with reading() as session:
        return telegram.chats_waiting(session)


def _chats_with_sends() -> list[str]:
    with reading() as session:
        return telegram.chats_with_sends(session)
