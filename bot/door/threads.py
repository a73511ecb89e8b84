"""The records are read and written in threads, so that no request waits for another's disk."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.records.base import Busy, engine, without_waiting

Result = TypeVar("Result")

# plain asyncio's: a turn goes through here three times, and anyio's way costs twice as much (docs/performance.md)
_threads = ThreadPoolExecutor(40, thread_name_prefix="records")


async def in_thread(work: Callable[[], Result]) -> Result:
    """Runs `work` in a thread and returns its result. It is run to its end even if nobody waits for it any more."""
    return await asyncio.get_running_loop().run_in_executor(_threads, work)


async def briefly(work: Callable[[], Result]) -> Result:
    """Runs `work`, the few statements of a turn, and returns its result.

    Into SQLite that takes a millisecond, and handing it to a thread and back half of one (docs/performance.md): so it is
    done here, unless somebody else is writing just then. A database behind a network is always asked in a thread.
    """
    if engine().dialect.name == "sqlite":
        try:
            with without_waiting():
                return work()
        except Busy:
            pass
    return await in_thread(work)
