"""Rasa and the action server listen on loopback, and answer nobody who has not the secret that `make run` gives them."""

import hmac
from collections.abc import Callable, Coroutine
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.records.encryption import internal_secret

HEADER = "X-Internal-Secret"


def only_with_the_secret(health: str) -> Callable[[Request], Coroutine[Any, Any, HTTPResponse | None]]:
    """A Sanic middleware that refuses every request without the secret, but for the path that says it is alive."""

    async def check(request: Request) -> HTTPResponse | None:
        given = request.headers.get(HEADER, "")
        if request.path == health or hmac.compare_digest(given.encode(), internal_secret().encode()):
            return None
        return json({"error": "forbidden"}, status=403)

    return check
