"""Tokens: the only key to a conversation. A random value in a header, kept here as its hash, for a limited time."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from bot.records.conversations import Conversation
from bot.records.encryption import keyed_hash
from bot.records.resume import ONE_REQUEST

LONGEST = timedelta(days=7)
IDLE = timedelta(hours=24)

_KEPT = select(Conversation.token_hash, Conversation.token_expires_at, Conversation.last_at).where(
    Conversation.id == bindparam("which")
)


def new_token(conversation: Conversation, at: datetime) -> str:
    """A new token for the conversation; the one before is worth nothing from now on."""
    token = secrets.token_urlsafe(32)
    conversation.token_hash = _hash(token)
    conversation.token_expires_at = at + LONGEST
    return token


def token_of_return(conversation: Conversation, at: datetime) -> tuple[str, bool]:
    """A token for whoever came back with the words, and whether it is the one that they were given just now.

    A request that arrives twice gets the same token: the second must not make the first worthless, whichever is seen.
    """
    since = at - (conversation.token_expires_at - LONGEST)
    if timedelta(0) <= since < ONE_REQUEST:
        token = _of_return(conversation)
        if _hash(token) == conversation.token_hash:
            return token, True
    conversation.token_expires_at = at + LONGEST
    token = _of_return(conversation)
    conversation.token_hash = _hash(token)
    return token, False


def _of_return(conversation: Conversation) -> str:
    """To be known only with the database's own key for hashes."""
    return keyed_hash("token of a return", f"{conversation.id} {conversation.token_expires_at.isoformat()}")


def opens(connection: Connection, conversation_id: str, token: str, at: datetime) -> bool:
    """True if the token opens the conversation. It ends 7 days after it was given, or 24 hours after the last message.

    Takes as long where there is no such conversation.
    """
    found = connection.execute(_KEPT, {"which": conversation_id}).first()
    right = hmac.compare_digest(found.token_hash if found else _hash(""), _hash(token))
    return found is not None and right and at < found.token_expires_at and at < found.last_at + IDLE


def _hash(token: str) -> str:
    # 256 random bits need no slow hash
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
