"""Many people at once: some type at a human speed, some send several messages in a burst, some click twice.

What they do is drawn from a seed, so that a run can be had again.
"""

import asyncio
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from scripts.people import WORDS, Crowd, Person

CHARACTERS_A_SECOND = 3.5  # what people type on a phone
BURST = 4  # messages, 0 to 50 ms apart
TRIES = 60  # of a message that was not taken, as the page does: a second apart at most
KINDS = ("types", "types", "bursts", "clicks twice")


@dataclass(frozen=True)
class Sent:
    """A message that was accepted: its name and whose it is.

    Messages of one `burst` were on the way together; those of the next were sent when all of these were answered. `ms`
    is how long it took; `now` is false where the person was told that the answer comes later.
    """

    conversation: str
    client_id: str
    burst: int
    ms: float
    now: bool


@dataclass
class Played:
    """What came of it."""

    sent: list[Sent] = field(default_factory=list)
    again: int = 0
    seconds: float = 0.0

    @property
    def a_second(self) -> float:
        """Messages a second."""
        return len(self.sent) / self.seconds


async def play(
    doors: list[str], people: int, messages: int, speed: float, seed: int, told: Callable[[int], None] = lambda _n: None
) -> Played:
    """Lets so many people write so many messages in all, shared between the doors; `speed` 20 is twenty times a human's.

    `told` hears how many are done.
    """
    played, began = Played(), time.monotonic()
    async with Crowd() as crowd:
        shares = [messages // people + (place < messages % people) for place in range(people)]
        await asyncio.gather(
            *(
                _Writer(crowd, doors, place, speed, random.Random(f"{seed} {place}"), played, told).writes(share)  # noqa: S311
                for place, share in enumerate(shares)
            )
        )
    played.seconds = time.monotonic() - began
    return played


class _Writer:
    def __init__(
        self,
        crowd: Crowd,
        doors: list[str],
        place: int,
        speed: float,
        chance: random.Random,
        played: Played,
        told: Callable[[int], None],
    ) -> None:
        self._crowd, self._door, self._place = crowd, doors[place % len(doors)], place
        self._speed, self._chance, self._played, self._told = speed, chance, played, told

    async def writes(self, messages: int) -> None:
        """So many messages in one conversation, each kind of person in their way."""
        await asyncio.sleep(self._chance.uniform(0, 2) / self._speed)
        self._person = await self._begins()
        kind, left, burst = KINDS[self._place % len(KINDS)], messages, 0
        while left > 0:
            await asyncio.sleep(len(WORDS[0]) / CHARACTERS_A_SECOND / self._speed * self._chance.uniform(0.5, 1.5))
            count = min(left, BURST) if kind == "bursts" else 1
            gaps = [0.0, *sorted(self._chance.uniform(0, 0.05) for _ in range(count - 1))]
            await asyncio.gather(*(self._sends(gap, burst, kind == "clicks twice") for gap in gaps))
            left, burst = left - count, burst + 1

    async def _begins(self) -> Person:
        for _ in range(TRIES):
            try:
                return await self._crowd.somebody(self._door, self._place)
            except aiohttp.ClientError:
                await asyncio.sleep(0.5)
        raise RuntimeError(f"{self._door} takes nobody.")

    async def _sends(self, after: float, burst: int, twice: bool) -> None:
        await asyncio.sleep(after)
        text, name, began = self._chance.choice(WORDS), uuid.uuid4().hex, time.perf_counter()
        answers = await asyncio.gather(*(self._until_taken(text, name) for _ in range(1 + twice)))
        now = all(message["kind"] != "urgent" for answer in answers for message in answer)
        took = 1000 * (time.perf_counter() - began)
        self._played.sent.append(Sent(self._person.id, name, burst, took, now))
        self._told(len(self._played.sent))

    async def _until_taken(self, text: str, name: str) -> list[dict[str, Any]]:
        """Sends it again under the same name until it is taken: a door that died, or a limit, is no reason to lose it."""
        for tried in range(TRIES):
            try:
                return await self._person.says(text, name)
            except (aiohttp.ClientError, TimeoutError):
                self._played.again += 1
                await asyncio.sleep(min(1.0, 0.1 * 2**tried))
        raise RuntimeError("A message was never taken.")
