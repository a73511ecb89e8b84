"""Four plain words that open a conversation again, on any device.

The words come from words.txt: short, unlike each other, none the beginning of another, so that a code can be read with
or without what stands between its words. Four of them are 41 bits or more; tries are limited (bot/door/limits.py).
"""

import functools
import re
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.records.base import now
from bot.records.conversations import Conversation, lock
from bot.records.encryption import keyed_hash

WORDS_IN_A_CODE = 4
LASTS = timedelta(days=30)
ONE_REQUEST = timedelta(seconds=20)
"""A request for a code that arrives twice within this is one request: whichever answer is seen holds good words."""


@functools.cache
def words() -> tuple[str, ...]:
    """The words that codes are made of."""
    return tuple(Path(__file__).with_name("words.txt").read_text(encoding="utf-8").split())


def new_code(session: Session, conversation_id: str) -> str:
    """A new code for the conversation, good for 30 days; the one before is good no more. Only its hash is stored.

    Asked again within seconds (a request sent twice by a poor connection) it is the same code.

    Raises LookupError if there is no such conversation.
    """
    conversation = lock(session, conversation_id)  # two requests at once must see the same code, not one each
    if conversation is None:
        raise LookupError("there is no such conversation")
    last, ends = conversation.resume_expires_at, now() + LASTS
    if last is not None and timedelta(0) <= ends - last < ONE_REQUEST:
        code = _code(conversation_id, last)
        if hashed(code) == conversation.resume_hash:
            return code
    code = _code(conversation_id, ends)
    while session.scalar(select(Conversation.id).where(Conversation.resume_hash == hashed(code))) is not None:
        ends += timedelta(microseconds=1)
        code = _code(conversation_id, ends)
    conversation.resume_hash, conversation.resume_expires_at = hashed(code), ends
    session.flush()
    return code


def _code(conversation_id: str, ends: datetime) -> str:
    """The words of a conversation for a code that ends then: to be known only with the database's own key for hashes."""
    number, chosen = int(keyed_hash("resume words", f"{conversation_id} {ends.isoformat()}"), 16), []
    for _ in range(WORDS_IN_A_CODE):
        number, place = divmod(number, len(words()))
        chosen.append(words()[place])
    return " ".join(chosen)


def conversation_of(session: Session, code: str, at: datetime) -> Conversation | None:
    """The conversation this code opens at that moment (UTC)."""
    found: Conversation | None = session.scalar(select(Conversation).where(Conversation.resume_hash == hashed(code)))
    return found if found is not None and found.resume_expires_at > at else None


def hashed(code: str) -> str:
    """The code's hash. Capitals, spaces, hyphens and the like make no difference."""
    plain = unicodedata.normalize("NFKD", code).casefold()
    return keyed_hash("resume", re.sub("[^a-z]", "", plain))
