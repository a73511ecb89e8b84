"""The chat API (docs/architecture.md, "Chat API"; its OpenAPI document is at /chat/openapi.json)."""

from functools import partial

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bot.door import openapi, wording
from bot.door.conversations import Conversations
from bot.door.errors import NotOpen, NotUnderstood
from bot.door.limits import Limits, address_of
from bot.door.replies import read_json, text_field
from bot.door.threads import in_thread
from bot.records import exits
from bot.records.base import writing
from bot.records.conversations import iso
from bot.settings import settings

CHANNELS = ("web", "widget")
LARGEST_N = 2**31 - 1


async def begin(request: Request) -> JSONResponse:
    """POST /chat/conversations."""
    await _limits(request).count("conversations from an address", _address(request))
    channel = text_field(await read_json(request), "channel") or "web"
    if channel not in CHANNELS:
        raise NotUnderstood("malformed")
    opened = await _conversations(request).begin(channel)
    return JSONResponse({"id": opened.id, "token": opened.token, "messages": opened.messages}, 201)


async def say(request: Request) -> JSONResponse:
    """POST /chat/conversations/{id}/messages."""
    conversation_id = await _opened(request, "messages of a conversation")
    body = await read_json(request)
    answer = await _conversations(request).say(
        conversation_id,
        text=text_field(body, "text"),
        choice=text_field(body, "choice"),
        client_id=text_field(body, "client_id"),
    )
    return JSONResponse({"messages": answer})


async def messages(request: Request) -> JSONResponse:
    """GET /chat/conversations/{id}/messages?after=N."""
    conversation_id = await _opened(request, "reads of a conversation")
    after = request.query_params.get("after") or "0"
    if not (after.isascii() and after.isdigit() and len(after) <= 10):
        raise NotUnderstood("malformed")
    found = await _conversations(request).messages(conversation_id, min(int(after), LARGEST_N))
    return JSONResponse({"messages": found})


async def record(request: Request) -> JSONResponse:
    """GET /chat/conversations/{id}/record."""
    conversation_id = await _opened(request, "reads of a conversation")
    return JSONResponse(await _conversations(request).record(conversation_id))


async def erase(request: Request) -> JSONResponse:
    """DELETE /chat/conversations/{id}."""
    conversation_id = await _opened(request, "reads of a conversation")
    kept = await _conversations(request).erase(conversation_id)
    return JSONResponse({"erased": True, "message": wording.say("erased"), "kept": kept})


async def pause(request: Request) -> JSONResponse:
    """POST /chat/conversations/{id}/pause."""
    conversation_id = await _opened(request, "messages of a conversation")
    code, until = await _conversations(request).pause(conversation_id)
    return JSONResponse({"code": code, "until": iso(until)})


async def resume(request: Request) -> JSONResponse:
    """POST /chat/resume."""
    address, limits = _address(request), _limits(request)
    await limits.count("tries to resume from an address", address)
    await limits.check("wrong codes from an address", address)
    code = text_field(await read_json(request), "code")
    if not code or len(code) > 200:
        raise NotUnderstood("malformed")
    await limits.count("tries of a code", code)
    try:
        opened = await _conversations(request).resume(code)
    except NotOpen:
        await limits.count("wrong codes from an address", address)
        raise
    return JSONResponse({"id": opened.id, "token": opened.token, "messages": opened.messages})


async def left(request: Request) -> Response:
    """POST /chat/left: somebody used the way out. Only counted, with nothing that says who; nobody waits for the answer."""
    await _limits(request).count("exits from an address", _address(request))
    channel = request.query_params.get("channel")
    await in_thread(partial(_count_exit, channel if channel in CHANNELS else "web"))
    return Response(status_code=204)


def _count_exit(channel: str) -> None:
    with writing() as session:
        exits.count(session, channel)


async def document(_request: Request) -> JSONResponse:
    """GET /chat/openapi.json."""
    return JSONResponse(openapi.document())


routes: list[BaseRoute] = [
    Route("/conversations", begin, methods=["POST"]),
    Route("/conversations/{id}", erase, methods=["DELETE"]),
    Route("/conversations/{id}/messages", say, methods=["POST"]),
    Route("/conversations/{id}/messages", messages, methods=["GET"]),
    Route("/conversations/{id}/record", record, methods=["GET"]),
    Route("/conversations/{id}/pause", pause, methods=["POST"]),
    Route("/resume", resume, methods=["POST"]),
    Route("/left", left, methods=["POST"]),
    Route("/openapi.json", document, methods=["GET"]),
]


def mounted() -> Mount:
    """The API under /chat, open to the other sites of `MYSAY_ALLOWED_ORIGINS` (those with the widget)."""
    cors = Middleware(
        CORSMiddleware,
        allow_origins=settings().allowed_origins,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type"],
        expose_headers=["Retry-After"],
    )
    return Mount("/chat", routes=routes, middleware=[cors])


async def _opened(request: Request, limit: str) -> str:
    """The id of the request's conversation, if its token opens it. Raises NotOpen or TooFast."""
    conversation_id: str = request.path_params["id"]
    await _limits(request).count("calls from an address", _address(request))
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    given = token.strip() if scheme.lower() == "bearer" else ""
    if not await _conversations(request).is_open_to(conversation_id[:64], given):
        raise NotOpen
    await _limits(request).count(limit, conversation_id)
    return conversation_id


def _conversations(request: Request) -> Conversations:
    found: Conversations = request.app.state.conversations
    return found


def _limits(request: Request) -> Limits:
    found: Limits = request.app.state.limits
    return found


def _address(request: Request) -> str:
    peer = request.client.host if request.client else None
    return address_of(peer, ",".join(request.headers.getlist("x-forwarded-for")))
