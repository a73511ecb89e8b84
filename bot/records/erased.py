"""Which conversations and cases were erased, by keyed hash, in a file that is in no database and in no backup.

A backup remembers what people erased after it was made. This list outlives both, so that what is brought back is erased
again before anybody can read it (bot/records/restore.py). With several doors, each has its list; a restore takes them all.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from bot.records.encryption import keyed_hash
from bot.settings import settings


def note(which: str) -> None:
    """Adds a conversation (its id) or a case (its reference), on the disk before this returns.

    Raises OSError if that cannot be done.
    """
    with _list() as handle:
        handle.write(f"{name_of(which)}\n")
        handle.flush()
        os.fsync(handle.fileno())


def check() -> None:
    """Raises OSError if the list cannot be written."""
    _list().close()


def name_of(which: str, hash_key: bytes | None = None) -> str:
    """What stands in the list for a conversation or a case; `hash_key` is that of a backup."""
    return keyed_hash("erased", which, hash_key)


def add(names: set[str]) -> None:
    """Adds what stood in other lists."""
    with _list() as handle:
        handle.writelines(f"{name}\n" for name in sorted(names - read([settings().erased_file])))


def read(files: Iterable[Path]) -> set[str]:
    """All that stand in these lists; one that does not exist holds nobody."""
    return {line for path in files if path.exists() for line in path.read_text().split()}


def _list() -> TextIO:
    path = settings().erased_file
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a")
