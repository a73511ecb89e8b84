"""People who use the chat API, for the bench and the load test: each with an address of their own, typing what they like."""

import uuid
from types import TracebackType
from typing import Any

import aiohttp

WORDS = (
    "my son takes my money and shouts at me",
    "i want it to stop and to feel safe at home",
    "he comes on fridays when my pension comes",
    "my neighbour has seen it too",
    "i want to keep my garden and my cat",
    "i am worried he will be angry if people come",
    "my sister jane helps me, dont tell my son",
    "i like it when people speak slowly",
    "it started when his father died",
    "i dont really know, he is my only family",
)
"""Free-text answers of the length people write."""
BEGINNING = ("safe:yes", "welcome:start", "who:me")


class Crowd:
    """The connections of everybody. `async with Crowd() as crowd`."""

    async def __aenter__(self) -> "Crowd":
        self.http = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=60)
        )
        return self

    async def __aexit__(self, _kind: type[BaseException] | None, _error: object, _where: TracebackType | None) -> None:
        await self.http.close()

    async def somebody(self, chat_url: str, number: int) -> "Person":
        """A person who has said that it is safe, and has started for themselves. `number` (to 65,535) is their address."""
        address = {"X-Forwarded-For": f"10.1.{number // 256}.{number % 256}"}
        begun = await _json(self.http.post(f"{chat_url}/chat/conversations", json={}, headers=address))
        person = Person(self.http, chat_url, begun["id"], {**address, "Authorization": f"Bearer {begun['token']}"})
        for choice in BEGINNING:
            await person.sends({"choice": choice})
        return person


class Person:
    """One conversation."""

    def __init__(self, http: aiohttp.ClientSession, chat_url: str, id_: str, headers: dict[str, str]) -> None:
        self.id = id_
        self._http, self._url, self._headers = http, f"{chat_url}/chat/conversations/{id_}/messages", headers

    async def says(self, text: str, client_id: str | None = None) -> list[dict[str, Any]]:
        """Says something; what the bot answers. The same `client_id` again is the same message."""
        return await self.sends({"text": text, "client_id": client_id or uuid.uuid4().hex})

    async def sends(self, body: dict[str, str]) -> list[dict[str, Any]]:
        """Sends a message or a choice. Raises aiohttp.ClientError if it is not taken."""
        found: list[dict[str, Any]] = (await _json(self._http.post(self._url, json=body, headers=self._headers)))[
            "messages"
        ]
        return found


async def _json(request: Any) -> Any:
    async with request as response:
        response.raise_for_status()
        return await response.json()
