"""Brings a backup back into an empty database, of either engine: `make restore FILE=...`.

All of it or nothing: the file is read to its end first. Whoever was erased after it was made is not brought back; the
lists of erased conversations say who (MYSAY_ERASED_FILE of each machine that ran a door). Nobody is signed in then,
open pages must be opened again with the four words, and Telegram shows nothing until the person says that it is safe.
"""

import argparse
import base64
import json
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.util import CommandError
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import DateTime, LargeBinary, Table, inspect, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.records import audit, erased, migrate, retention
from bot.records.backup import FORMAT, Line, tables_of
from bot.records.base import engine, now, writing
from bot.records.keys import WrongKey, keys, open_slots
from bot.records.progress import Progress
from bot.settings import settings

Row = dict[str, Any]


class CannotRestore(ValueError):
    """Why not, and what to do, in a sentence or two."""


@dataclass(frozen=True)
class Backup:
    """A file that was read to its end."""

    revision: str
    made_at: str
    counts: dict[str, int]
    hash_key: bytes


def read(file: Path) -> Iterator[Line]:
    """The lines of a backup. Raises CannotRestore where one is not what was written, or the last one is not there."""
    cipher = MultiFernet([Fernet(key) for key in keys()])
    before: Line = {"n": -1, "backup": None}
    with file.open("rb") as stored:
        for token in stored:
            try:
                line: Line = json.loads(zlib.decompress(cipher.decrypt(token.strip())))
            except (InvalidToken, zlib.error, ValueError):
                why = "it was changed or cut off" if before["n"] >= 0 else "none of the keys opens it"
                raise CannotRestore(f"{file} cannot be brought back: {why}. Nothing was changed.") from None
            if line["n"] != before["n"] + 1 or line["backup"] != (before["backup"] or line["backup"]):
                raise CannotRestore(f"{file} cannot be brought back: its lines are not in order. Nothing was changed.")
            before = line
            yield line
    if not before.get("end"):
        raise CannotRestore(f"{file} cannot be brought back: its end is missing. Nothing was changed.")


def look(file: Path) -> Backup:
    """Reads it to its end, and changes nothing. Raises CannotRestore, WrongKey (a key its words need), OSError."""
    first: Line = {}
    last: Line = {}
    slots: dict[str, bytes] = {}
    for line in read(file):
        first, last = first or line, line
        if line.get("table") == "key_slots":
            rows = [dict(zip(line["columns"], row, strict=True)) for row in line["rows"]]
            slots = {row["fingerprint"]: base64.b64decode(row["hash_key"]) for row in rows}
    if first["format"] != FORMAT:
        raise CannotRestore(f"{file} is of another kind than this My Say writes. Use the version that wrote it.")
    return Backup(first["revision"], first["made_at"], last["counts"], open_slots(slots) or b"")


def restore(file: Path, into: Engine, gone: set[str]) -> Backup:
    """Brings it back without the conversations whose names are in `gone` (bot/records/erased.py).

    Raises CannotRestore, WrongKey or OSError; then nothing was changed.
    """
    backup = look(file)
    if inspect(into).get_table_names():
        raise CannotRestore("The database of MYSAY_DATABASE_URL is not empty. Make a new one, and name that.")
    with into.connect().execution_options(writes=True) as connection, connection.begin():
        _upgrade(connection, backup.revision)
        tables = {table.name: table for table in tables_of(connection)}
        progress, left_out = Progress("rows", sum(backup.counts.values())), set[int]()
        for line in read(file):
            if rows := line.get("rows"):
                table = tables[line["table"]]
                read_back = (_stored(table, dict(zip(line["columns"], row, strict=True))) for row in rows)
                kept = [row for each in read_back if (row := _as_kept(table, each, gone, left_out, backup.hash_key))]
                if kept:
                    connection.execute(table.insert(), kept)
                progress.step(len(rows))
        progress.done()
        if into.dialect.name == "postgresql":
            _count_on(connection, tables.values())
        _upgrade(connection, "head")
    return backup


