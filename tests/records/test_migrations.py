"""The migrations make exactly what the models say, on both engines."""

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine

from bot.records import migrate
from bot.records.base import Base, engine, new_engine
from tests.conftest import forget_settings

IN_A_DIRECTION = ("ix_hand_overs_list", "ix_hand_overs_open")


def test_migrations_and_models_agree(records: str) -> None:
    with engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, Base.metadata)
    # in which direction an index goes is not seen here, but in the test below
    assert [one for one in found if not (one[0].endswith("_index") and one[1].name in IN_A_DIRECTION)] == []


def _rules(path: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(path) as raw:
        wanted = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' OR name IN (?, ?) ORDER BY name"
        return raw.execute(wanted, IN_A_DIRECTION).fetchall()


def test_what_guards_the_tables_and_orders_the_list_is_in_the_migrations_too(
    empty_sqlite: Path, tmp_path: Path
) -> None:
    made = new_engine(f"sqlite:///{tmp_path / 'made.db'}")
    Base.metadata.create_all(made)
    made.dispose()
    assert _rules(tmp_path / "made.db") == _rules(empty_sqlite)
    assert _rules(empty_sqlite)


def test_a_database_that_is_at_the_newest_version_is_left_alone(records: str) -> None:
    assert migrate.is_current(engine())
    migrate.upgrade(engine())
    assert migrate.is_current(engine())


def test_an_empty_database_is_not_ready_until_it_is_migrated(
    postgres: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not migrate.is_current(engine())
    monkeypatch.setattr("sys.argv", ["migrate"])
    assert migrate.main() == 0
    assert migrate.is_current(engine())
    with postgres.connect() as connection:
        connection.execute(text("CREATE DATABASE blank"))
    monkeypatch.setenv("MYSAY_DATABASE_URL", postgres.url.set(database="blank").render_as_string(False))
    forget_settings()
    assert not migrate.is_current(engine())
    assert migrate.main() == 0
    assert migrate.is_current(engine())


def test_a_database_that_cannot_be_reached_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MYSAY_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setattr("sys.argv", ["migrate"])
    forget_settings()
    assert migrate.main() == 1
    assert "cannot be reached" in capsys.readouterr().err


def test_going_back_leaves_nothing_behind(records: str) -> None:
    from alembic import command

    with engine().connect().execution_options(writes=True) as connection, connection.begin():
        current = migrate.config()
        current.attributes["connection"] = connection
        command.downgrade(current, "base")
    with create_engine(records, future=True).connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() is None
    migrate.upgrade(engine())
    assert migrate.is_current(engine())
