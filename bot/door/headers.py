"""What every answer carries, and how each request is logged; an error nobody foresaw ends here, without its details."""

import logging
import time
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.door import log
from bot.door.errors import NotKept
from bot.door.replies import refusal
from bot.settings import settings

# the page and the widget set a Content-Security-Policy of their own (bot/door/pages.py); all else shows nothing
ON_EVERY_ANSWER = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "X-Robots-Tag": "noindex",
}
PROBES = ("/healthz", "/readyz")
ONLY_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}


class Doorway:
    """The outermost layer of the door."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = ON_EVERY_ANSWER | (ONLY_HTTPS if settings().public_url.startswith("https:") else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.monotonic(), 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        trouble: dict[str, Any] = {}
        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:
            trouble = log.failure(error)
            if not status:
                await refusal(NotKept())(scope, receive, send_with_headers)
        if scope["path"] in PROBES and status < 400:
            return  # asked every few seconds for as long as the door is open
        log.event(
            "request",
            level=logging.ERROR if trouble else logging.INFO,
            conversation=scope.get("path_params", {}).get("id"),
            method=scope["method"],
            route=getattr(scope.get("route"), "path", None),
            status=status,
            ms=round(1000 * (time.monotonic() - began)),
            **trouble,
        )