def _upgrade(connection: Connection, revision: str) -> None:
    current = migrate.config()
    current.attributes["connection"] = connection
    try:
        command.upgrade(current, revision)
    except CommandError:
        raise CannotRestore("The backup is of a newer My Say. Use that version. Nothing was changed.") from None


def _stored(table: Table, row: Row) -> Row:
    """The values as the database takes them, from what a file can hold."""
    made: dict[type, Callable[[str], Any]] = {LargeBinary: base64.b64decode, DateTime: datetime.fromisoformat}
    for name, value in row.items():
        for kind, make in made.items():
            if isinstance(value, str) and isinstance(table.columns[name].type, kind):
                row[name] = make(value)
    return row


def _as_kept(table: Table, row: Row, gone: set[str], left_out: set[int], hash_key: bytes) -> Row | None:
    """The row as it is put in; None if it belongs to somebody or to a case that was erased.

    `left_out` gathers the ids of such cases, whose own rows come first.
    """
    case = row.get("reference") if table.name != "audit" else None
    if case is not None and erased.name_of(case, hash_key) in gone:
        left_out |= {row["id"]} if table.name == "hand_overs" else set()
        return None
    if row.get("hand_over_id") in left_out:
        return None
    whose = row["id"] if table.name == "conversations" else row.get("conversation_id")
    if whose is not None and erased.name_of(whose, hash_key) in gone:
        return row | {"conversation_id": None} if table.name == "hand_overs" else None
    moment = now().replace(tzinfo=None)
    if table.name == "conversations":
        row["token_expires_at"] = moment  # whoever the person closed out since must not be in again
    if table.name == "telegram_chats":
        row["hidden_at"] = row["hidden_at"] or moment  # they may have hidden it since
    return row


def _count_on(connection: Connection, tables: Any) -> None:
    """Lets PostgreSQL's sequences go on after the highest id."""
    for name in (table.name for table in tables if "id" in table.columns):
        if sequence := connection.scalar(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": name}):
            highest = connection.scalar(text(f"SELECT max(id) FROM {name}"))  # noqa: S608 - a table of ours
            connection.execute(text("SELECT setval(:sequence, :to)"), {"sequence": sequence, "to": highest or 1})


def lists(more: list[Path], without: bool) -> list[Path]:
    """The lists of erased conversations to go by. Raises CannotRestore if there is none, or one is missing."""
    own = settings().erased_file
    missing = [path for path in more if not path.exists()]
    if missing or not (own.exists() or more or without):
        raise CannotRestore(
            f"There is no list of erased conversations at {', '.join(map(str, missing or [own]))}. Bring it from each "
            "machine that ran a door (--erased FILE), or say --without-list: then people who were erased after the "
            "backup are there again."
        )
    return [own, *more]


def main(arguments: list[str] | None = None) -> int:
    """Does it; 1 and a sentence if it cannot."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.records.restore", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, help="a file that make backup wrote")
    parser.add_argument(
        "--erased", type=Path, action="append", default=[], metavar="FILE", help="the list of another machine"
    )
    parser.add_argument("--without-list", action="store_true", help="there is no list, and nobody can bring it")
    wanted = parser.parse_args(arguments)
    try:
        gone = erased.read(lists(wanted.erased, wanted.without_list))
        backup = restore(wanted.file, engine(), gone)
        erased.add(gone)
        with writing() as session:
            audit.add(session, "My Say", "records.restored", detail={"made_at": backup.made_at})
        retention.forget(now())
    except (CannotRestore, WrongKey, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"{error.filename or wanted.file} cannot be used: {error.strerror}. Nothing was changed.", file=sys.stderr
        )
        return 1
    except SQLAlchemyError as error:
        print(f"The database cannot be written: {type(error).__name__}. See MYSAY_DATABASE_URL.", file=sys.stderr)
        return 1
    print(f"Brought back as it was at {backup.made_at}. Now look through what is under way: docs/incident.md.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
