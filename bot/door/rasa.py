"""Asks Rasa what to answer, over its internal channel on loopback (bot/dialogue/channel.py)."""

import asyncio
from dataclasses import dataclass
from typing import Any, Literal

import httpx

from bot.records.encryption import internal_secret
from bot.settings import settings

SECONDS = 15.0
LONGEST_TOPIC = 24
KINDS = {"text", "urgent", "read_back", "sent", "cover"}


class NoAnswer(Exception):
    """Rasa gave no answer that could be shown. `reached`: it did answer something, so the fault lies in this message."""

    def __init__(self, why: str, reached: bool) -> None:
        super().__init__(why)
        self.reached = reached


@dataclass(frozen=True)
class Answer:
    """What the bot says. `then`: "erase" or "end", or None."""

    messages: list[dict[str, Any]]
    then: Literal["erase", "end"] | None


class Rasa:
    """Rasa's internal channel."""

    def __init__(self) -> None:
        self._client = httpx.AsyncClient(
            base_url=f"{settings().rasa_url}/webhooks/internal",
            headers={"X-Internal-Secret": internal_secret()},
            timeout=SECONDS,
            trust_env=False,  # loopback only: no proxy of the environment may see it
        )

    async def ask(self, turn: dict[str, Any]) -> Answer:
        """Sends one turn (docs/architecture.md, "Internal channel"). Raises NoAnswer."""
        try:
            async with asyncio.timeout(SECONDS):
                response = await self._client.post("/webhook", json=turn)
        except (httpx.HTTPError, TimeoutError) as error:
            raise NoAnswer(type(error).__name__, reached=False) from None
        if response.status_code != 200:
            raise NoAnswer(f"status {response.status_code}", reached=True)
        try:
            body = response.json()
            messages = [_message(message) for message in body["messages"]]
            then = body.get("then")
        except (ValueError, KeyError, TypeError, AttributeError):
            raise NoAnswer("not an answer", reached=True) from None
        if not messages or then not in (None, "erase", "end"):
            raise NoAnswer("nothing to say", reached=True)
        return Answer(messages, then)

    async def is_serving(self) -> bool:
        """True if Rasa can answer now."""
        try:
            async with asyncio.timeout(2):
                return (await self._client.get("/")).status_code == 200
        except (httpx.HTTPError, TimeoutError):
            return False

    async def close(self) -> None:
        """Closes the connections."""
        await self._client.aclose()


def _message(message: dict[str, Any]) -> dict[str, Any]:
    kind, asks = message.get("kind") or "text", message.get("asks")
    if not isinstance(message["text"], str) or kind not in KINDS or len(asks or "") > LONGEST_TOPIC:
        raise ValueError
    return message | {"kind": kind}
