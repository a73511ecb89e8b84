"""The real page in Debian's Chromium, against the stand-in or the real stack; nothing outside this machine is reached."""

import os
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, sync_playwright

from bot.service import service
from tests.browser.person import Person
from tests.browser.stand_in import StandIn

CHROMIUM = os.environ.get("MYSAY_TEST_CHROMIUM", "/usr/bin/chromium")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
NEUTRAL = "<!doctype html><html lang=en><title>Weather</title><h1>The weather</h1>"


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serves an ASGI application on a free port while the block runs; gives its address."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="error", ws="none", lifespan="off", timeout_graceful_shutdown=1)
    )
    started = threading.Event()
    startup = server.startup

    async def startup_then_tell(sockets: list[socket.socket] | None = None) -> None:
        await startup(sockets)
        started.set()

    server.startup = startup_then_tell  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    assert started.wait(10)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each test has a context of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


class Switch:
    """One server for the whole run that serves the application of the test that runs now."""

    app: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serves one request."""
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def server() -> Iterator[tuple[Switch, str]]:
    """The server of the run and its address."""
    switch = Switch()
    with served(switch) as where:
        yield switch, where


@pytest.fixture(scope="session")
def councils() -> Iterator[tuple[tuple[Switch, str], tuple[Switch, str]]]:
    """Two other sites, each on an origin of its own: one that may carry the widget, one that may not."""
    allowed, not_allowed = Switch(), Switch()
    with served(allowed) as first, served(not_allowed) as second:
        yield (allowed, first), (not_allowed, second)


@pytest.fixture
def stand_in(server: tuple[Switch, str], councils: Any) -> StandIn:
    """The chat API that answers from a script."""
    stand_in = StandIn()
    server[0].app = stand_in.app(councils[0][1])
    return stand_in


@pytest.fixture
def address(stand_in: StandIn, server: tuple[Switch, str]) -> str:
    """Where the stand-in is served."""
    return server[1]


@pytest.fixture
def new_context(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens browser contexts that reach nothing but loopback, and says afterwards if a page tried or complained."""
    complaints: list[str] = []
    opened: list[BrowserContext] = []

    def outside(route: Route) -> None:
        complaints.append(f"asked for {route.request.url}")
        route.abort()

    def heard(message: ConsoleMessage) -> None:
        # a message without an address is about what a test itself put into the page (axe brings a style)
        if message.type == "error" and message.location["url"] and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def open_one(**options: Any) -> BrowserContext:
        context = chromium.new_context(**({"viewport": {"width": 1280, "height": 800}} | options))
        context.set_default_timeout(10_000)
        context.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), outside)
        context.route(service().leave_to, lambda route: route.fulfill(body=NEUTRAL, content_type="text/html"))
        context.on("console", heard)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()
    assert not complaints


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    """A browser of one person, on a desk."""
    return new_context()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty tab."""
    return context.new_page()


@pytest.fixture
def person(page: Page, address: str) -> Person:
    """Somebody who has just opened the page."""
    return Person(page).opens(f"{address}/chat/")
