"""Encrypts everything that is stored anew with the newest key, so that the older keys can be dropped: `make rotate`.

Put the new key in front in MYSAY_SECRET_KEYS, start My Say again, then run this; it may go on working meanwhile. It goes
in batches and can be stopped at any time: run again, it passes over what is done. At the end it says which keys are not
needed any more. Until then a start without one of them is refused.
"""

import argparse
import sys

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Column, LargeBinary, Table, bindparam, delete, func, select, type_coerce, update
from sqlalchemy.exc import SQLAlchemyError

from bot.records import tables
from bot.records.base import engine, reading, writing
from bot.records.encryption import as_stored, as_token
from bot.records.erase import wipe
from bot.records.keys import KeySlot, WrongKey, fingerprint, hash_key, keys
from bot.records.progress import Progress

BATCH = 500


def rotate() -> int:
    """Encrypts anew what another key than the newest had encrypted; returns how many values. Raises WrongKey."""
    hash_key()
    count = 0
    # once more as long as something was found: somebody may have written with an older key meanwhile
    while changed := sum(_rotate(table, columns) for table, columns in tables.encrypted()):
        count += changed
    with writing() as session:
        session.execute(delete(KeySlot).where(KeySlot.fingerprint != fingerprint(keys()[0])))
    wipe(engine(), thoroughly=True)
    return count


def _rotate(table: Table, columns: list[Column]) -> int:
    (key,) = table.primary_key.columns
    stored = [type_coerce(column, LargeBinary).label(column.name) for column in columns]
    names = [column.name for column in columns]
    put = (
        update(table)
        .where(key == bindparam("row"))
        .values({name: bindparam(name, type_=LargeBinary) for name in names})
    )
    with reading() as session:
        progress = Progress(table.name, session.scalar(select(func.count()).select_from(table)))
    count, last = 0, None
    while True:
        wanted = select(key.label("row"), *stored).order_by(key).limit(BATCH).with_for_update()
        with writing() as session:
            rows = session.execute(wanted if last is None else wanted.where(key > last)).mappings().all()
            for row in rows:
                renewed = {name: _renewed(row[name]) for name in names}
                if changed := sum(new is not row[name] for name, new in renewed.items()):
                    session.connection().execute(put, {"row": row["row"], **renewed})
                    count += changed
        if not rows:
            progress.done()
            return count
        progress.step(len(rows))
        last = rows[-1]["row"]


def _renewed(stored: bytes | None) -> bytes | None:
    """The same encrypted with the newest key; the very same object where it is already, or there is nothing."""
    if stored is None:
        return None
    token = as_token(stored)
    try:
        Fernet(keys()[0]).decrypt(token)
        return stored
    except InvalidToken:
        pass
    try:
        return as_stored(MultiFernet([Fernet(key) for key in keys()]).rotate(token))
    except InvalidToken:
        raise WrongKey from None


def in_use() -> str:
    """A line for each key that was given or is needed."""
    with reading() as session:
        needed = set(session.scalars(select(KeySlot.fingerprint)))
    given = [fingerprint(key) for key in keys()]
    lines = [
        f"  {name}  {'newest' if name == given[0] else 'older'}, {'needed' if name in needed else 'not needed'}"
        for name in given
    ]
    return "\n".join([*lines, *(f"  {name}  missing, needed" for name in sorted(needed - set(given)))])


def main(arguments: list[str] | None = None) -> int:
    """Does it; 1 and a sentence if a key is missing or the database cannot be reached."""
    parser = argparse.ArgumentParser(
        prog="python -m bot.records.rotate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--list", action="store_true", help="only say which keys are needed, by their fingerprints")
    wanted = parser.parse_args(arguments)
    try:
        if not wanted.list:
            print(f"Encrypted anew: {rotate():,} values. The keys, in the order of MYSAY_SECRET_KEYS:")
        print(in_use())
    except (WrongKey, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        print(f"The database cannot be used: {type(error).__name__}. See MYSAY_DATABASE_URL.", file=sys.stderr)
        return 1
    if not wanted.list:
        print("What is not needed can be taken out. Keep it for the backups that were made before.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
