"""Answers of the API, and its refusals: `{error, message}`."""

import asyncio
import json
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.door import wording
from bot.door.errors import NotUnderstood, Refused, TooLong

LONGEST_BODY = 64 * 1024
SECONDS_TO_SEND = 30.0


async def read_json(request: Request) -> dict[str, Any]:
    """The body as a JSON object; an empty one counts as `{}`. Over 64 kB it is refused before it is read.

    Raises TooLong or NotUnderstood.
    """
    if int(request.headers.get("content-length", "0")) > LONGEST_BODY:
        raise TooLong
    body = b""
    try:
        async with asyncio.timeout(SECONDS_TO_SEND):
            async for part in request.stream():
                body += part
                if len(body) > LONGEST_BODY:
                    raise TooLong
    except TimeoutError:
        raise NotUnderstood("malformed") from None
    try:
        found = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise NotUnderstood("malformed") from None
    if not isinstance(found, dict):
        raise NotUnderstood("malformed")
    return found


def text_field(body: dict[str, Any], name: str) -> str | None:
    """A text of the body, or None if it is not there. Raises NotUnderstood if it is something else."""
    found = body.get(name)
    if found is not None and not isinstance(found, str):
        raise NotUnderstood("malformed")
    return found


def refusal(refused: Refused) -> JSONResponse:
    """A refusal as the person's page gets it."""
    said = {"error": refused.error, "message": refused.message}
    return JSONResponse(said, refused.status, headers=refused.headers)


async def on_refused(_request: Request, refused: Exception) -> JSONResponse:
    """Starlette's handler for Refused."""
    assert isinstance(refused, Refused)
    return refusal(refused)


async def on_http_error(_request: Request, error: Exception) -> JSONResponse:
    """Starlette's handler for its own errors: no such address, or not with that method."""
    assert isinstance(error, HTTPException)
    name = {404: "not_found", 405: "not_allowed"}.get(error.status_code, "malformed")
    said = {"error": name, "message": wording.say("errors", name)}
    return JSONResponse(said, error.status_code, headers=error.headers)
