"""The door: one ASGI application."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from functools import partial

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.door import api, log, pages
from bot.door.answering import Answering
from bot.door.conversations import Conversations
from bot.door.errors import Refused
from bot.door.headers import Doorway
from bot.door.limits import Limits
from bot.door.rasa import Rasa
from bot.door.replies import on_http_error, on_refused
from bot.door.telegram.line import Line
from bot.door.threads import in_thread
from bot.records import migrate, retention
from bot.records.base import engine, now
from bot.records.locks import ConversationLocks
from bot.settings import settings

DAY = 24 * 60 * 60


async def healthz(_request: Request) -> Response:
    """GET /healthz: this process is alive."""
    return JSONResponse({"status": "ok"})


async def readyz(request: Request) -> Response:
    """GET /readyz: messages can be taken. Without Rasa they still can: they are kept, and answered later."""
    ready = await in_thread(partial(migrate.is_served, engine()))
    answering: Answering = request.app.state.answering
    rasa = "ok" if await answering.rasa.is_serving() else "not answering"
    return JSONResponse({"status": "ok" if ready else "not ready", "rasa": rasa}, 200 if ready else 503)


async def to_the_page(_request: Request) -> Response:
    """GET /: on to the chat page."""
    return RedirectResponse("/chat/", 307)


async def telegram(request: Request) -> Response:
    """POST /telegram: an update, where Telegram brings them itself."""
    line: Line = request.app.state.telegram
    return await line.webhook(request)


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """While the door is open: what is unanswered is answered, what is old is erased."""
    answering = Answering(Rasa(), ConversationLocks(settings().database_url))
    app.state.answering = answering
    app.state.conversations = Conversations(answering)
    app.state.limits = Limits()
    work = [asyncio.create_task(answering.keep_answering()), asyncio.create_task(_forget_daily())]
    if settings().telegram_token:
        app.state.telegram = Line(app.state.conversations, answering, app.state.limits)
        work.append(asyncio.create_task(app.state.telegram.serve()))
    gc.freeze()  # what is loaded by now stays: the collector need not walk through it in the middle of a turn
    try:
        yield
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        await answering.close()


async def _forget_daily() -> None:
    while True:
        with suppress(SQLAlchemyError, OSError):
            forgotten = await in_thread(lambda: retention.forget(now()))
            level = logging.INFO if forgotten.audit is not None else logging.ERROR
            log.event("retention", level=level, **asdict(forgotten))
        await asyncio.sleep(DAY)


def create_app() -> Starlette:
    """The door's application, for `settings()`."""
    routes: list[BaseRoute] = [
        Route("/", to_the_page),
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        *pages.routes,
        api.mounted(),
    ]
    if settings().telegram_token and settings().telegram_webhook_url:
        routes.append(Route("/telegram", telegram, methods=["POST"]))
    return Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(Doorway)],
        exception_handlers={Refused: on_refused, HTTPException: on_http_error},
    )
