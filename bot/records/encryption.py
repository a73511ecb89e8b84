"""Encryption of everything a person said, every name and every contact, column by column.

The newest key encrypts, the older ones still read (bot/records/keys.py). Text is compressed before it is encrypted.
"""

import functools
import hashlib
import hmac
import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import LargeBinary
from sqlalchemy.types import TypeDecorator

from bot.records.keys import WrongKey, hash_key, keys
from bot.settings import settings


@functools.cache
def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys()])


def as_stored(token: bytes) -> bytes:
    """A Fernet token without its base64, which would take a third more of the disk."""
    return urlsafe_b64decode(token)


def as_token(stored: bytes) -> bytes:
    """What is stored as the Fernet token that it was."""
    return urlsafe_b64encode(stored)


def encrypt(text: str) -> bytes:
    """Text to what may be stored."""
    return as_stored(_cipher().encrypt(zlib.compress(text.encode(), 6)))


def decrypt(stored: bytes) -> str:
    """What was stored, back to text. Raises WrongKey."""
    try:
        return zlib.decompress(_cipher().decrypt(as_token(stored))).decode()
    except InvalidToken:
        raise WrongKey from None


def keyed_hash(purpose: str, value: str, key: bytes | None = None) -> str:
    """A hash that finds `value` again without storing it; another purpose gives another hash. Hex, 64 characters.

    It is made with the hash key, so that it stays the same when the keys change; `key` is that of another database.
    """
    return hmac.new(key or hash_key(), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


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
    """A column of JSON that is encrypted at rest. Assign a new value to change it: changes inside are not seen.

    A dataclass in it is written as its fields.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> bytes | None:
        """Encrypts on the way in."""
        return (
            None
            if value is None
            else encrypt(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=vars))
        )

    def process_result_value(self, value: bytes | None, dialect: Any) -> Any:
        """Decrypts on the way out."""
        return None if value is None else json.loads(decrypt(bytes(value)))


def internal_secret() -> str:
    """The secret that door, Rasa and the action server share: `MYSAY_INTERNAL_SECRET`, or one derived from the hash key."""
    return settings().internal_secret or keyed_hash("internal", "rasa")
