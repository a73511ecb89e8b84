"""The records are read and written in threads, so that no request waits for another's disk."""

from collections.abc import Callable
from typing import TypeVar

import anyio

Result = TypeVar("Result")


async def in_thread(work: Callable[[], Result]) -> Result:
    """Runs `work` in a thread and returns its result."""
    return await anyio.to_thread.run_sync(work)
