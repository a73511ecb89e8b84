"""Updates come in: by long polling, or by webhook. Each is stored before Telegram hears that we have it."""

import asyncio
import hmac
import json
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from telegram import Bot
from telegram.error import TelegramError

from bot.door import log
from bot.door.telegram.kept import WANTED, is_urgent, kept
from bot.door.threads import in_thread
from bot.records import telegram
from bot.records.base import writing
from bot.records.encryption import keyed_hash
from bot.settings import settings

POLL_SECONDS = 25
PAUSE_AFTER_AN_ERROR = 3.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name


def secret() -> str:
    """What Telegram must send with each update: `MYSAY_TELEGRAM_WEBHOOK_SECRET`, or one made from the oldest key."""
    return settings().telegram_webhook_secret or keyed_hash("telegram", "webhook")


async def listen(bot: Bot) -> None:
    """Tells Telegram where updates go: to our address, or nowhere, so that they can be fetched."""
    if settings().telegram_webhook_url:
        await bot.set_webhook(settings().telegram_webhook_url, secret_token=secret(), allowed_updates=list(WANTED))
    else:
        await bot.delete_webhook()


async def poll(bot: Bot, wake: Callable[[str], None]) -> None:
    """Fetches updates for as long as it runs."""
    offset = None
    while True:
        try:
            # as they come: the library would log what a person wrote where it cannot read an update
            updates = await bot.do_api_request(
                "getUpdates",
                {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": list(WANTED)},
                read_timeout=POLL_SECONDS + 10,
            )
            for update in updates:
                await take(update, wake)
                offset = update["update_id"] + 1
        except TelegramError as error:
            log.event("telegram polling", level=logging.WARNING, **log.failure(error))
            await asyncio.sleep(PAUSE_AFTER_AN_ERROR)
        except Exception as error:
            # not stored, so it is not confirmed either: Telegram sends it again
            log.event("telegram not kept", level=logging.ERROR, **log.failure(error))
            await asyncio.sleep(PAUSE_AFTER_AN_ERROR)


async def webhook(request: Request, wake: Callable[[str], None]) -> Response:
    """POST /telegram: an update from Telegram, and from nobody else."""
    given = request.headers.get(SECRET_HEADER, "")
    if not hmac.compare_digest(given.encode(), secret().encode()):
        return Response(status_code=403)
    try:
        update = json.loads(await request.body())
    except ValueError:
        update = {}
    await take(update, wake)
    return Response(status_code=200)


async def take(update: Any, wake: Callable[[str], None]) -> None:
    """Stores an update, unless there is nothing to do about it."""
    try:
        found = kept(update)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        # nothing we could ever read: Telegram would send it again for a day
        log.event("telegram not understood", level=logging.WARNING, **log.failure(error))
        return
    if found is None:
        return
    chat_id, body = found
    if await in_thread(partial(_keep, chat_id, body)):
        wake(telegram.chat_of(chat_id))


def _keep(chat_id: int, body: dict[str, Any]) -> bool:
    with writing() as session:
        if not telegram.keep(session, body["update_id"], chat_id, body, is_urgent(body)):
            return False
        on = body.get("message", {})
        if on.get("message_id") and on["chat"]["type"] == "private":
            telegram.remember(session, telegram.chat_of(chat_id), on["message_id"])
        return True
