"""One message of a conversation at a time, whichever process serves it.

Within a process an asyncio lock orders them. On PostgreSQL an advisory lock, keyed by the conversation, orders the
processes too; if one dies, its connection ends and the lock with it. On SQLite one door serves.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar
from weakref import WeakValueDictionary

import anyio
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Connection, Engine

Result = TypeVar("Result")

AT_ONCE = 20  # turns under way in one process
LONGEST_WAIT_MS = 60_000


class ConversationLocks:
    """The locks of one process. On PostgreSQL they have connections of their own, at most `AT_ONCE`."""

    def __init__(self, database_url: str) -> None:
        self._here: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._threads = anyio.CapacityLimiter(AT_ONCE)
        # who has no connection yet must wait without a thread: those who have one need it to give it back
        self._places = asyncio.Semaphore(AT_ONCE)
        self._engine: Engine | None = None
        if database_url.startswith("postgresql"):
            self._engine = create_engine(
                database_url,
                future=True,
                isolation_level="AUTOCOMMIT",
                pool_pre_ping=True,
                pool_size=5,
                max_overflow=AT_ONCE - 5,
                connect_args={"options": f"-c lock_timeout={LONGEST_WAIT_MS}"},
            )

    @asynccontextmanager
    async def held(self, conversation_id: str, wait: bool = True) -> AsyncIterator[bool]:
        """Holds the conversation; with `wait` in the order of asking within this process, without it only if it is free.

        Yields whether it is held. Raises sqlalchemy.exc.OperationalError if another process keeps it over a minute.
        """
        here = self._here.get(conversation_id)
        if here is None:
            here = self._here[conversation_id] = asyncio.Lock()
        if not wait and here.locked():
            yield False
            return
        async with here:
            if self._engine is None:
                yield True
                return
            engine, key = self._engine, _key(conversation_id)
            async with self._places:
                connection = await self._in_thread(lambda: _take(engine, key, wait))
                try:
                    yield connection is not None
                finally:
                    if connection is not None:
                        taken = connection
                        await self._in_thread(lambda: _give_back(taken, key))

    def close(self) -> None:
        """Closes the connections."""
        if self._engine is not None:
            self._engine.dispose()

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        return await anyio.to_thread.run_sync(work, limiter=self._threads)


def _take(engine: Engine, key: int, wait: bool) -> Connection | None:
    connection = engine.connect()
    try:
        # pg_advisory_lock returns nothing, and only when it has the lock
        taking = "SELECT pg_advisory_lock(:key)" if wait else "SELECT pg_try_advisory_lock(:key)"
        taken = connection.scalar(text(taking), {"key": key}) is not False
    except BaseException:
        connection.close()
        raise
    if taken:
        return connection
    connection.close()
    return None


def _give_back(connection: Connection, key: int) -> None:
    try:
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
    except Exception:
        # the connection is broken; PostgreSQL gave the lock up with it
        connection.invalidate()
    connection.close()


def _key(conversation_id: str) -> int:
    digest = hashlib.blake2b(f"conversation {conversation_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
