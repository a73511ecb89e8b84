"""One thing after the other in a chat, and no chat waits for another."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.door import log

PAUSE_AFTER_AN_ERROR = 2.0  # seconds


class ByChat:
    """Serves each chat in a task of its own. `one` does the next thing of a chat; it returns how many seconds to wait
    before the next, or None if there is nothing more."""

    def __init__(self, name: str, one: Callable[[str], Awaitable[float | None]]) -> None:
        self._name, self._one = name, one
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._asked: set[str] = set()
        self._stopping = asyncio.Event()

    def wake(self, chat: str) -> None:
        """There is something to do for this chat."""
        self._asked.add(chat)
        if chat not in self._tasks and not self._stopping.is_set():
            self._tasks[chat] = asyncio.create_task(self._serve(chat))

    async def stop(self, seconds: float) -> None:
        """Ends after what is being done now, or after `seconds`."""
        self._stopping.set()
        if self._tasks:
            _, unfinished = await asyncio.wait(list(self._tasks.values()), timeout=seconds)
            for task in unfinished:
                task.cancel()

    async def _serve(self, chat: str) -> None:
        try:
            while chat in self._asked and not self._stopping.is_set():
                self._asked.discard(chat)
                while (pause := await self._try_one(chat)) is not None and not self._stopping.is_set():
                    if pause:
                        with suppress(TimeoutError):
                            await asyncio.wait_for(self._stopping.wait(), pause)
        finally:
            del self._tasks[chat]

    async def _try_one(self, chat: str) -> float | None:
        try:
            return await self._one(chat)
        except Exception as error:
            log.event(f"telegram {self._name}", level=logging.ERROR, **log.failure(error))
            return PAUSE_AFTER_AN_ERROR
