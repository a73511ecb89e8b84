"""What was erased is in no file of the database any more: their bytes are searched, PostgreSQL's own log included."""

from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, select, text, type_coerce
from sqlalchemy.engine import Engine, make_url

from bot.records import tables
from bot.records.base import engine, now, reading, writing
from bot.records.erase import erase, wipe
from bot.records.retention import forget
from tests.auxil.people import Kept, a_person, close


@pytest.fixture
def folder(records: str, request: pytest.FixtureRequest) -> Path:
    """Where the database keeps its files. PostgreSQL is told to throw old log away instead of using its files again."""
    if records.startswith("sqlite"):
        return Path(str(make_url(records).database)).parent
    postgres: Engine = request.getfixturevalue("postgres")
    with postgres.connect() as connection:
        connection.execute(text("ALTER SYSTEM SET wal_recycle = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
        return Path(connection.scalar(text("SHOW data_directory")))


def stored() -> list[bytes]:
    """A piece of every encrypted value in the database, long enough to be nobody else's."""
    with reading() as session:
        return [
            bytes(value)[-60:-20]
            for _, columns in tables.encrypted()
            for column in columns
            for value in session.scalars(select(type_coerce(column, LargeBinary)))
            if value
        ]


def found(pieces: list[bytes], folder: Path) -> list[str]:
    """In which files the pieces are, once everything that is in memory is on the disk."""
    if engine().dialect.name == "postgresql":
        with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
    hits = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.endswith(".pid"):
            whole = path.read_bytes()
            hits += [path.parent.name for piece in pieces if piece in whole]
    return hits


def two_people(**more: object) -> tuple[Kept, Kept, list[bytes]]:
    """Somebody who stays and somebody whose words came last; these words' pieces."""
    stays = a_person("stays " * 40, **more)  # type: ignore[arg-type]
    before = set(stored())
    goes = a_person("goes " * 40, **more)  # type: ignore[arg-type]
    return stays, goes, [piece for piece in stored() if piece not in before]


def test_an_erased_conversation_is_in_no_file(records: str, folder: Path) -> None:
    _, goes, pieces = two_people()
    assert found(pieces, folder)
    with writing() as session:
        erase(session, goes.id)
    left = set(stored())
    gone = [piece for piece in pieces if piece not in left]  # what was said about the process stays, and says so
    assert len(gone) == len(pieces) - 1
    if engine().dialect.name == "postgresql":  # what the door does once a day
        assert wipe(engine(), thoroughly=True)
    assert found(gone, folder) == []
    assert found([goes.id.encode()], folder) == []


def test_a_case_whose_time_is_over_is_in_no_file(records: str, folder: Path) -> None:
    _, goes, pieces = two_people(handed_over=True)
    close(goes.reference, now())
    forget(now().replace(year=now().year + 9))
    left = set(stored())
    gone = [piece for piece in pieces if piece not in left]
    assert len(gone) == len(pieces) - 1
    assert found(gone, folder) == []


def test_no_word_lies_in_any_file_as_it_was_written(records: str, folder: Path) -> None:
    a_person("zzsentinel " * 40, handed_over=True)
    assert found(stored(), folder)
    assert found([b"zzsentinel"], folder) == []
