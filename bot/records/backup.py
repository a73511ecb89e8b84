"""Writes everything that is kept into one encrypted file: `make backup`. `make restore FILE=...` brings it back.

It may be made while My Say works: it is one moment of the database, SQLite and PostgreSQL alike, and can be brought
back into either (bot/records/restore.py). Each line is encrypted with the newest of MYSAY_SECRET_KEYS, carries its number
and the name of the backup, and the last one says that it is whole. The file appears under its name only when it is.
"""

import argparse
import base64
import json
import os
import sys
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from alembic.migration import MigrationContext
from cryptography.fernet import Fernet
from sqlalchemy import MetaData, Table, func, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.records.base import engine, now
from bot.records.keys import WrongKey, hash_key, keys
from bot.records.progress import Progress
from bot.settings import VAR

FORMAT = "my-say backup 1"
ROWS = 500
# who is signed in, and what was on its way to or from Telegram at that moment, is not brought back
LEFT_OUT = {"alembic_version", "worker_sessions", "telegram_sends", "telegram_updates"}

Line = dict[str, Any]


def write(source: Engine, to: Path) -> Line:
    """Writes the backup; returns its last line (how many rows of each table). Raises WrongKey, OSError."""
    hash_key()
    part = to.with_name(f"{to.name}.part")
    part.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    cipher, name, last = Fernet(keys()[0]), token_hex(16), {}
    try:
        with os.fdopen(handle, "wb") as file:
            for n, line in enumerate(lines(source)):
                last = line | {"backup": name, "n": n}
                file.write(cipher.encrypt(zlib.compress(json.dumps(last).encode(), 6)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        part.rename(to)
    finally:
        part.unlink(missing_ok=True)
    folder = os.open(to.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    return last


def lines(source: Engine) -> Iterator[Line]:
    """The lines before they are encrypted: what it is, the rows table by table as they are stored, the end."""
    level = {} if source.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with source.connect().execution_options(**level) as connection, connection.begin():
        revision = MigrationContext.configure(connection).get_current_revision()
        yield {"format": FORMAT, "revision": revision, "made_at": now().isoformat(timespec="seconds")}
        counts = {}
        for table in tables_of(connection):
            counts[table.name] = connection.scalar(select(func.count()).select_from(table))
            progress = Progress(table.name, counts[table.name])
            rows = connection.execute(select(table).execution_options(stream_results=True))
            for some in rows.partitions(ROWS):
                yield {
                    "table": table.name,
                    "columns": table.columns.keys(),
                    "rows": [[_plain(value) for value in row] for row in some],
                }
                progress.step(len(some))
            progress.done()
        yield {"end": True, "counts": counts}


def tables_of(connection: Connection) -> list[Table]:
    """The tables as the database has them, in an order in which rows can be put in."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in LEFT_OUT]


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value.isoformat() if isinstance(value, datetime) else value


def main(arguments: list[str] | None = None) -> int:
    """Writes it; 1 and a sentence if it cannot."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.records.backup", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path, help="where to (otherwise var/backups, named after the moment)")
    to = parser.parse_args(arguments).file or VAR / "backups" / f"my-say-{now():%Y-%m-%dT%H%M%SZ}.backup"
    try:
        if to.exists():
            raise FileExistsError(17, "there is such a file already")
        write(engine(), to)
    except (WrongKey, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{to} cannot be written: {error.strerror}. Nothing was left behind.", file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        print(f"The database cannot be read: {type(error).__name__}. See MYSAY_DATABASE_URL.", file=sys.stderr)
        return 1
    print(f"{to}  {to.stat().st_size:,} bytes. Keep it apart from the keys; without them nobody can read it.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
