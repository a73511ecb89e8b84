"""Every table there is, whichever module it stands in."""

import importlib
import pkgutil
from collections.abc import Iterator

from sqlalchemy import Column, MetaData, Table

import bot.records
from bot.records.base import Base
from bot.records.encryption import EncryptedJSON, EncryptedText


def metadata() -> MetaData:
    """The metadata of all tables: every module of bot/records may hold some."""
    for module in pkgutil.iter_modules(bot.records.__path__, "bot.records."):
        if not module.ispkg:
            importlib.import_module(module.name)
    found: MetaData = Base.metadata
    return found


def encrypted() -> Iterator[tuple[Table, list[Column]]]:
    """Every table that holds words, and its encrypted columns."""
    for table in metadata().sorted_tables:
        columns = [column for column in table.c if isinstance(column.type, EncryptedText | EncryptedJSON)]
        if columns:
            yield table, columns
