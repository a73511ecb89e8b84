"""The keys of `MYSAY_SECRET_KEYS` (newest first: it encrypts, the older ones still read), and which of them are needed.

Without the setting, one key is made at first use and kept in `var/secret.key`, readable by its owner alone.

Hashes that must outlive a key (tokens, words to come back with, the audit's seals) are made with a key of their own, the
hash key. It lies in the database in slots, one for each key that anything is encrypted with: the hash key, encrypted
with that very key. So a start sees whether a key that is needed is missing, and a key whose slot `make rotate` has
taken away can be dropped.
"""

import functools
import hashlib
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Column, LargeBinary, String, select, text
from sqlalchemy.orm import Session

from bot.records.base import Base, reading, writing
from bot.settings import VAR, settings

_LOCK = 5_284_013  # any number, the same in every process: slots are made one at a time


class WrongKey(RuntimeError):
    """A key that is needed is not there. `missing` holds the fingerprints, as far as they are known."""

    def __init__(self, missing: tuple[str, ...] = ()) -> None:
        what = (
            f"A key is missing ({', '.join(missing)}): some of what is stored can be read with it alone."
            if missing
            else "None of the keys can read what is stored."
        )
        super().__init__(
            f"{what} Put the key that was used back into MYSAY_SECRET_KEYS (or {VAR.name}/secret.key) and start again. "
            "Nothing was changed."
        )


class KeySlot(Base):
    """A key that something is encrypted with, by its fingerprint, and the hash key encrypted with it."""

    __tablename__ = "key_slots"

    fingerprint = Column(String(16), primary_key=True)
    hash_key = Column(LargeBinary, nullable=False)


@functools.cache
def keys() -> tuple[str, ...]:
    """The keys, newest first. Raises ValueError with what to do if one is not a Fernet key."""
    found = settings().secret_keys or (_kept_key(VAR / "secret.key"),)
    for key in found:
        try:
            Fernet(key)
        except ValueError:
            raise ValueError(
                "A key in MYSAY_SECRET_KEYS is not 32 url-safe base64 bytes. Make one with: make key"
            ) from None
    return found


def _kept_key(path: Path) -> str:
    """The key in `path`, made once if there is none. Two processes that start together end with the same key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "wb") as file:
        file.write(Fernet.generate_key())
    return path.read_text().strip()


def fingerprint(key: str) -> str:
    """What a key can be called where others read it: 16 hex digits that tell nothing of a random key."""
    return hashlib.sha256(f"My Say key {key}".encode()).hexdigest()[:16]


@functools.cache
def hash_key() -> bytes:
    """The hash key of this database; made at the very first start. The newest key gets its slot here.

    Raises WrongKey if a slot cannot be opened. Call it once outside of any transaction before it is used within one.
    """
    newest = keys()[0]
    with reading() as session:
        found = _open(session)
        if found is not None and session.get(KeySlot, fingerprint(newest)):
            return found
    with writing() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        found = _open(session) or secrets.token_urlsafe(32).encode()
        if session.get(KeySlot, fingerprint(newest)) is None:
            session.add(KeySlot(fingerprint=fingerprint(newest), hash_key=Fernet(newest).encrypt(found)))
    return found


def _open(session: Session) -> bytes | None:
    return open_slots({slot.fingerprint: slot.hash_key for slot in session.scalars(select(KeySlot))})


def open_slots(slots: dict[str, bytes]) -> bytes | None:
    """The hash key out of slots (what is in each by fingerprint), all of which must open; None where there are none.

    Raises WrongKey.
    """
    ours = {fingerprint(key): key for key in keys()}
    missing = tuple(sorted(slots.keys() - ours.keys()))
    if missing:
        raise WrongKey(missing if len(missing) < len(slots) else ())
    try:
        opened = {Fernet(ours[name]).decrypt(stored) for name, stored in slots.items()}
    except InvalidToken:
        raise WrongKey from None
    return opened.pop() if opened else None
