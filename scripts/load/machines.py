"""The stacks that are loaded: one or several, each with so many Rasa processes, on SQLite or on PostgreSQL."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pgserver
from cryptography.fernet import Fernet
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.records.base import new_engine
from scripts.load import check
from scripts.load.crowd import Sent
from tests.auxil.stack import Stack

LEFT_WITHIN = 60.0  # seconds in which what was not answered at once must be


class Machines:
    """Stacks over one database."""

    def __init__(self, stacks: list[Stack], engine: Engine) -> None:
        self.stacks, self._engine = stacks, engine

    @property
    def doors(self) -> list[str]:
        """Where their doors answer."""
        return [stack.chat_url for stack in self.stacks]

    def looking(self) -> Session:
        """A session to look into the records with."""
        return Session(self._engine, future=True)

    def all_answered(self, sent: list[Sent]) -> bool:
        """Waits until every message has its answer; False if one still has none after a minute."""
        end = time.monotonic() + LEFT_WITHIN
        while True:
            with self.looking() as session:
                if not check.unanswered(session, sent):
                    return True
            if time.monotonic() > end:
                return False
            time.sleep(0.2)


@contextmanager
def started(database: str, machines: int, processes: int) -> Iterator[Machines]:
    """Starts them with a database that is thrown away. One machine alone has SQLite's file."""
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        url = held.enter_context(_postgresql()) if database == "postgresql" else f"sqlite:///{folder / 'load.db'}"
        shared = {
            "MYSAY_DATABASE_URL": url,
            "MYSAY_SECRET_KEYS": Fernet.generate_key().decode(),
            "MYSAY_TRUSTED_PROXIES": "1",
            "MYSAY_RASA_PROCESSES": str(processes),
        }
        stacks = []
        for place in range(machines):
            stacks.append(Stack(folder / str(place), **shared))
            held.callback(stacks[-1].stop)
        engine = new_engine(url)
        held.callback(engine.dispose)
        yield Machines(stacks, engine)


@contextmanager
def _postgresql() -> Iterator[str]:
    server = pgserver.get_server(tempfile.mkdtemp(prefix="my-say-load-"), cleanup_mode="delete")
    try:
        admin = create_engine(server.get_uri(), isolation_level="AUTOCOMMIT", future=True)
        with admin.connect() as connection:
            connection.execute(text("CREATE DATABASE my_say"))
        admin.dispose()
        yield admin.url.set(database="my_say").render_as_string(False)
    finally:
        server.cleanup()
