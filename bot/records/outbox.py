"""What must still be told to others: written with what it is about, sent later, at least once, in order."""

from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import Session

from bot.records.base import Base, UTCDateTime, now


class OutboxEvent(Base):
    """Something to tell the receivers about one hand-over. It carries no personal words: the sender reads those itself."""

    __tablename__ = "outbox"

    id = Column(Integer, primary_key=True)
    event = Column(String(32), nullable=False)  # handover.created, handover.updated, alert.raised
    reference = Column(String(16), nullable=False, index=True)
    created_at = Column(UTCDateTime, nullable=False, default=now)


def add(session: Session, event: str, reference: str) -> None:
    """Adds an event, in the same transaction as what it is about."""
    session.add(OutboxEvent(event=event, reference=reference))
