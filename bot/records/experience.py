"""How the conversation itself was for people, apart from who they are, and what the service changed because of it.

Kept without conversation, reference or day, so that nobody can tell who wrote it from here. It stays when its
conversation is erased: it is told so when it is asked for.
"""

from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Text, select
from sqlalchemy.orm import Session

from bot.records.base import Base, UTCDateTime, now
from bot.records.encryption import EncryptedText, keyed_hash


class Experience(Base):
    """What somebody said about the process. `quarter` is all that is kept of when ("2026 Q4").

    `restricted`: it came with a conflict of interest, and may speak of a worker: independent leads alone read it.
    """

    __tablename__ = "experiences"

    id = Column(Integer, primary_key=True)
    quarter = Column(String(7), nullable=False, index=True)
    own_words = Column(EncryptedText, nullable=False)
    restricted = Column(Boolean, nullable=False, default=False)


class Improvement(Base):
    """Something the service changed because of what people said: its own words, fit to be shown to anybody."""

    __tablename__ = "improvements"

    id = Column(Integer, primary_key=True)
    at = Column(UTCDateTime, nullable=False, default=now)
    words = Column(Text, nullable=False)
    worker_id = Column(ForeignKey("workers.id"))


def quarter_of(at: datetime) -> str:
    """The quarter of a moment, such as "2026 Q4"."""
    return f"{at.year} Q{(at.month + 2) // 3}"


def add(session: Session, own_words: str, restricted: bool = False) -> None:
    """Keeps what somebody said about the process."""
    if own_words.strip():
        session.add(Experience(quarter=quarter_of(now()), own_words=own_words.strip(), restricted=restricted))


def all_of(session: Session, restricted: bool) -> list[Experience]:
    """What people said, newest quarter first; within one, in an order that says nothing about who wrote when."""
    rows = session.scalars(select(Experience).where(Experience.restricted.is_(restricted))).all()
    mixed = sorted(rows, key=lambda said: keyed_hash("experience", str(said.id)))
    return sorted(mixed, key=lambda said: str(said.quarter), reverse=True)


def improvements(session: Session) -> list[Improvement]:
    """What was changed, newest first."""
    rows: list[Improvement] = session.scalars(select(Improvement).order_by(Improvement.id.desc())).all()
    return rows
