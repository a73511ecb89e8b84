"""Asks Rasa what to answer, over its internal channel (bot/dialogue/channel.py).

There may be several Rasa processes: any of them can take any turn, since none of them keeps anything. The least busy one
is asked; if it gives no answer, the next is, in the middle of the turn. A turn that was taken all the same is not taken
twice: it has a name (docs/architecture.md, "One turn").
"""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import aiohttp

from bot.records.encryption import internal_secret
from bot.settings import settings

SECONDS = 15.0
PASSED_OVER = 2.0  # seconds for which a process that could not be reached is asked last
IDLE_SECONDS = 4.0  # Rasa closes an idle connection after five
LONGEST_TOPIC = 24
ROUNDS = 3  # of the event loop, in which aiohttp writes a request
KINDS = {"text", "urgent", "read_back", "sent", "cover"}


class NoAnswer(Exception):
    """Rasa gave no answer that could be shown. `reached`: it did answer something, so the fault lies in this message."""

    def __init__(self, why: str, reached: bool) -> None:
        super().__init__(why)
        self.reached = reached


@dataclass(frozen=True)
class Answer:
    """What the bot says. `then`: "erase" or "end", "answered" (stored already: look there), or None."""

    messages: list[dict[str, Any]]
    then: Literal["erase", "end", "answered"] | None


@dataclass
class _Process:
    url: str
    under_way: int = 0
    failed_at: float = -PASSED_OVER

    def last_choice(self) -> tuple[bool, int]:
        return time.monotonic() - self.failed_at < PASSED_OVER, self.under_way


class Rasa:
    """The internal channel of every Rasa process. Make it where an event loop runs."""

    def __init__(self) -> None:
        self._ahead: set[asyncio.Task[None]] = set()
        self._processes = [_Process(url) for url in settings().rasa_urls]
        self._client = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_SECONDS),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"X-Internal-Secret": internal_secret()},
            timeout=aiohttp.ClientTimeout(total=SECONDS),
        )

    async def ask(self, turn: dict[str, Any]) -> Answer:
        """Sends one turn. Raises NoAnswer if no process answers it."""
        failures = []
        for process in sorted(self._processes, key=_Process.last_choice):
            process.under_way += 1
            try:
                return await self._ask(process.url, turn)
            except NoAnswer as error:
                failures.append(error)
                if not error.reached:
                    process.failed_at = time.monotonic()
            finally:
                process.under_way -= 1
        raise next((failure for failure in failures if failure.reached), failures[-1])

    async def read_ahead(self, text: str) -> None:
        """Has Rasa begin to read what it will be asked as soon as it is stored. Whether that works does not matter."""
        process = min(self._processes, key=_Process.last_choice)
        reading = asyncio.create_task(self._read_ahead(process.url, text))
        self._ahead.add(reading)
        reading.add_done_callback(self._ahead.discard)
        for _ in range(ROUNDS):
            await asyncio.sleep(0)

    async def _read_ahead(self, url: str, text: str) -> None:
        with suppress(aiohttp.ClientError, TimeoutError):  # then it is read when it is asked
            async with self._client.post(f"{url}/webhooks/internal/read", json={"text": text}):
                pass

    async def _ask(self, url: str, turn: dict[str, Any]) -> Answer:
        try:
            async with self._client.post(f"{url}/webhooks/internal/webhook", json=turn) as response:
                status, body = response.status, await response.json() if response.status == 200 else None
        except (aiohttp.ContentTypeError, ValueError):
            raise NoAnswer("not an answer", reached=True) from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NoAnswer(type(error).__name__, reached=False) from None
        if body is None:
            raise NoAnswer(f"status {status}", reached=True)
        return _answer(body)

    async def is_serving(self) -> bool:
        """True if a Rasa process can answer now."""
        for process in self._processes:
            try:
                async with asyncio.timeout(2), self._client.get(f"{process.url}/webhooks/internal/") as response:
                    if response.status == 200:
                        return True
            except (aiohttp.ClientError, TimeoutError):
                continue
        return False

    async def close(self) -> None:
        """Closes the connections."""
        for reading in self._ahead:
            reading.cancel()
        await self._client.close()


def _answer(body: Any) -> Answer:
    try:
        messages = [_message(message) for message in body["messages"]]
        then = body.get("then")
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NoAnswer("not an answer", reached=True) from None
    if not messages or then not in (None, "erase", "end", "answered"):
        raise NoAnswer("nothing to say", reached=True)
    return Answer(messages, then)


def _message(message: dict[str, Any]) -> dict[str, Any]:
    kind, asks = message.get("kind") or "text", message.get("asks")
    if not isinstance(message["text"], str) or kind not in KINDS or len(asks or "") > LONGEST_TOPIC:
        raise ValueError
    return message | {"kind": kind}
