"""What a person typed, made fit to be kept: never changed in what it says."""

import unicodedata

from bot.door.errors import NotUnderstood, TooLong

LONGEST = 4000
LONGEST_CLIENT_ID = 64


def cleaned(text: str) -> str:
    """The text in Unicode's composed form, without control characters and the white space around it.

    Raises NotUnderstood if there is nothing to read in it, TooLong over 4,000 characters.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    composed = unicodedata.normalize("NFC", kept).strip()
    if len(composed) > LONGEST:
        raise TooLong
    if all(unicodedata.category(c) in ("Zs", "Zl", "Zp", "Cc", "Cf") for c in composed):
        raise NotUnderstood("empty")
    return composed


def checked_client_id(client_id: object) -> str | None:
    """A client's own name for a message: up to 64 letters, digits, `.`, `_`, `:` or `-`. Raises NotUnderstood."""
    if client_id is None:
        return None
    fits = isinstance(client_id, str) and 0 < len(client_id) <= LONGEST_CLIENT_ID and client_id.isascii()
    if not fits or not all(c.isalnum() or c in "._:-" for c in str(client_id)):
        raise NotUnderstood("malformed")
    return str(client_id)
