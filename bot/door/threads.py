"""The records are read and written in threads, so that no request waits for another's disk."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")

# plain asyncio's: a turn goes through here three times, and anyio's way costs twice as much (docs/performance.md)
_threads = ThreadPoolExecutor(40, thread_name_prefix="records")


async def in_thread(work: Callable[[], Result]) -> Result:
    """Runs `work` in a thread and returns its result. It is run to its end even if nobody waits for it any more."""
    return await asyncio.get_running_loop().run_in_executor(_threads, work)


def beside(work: Callable[[], None]) -> None:
    """Runs `work` in a thread, and nobody waits for it."""
    _threads.submit(work)
