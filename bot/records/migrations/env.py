"""How Alembic reaches the database: the connection comes from bot/records/migrate.py, or is made from the settings."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import text
from sqlalchemy.engine import Connection

from bot.records import tables
from bot.records.base import UTCDateTime, engine
from bot.records.encryption import EncryptedJSON, EncryptedText

_ONE_AT_A_TIME = 5_284_012
# a database does not tell in which direction an index goes, so that these would be found changed each time
NOT_COMPARED = ("ix_hand_overs_list", "ix_hand_overs_open")


def _plain_types(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """A migration names plain column types, so that it means the same when our own types have changed."""
    if kind == "type" and isinstance(item, EncryptedText | EncryptedJSON):
        return "sa.LargeBinary()"
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime()"
    return False


def _migrate(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
    context.configure(
        connection=connection,
        target_metadata=tables.metadata(),
        render_item=_plain_types,
        include_name=lambda name, _kind, _parents: name not in NOT_COMPARED,
        include_object=lambda _item, name, _kind, _reflected, _other: name not in NOT_COMPARED,
        compare_type=True,
        transactional_ddl=True,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    _migrate(given)
else:
    with engine().connect().execution_options(writes=True) as own, own.begin():
        _migrate(own)
