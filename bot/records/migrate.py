"""Brings the database to the newest version: `python -m bot.records.migrate`. SQLite and PostgreSQL.

A change of a model needs a migration: `.venv/bin/python -m bot.records.migrate new "what it is for"` writes one into
bot/records/migrations/versions, to be read and corrected before it is committed.
"""

import argparse
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from bot.records.base import engine


def config() -> Config:
    """Alembic's configuration."""
    found = Config()
    found.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return found


def upgrade(to: Engine) -> None:
    """Migrates to the newest version, all of it or nothing. Two processes that do so together do it once."""
    with to.connect().execution_options(writes=True) as connection, connection.begin():
        current = config()
        current.attributes["connection"] = connection
        command.upgrade(current, "head")


def is_current(of: Engine) -> bool:
    """True if the database is at the newest version."""
    with of.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    return found == ScriptDirectory.from_config(config()).get_current_head()


def is_served(by: Engine) -> bool:
    """True if the database answers and is at the newest version."""
    try:
        return is_current(by)
    except SQLAlchemyError:
        return False


def main() -> int:
    """Migrates, or writes a new migration."""
    parser = argparse.ArgumentParser(prog="python -m bot.records.migrate", description=__doc__.splitlines()[0])
    parser.add_argument("command", nargs="?", choices=["new"], help="write a migration for what changed in the models")
    parser.add_argument("message", nargs="?", default="", help="what it is for, in a few words")
    wanted = parser.parse_args()
    if wanted.command:
        command.revision(config(), wanted.message, autogenerate=True)
        return 0
    try:
        upgrade(engine())
    except OperationalError as error:
        print(f"The database cannot be reached or written: {error.orig}", file=sys.stderr)
        return 1
    print("The database is at the newest version.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
