"""Encryption of everything a person said, every name and every contact, column by column.

Keys come from `MYSAY_SECRET_KEYS` (newest first: it encrypts, the older ones still read); without it, one key is made
at first use and kept in `var/secret.key`, readable by its owner alone. Text is compressed before it is encrypted.
"""

import functools
import hashlib
import hmac
import json
import os
import zlib
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import LargeBinary
from sqlalchemy.types import TypeDecorator

from bot.settings import VAR, settings


class WrongKey(RuntimeError):
    """None of the keys in `MYSAY_SECRET_KEYS` opens what is stored."""

    def __init__(self) -> None:
        super().__init__(
            "None of the keys can read what is stored. Put the key that was used back into MYSAY_SECRET_KEYS "
            f"(or {VAR.name}/secret.key) and start again. Nothing was changed."
        )


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


@functools.cache
def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys()])


def encrypt(text: str) -> bytes:
    """Text to what may be stored."""
    return _cipher().encrypt(zlib.compress(text.encode(), 6))


def decrypt(stored: bytes) -> str:
    """What was stored, back to text. Raises WrongKey."""
    try:
        return zlib.decompress(_cipher().decrypt(stored)).decode()
    except InvalidToken:
        raise WrongKey from None


def keyed_hash(purpose: str, value: str) -> str:
    """A hash that finds `value` again without storing it; another purpose gives another hash. Hex, 64 characters.

    The oldest key is used, so that adding a newer one does not lose what was stored before.
    """
    return hmac.new(keys()[-1].encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


class EncryptedText(TypeDecorator[str]):
    """A column of text that is encrypted at rest."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> bytes | None:
        """Encrypts on the way in."""
        return None if value is None else encrypt(value)

    def process_result_value(self, value: bytes | None, dialect: Any) -> str | None:
        """Decrypts on the way out."""
        return None if value is None else decrypt(bytes(value))


class EncryptedJSON(TypeDecorator[Any]):
    """A column of JSON that is encrypted at rest. Assign a new value to change it: changes inside are not seen."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> bytes | None:
        """Encrypts on the way in."""
        return None if value is None else encrypt(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def process_result_value(self, value: bytes | None, dialect: Any) -> Any:
        """Decrypts on the way out."""
        return None if value is None else json.loads(decrypt(bytes(value)))


def internal_secret() -> str:
    """The secret that door, Rasa and the action server share: `MYSAY_INTERNAL_SECRET`, or one derived from the oldest key."""
    return settings().internal_secret or keyed_hash("internal", "rasa")
