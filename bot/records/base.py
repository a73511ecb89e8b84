"""The database: one engine a process, transactions on it, and what every table shares.

`reading` and `writing` give a session. The few statements that every turn asks go past it (`reading_plainly` and
`writing_plainly`, a connection), since a session would take half as long again as they do (docs/performance.md).
"""

import functools
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, create_engine, event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.orm import Session, declarative_base
from sqlalchemy.pool import QueuePool
from sqlalchemy.types import TypeDecorator

from bot.settings import settings

Base = declarative_base()
LONGEST_WAIT = 20  # seconds for another process that writes into SQLite
NAP = 0.0005  # seconds between two looks whether it has ended
LASTING, FOLLOWED = "lasting", "followed"


class UTCDateTime(TypeDecorator[datetime]):
    """A moment, stored as naive UTC, always read back with its time zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """To naive UTC. A time without a zone is a mistake and raises ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without its zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Back to UTC with its zone."""
        return None if value is None else value.replace(tzinfo=UTC)


def now() -> datetime:
    """This moment, UTC."""
    return datetime.now(UTC)


def new_engine(url: str) -> Engine:
    """An engine for SQLite (one writer at a time, readers never wait, deleted text is overwritten) or PostgreSQL."""
    # an error of the database must not carry what was to be stored into a log
    shared = {"future": True, "hide_parameters": True}
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20, **shared)
        event.listen(engine, "begin", _begin_on_a_server)
        return engine
    if database := make_url(url).database:
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    # connections are kept: closing the last one writes the whole log back, which takes longer than a turn
    kept = {"poolclass": QueuePool, "pool_size": 20, "max_overflow": 40}
    engine = create_engine(url, connect_args={"timeout": LONGEST_WAIT, "check_same_thread": False}, **kept, **shared)

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        # SQLAlchemy begins the transaction itself, so that one that will write takes its place in the queue at once
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        if writes := connection.get_execution_options().get("writes"):
            _begin_to_write(connection, writes)
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def _begin_on_a_server(connection: Any) -> None:
    if connection.get_execution_options().get("writes") == FOLLOWED:
        connection.exec_driver_sql("SET LOCAL synchronous_commit = off")


def _begin_to_write(connection: Any, writes: str) -> None:
    """Takes SQLite's one place to write. Its own waiting doubles its naps up to a tenth of a second; a turn is shorter."""
    sqlite, until = connection.connection, time.monotonic() + LONGEST_WAIT
    sqlite.execute(f"PRAGMA synchronous={'NORMAL' if writes == FOLLOWED else 'FULL'}")
    sqlite.execute("PRAGMA busy_timeout=0")
    try:
        while time.monotonic() < until:
            try:
                sqlite.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:  # also while its log is being recovered
                    break
            if _would_not_wait.get():
                raise Busy
            time.sleep(NAP)
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # it fails as it failed, in SQLAlchemy's words
    finally:
        sqlite.execute(f"PRAGMA busy_timeout={1000 * LONGEST_WAIT}")


@functools.cache
def engine() -> Engine:
    """This process's engine, for `MYSAY_DATABASE_URL`. `engine.cache_clear()` and `settings.cache_clear()` start anew."""
    return new_engine(settings().database_url)


def _session(on: Engine | Connection) -> Session:
    # not by a `sessionmaker` made each time: that makes a class each time, which costs more than a small query
    return Session(on, future=True, expire_on_commit=False)


@contextmanager
def reading() -> Iterator[Session]:
    """A session to read with."""
    with _session(engine()) as session:
        yield session


@contextmanager
def reading_plainly() -> Iterator[Connection]:
    """A connection to read with."""
    with engine().connect() as connection:
        yield connection


@contextmanager
def session_on(connection: Connection) -> Iterator[Session]:
    """A session within the transaction of a connection. What it was given to store has been sent by its end."""
    with _session(connection) as session:
        yield session
        session.flush()


class Busy(Exception):
    """Somebody else is writing, and whoever asked would not wait for them."""


_would_not_wait: ContextVar[bool] = ContextVar("would not wait", default=False)


@contextmanager
def without_waiting() -> Iterator[None]:
    """Within it `writing` raises Busy, before anything is done, where it would wait for others who write into SQLite."""
    before = _would_not_wait.set(True)
    try:
        yield
    finally:
        _would_not_wait.reset(before)


# SQLite's own waiting is a lottery among many threads: some wait for seconds. So they queue here first.
_one_writer = threading.RLock()


@contextmanager
def _my_turn() -> Iterator[None]:
    if not _one_writer.acquire(blocking=not _would_not_wait.get()):
        raise Busy
    try:
        yield
    finally:
        _one_writer.release()


def _place_to_write() -> AbstractContextManager[None]:
    return _my_turn() if engine().dialect.name == "sqlite" else nullcontext()


@contextmanager
def writing() -> Iterator[Session]:
    """A session to read and write with: all of it is committed at the end, or none if an error is raised.

    What is committed stays, also if the power fails.
    """
    with _place_to_write(), _session(engine()) as session, session.begin():
        session.connection(execution_options={"writes": LASTING})
        yield session


@contextmanager
def writing_plainly(followed: bool = False) -> Iterator[Connection]:
    """A connection to read and write with, as `writing` gives a session.

    `followed`: what is committed stays only once any later commit has reached the disk, which takes this one along; for
    work that is done again if it is lost before that.
    """
    options = {"writes": FOLLOWED if followed else LASTING}
    with _place_to_write(), engine().connect() as connection, connection.execution_options(**options).begin():
        yield connection
