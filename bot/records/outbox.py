"""What must still be told to others: written with what it is about, sent later, at least once, in order.

An event is told to each of its receivers on its own: a delivery that fails holds back only later ones to the same
receiver about the same hand-over.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, relationship

from bot.records.base import Base, UTCDateTime, now

LEASE = timedelta(seconds=60)
LONGEST_WAIT = 600.0


class OutboxEvent(Base):
    """Something to tell the receivers about one hand-over. It carries no personal words, in `data` neither.

    `event`: handover.created, handover.updated, alert.raised, or message.to_person (`data`: conversation_id and n).
    """

    __tablename__ = "outbox"

    id = Column(Integer, primary_key=True)
    uuid = Column(String(32), nullable=False, unique=True, default=lambda: uuid4().hex)
    event = Column(String(32), nullable=False)
    reference = Column(String(16), nullable=False, index=True)
    data = Column(JSON, nullable=False, default=dict)
    created_at = Column(UTCDateTime, nullable=False, default=now)
    deliveries = relationship("Delivery", back_populates="event", cascade="all, delete-orphan")


class Delivery(Base):
    """One event on its way to one receiver: `webhook`, `email` or `telegram`. It is tried until `done_at` is set."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("ix_deliveries_due", "receiver", "done_at", "next_at"),
        Index("ix_deliveries_order", "receiver", "reference", "id"),
    )

    id = Column(Integer, primary_key=True)
    event_id = Column(ForeignKey("outbox.id", ondelete="CASCADE"), nullable=False, index=True)
    receiver = Column(String(16), nullable=False)
    reference = Column(String(16), nullable=False)
    attempts = Column(Integer, nullable=False, default=0)
    next_at = Column(UTCDateTime, nullable=False, default=now)
    last_error = Column(String(200))  # what kind of failure, never what was sent
    done_at = Column(UTCDateTime)
    event = relationship("OutboxEvent", back_populates="deliveries")


def add(
    session: Session,
    event: str,
    reference: str,
    receivers: tuple[str, ...] = ("webhook", "email"),
    data: dict[str, Any] | None = None,
) -> OutboxEvent:
    """Adds an event for its receivers, in the same transaction as what it is about.

    A receiver that is not set up is passed over when its turn comes.
    """
    added = OutboxEvent(event=event, reference=reference, data=data or {})
    added.deliveries = [Delivery(receiver=receiver, reference=reference) for receiver in receivers]
    session.add(added)
    session.flush()
    return added


def _due(receiver: str) -> Any:
    """The select of deliveries that may be tried now: not those behind an earlier one about the same hand-over.

    A time further ahead than any that is ever set was set by a clock that has been put back since: that is due too.
    """
    earlier, at = aliased(Delivery), now()
    return (
        select(Delivery)
        .where(
            Delivery.receiver == receiver,
            Delivery.done_at.is_(None),
            or_(Delivery.next_at <= at, Delivery.next_at > at + timedelta(seconds=LONGEST_WAIT)),
            ~exists().where(
                earlier.receiver == Delivery.receiver,
                earlier.reference == Delivery.reference,
                earlier.done_at.is_(None),
                earlier.id < Delivery.id,
            ),
        )
        .order_by(Delivery.next_at)
        .limit(1)
    )


def is_due(session: Session, receiver: str) -> bool:
    """True if there is something to tell that receiver now."""
    return session.scalar(_due(receiver)) is not None


def claim(session: Session, receiver: str) -> Delivery | None:
    """The next delivery to try, held for a minute for the caller alone; None if none is due.

    Call it in a transaction of its own; then send; then `delivered` or `failed` in another. If the process dies in
    between, the delivery is due again after the minute.
    """
    found: Delivery | None = session.scalar(_due(receiver).with_for_update(skip_locked=True, of=Delivery))
    if found is not None:
        found.next_at = now() + LEASE
        session.flush()
        _ = found.event  # loaded while the session is open
    return found


def delivered(session: Session, delivery_id: int) -> None:
    """The receiver has it."""
    delivery = session.get(Delivery, delivery_id)
    if delivery:
        delivery.done_at, delivery.last_error = now(), None
        delivery.attempts += 1


def failed(session: Session, delivery_id: int, why: str) -> None:
    """It did not get through: it is tried again after 2, 4, 8 ... seconds, ten minutes at most. `why` holds no words."""
    delivery = session.get(Delivery, delivery_id)
    if delivery:
        delivery.attempts += 1
        delivery.last_error = why[:200]
        delivery.next_at = now() + timedelta(seconds=min(2.0**delivery.attempts, LONGEST_WAIT))


def undelivered(session: Session) -> Iterator[tuple[str, int, float]]:
    """`(receiver, how many, age of the oldest in seconds)` of what must still be told."""
    wanted = select(Delivery.receiver, func.count(), func.min(OutboxEvent.created_at)).join(OutboxEvent)
    for receiver, many, oldest in session.execute(wanted.where(Delivery.done_at.is_(None)).group_by(Delivery.receiver)):
        yield receiver, many, (now() - oldest).total_seconds()


def waiting(session: Session, references: Any) -> list[Delivery]:
    """Deliveries that failed and are tried again, about the hand-overs whose references `references` (a select) gives."""
    rows: list[Delivery] = session.scalars(
        select(Delivery)
        .where(
            Delivery.done_at.is_(None),
            or_(Delivery.attempts > 0, Delivery.next_at < now() - LEASE),
            Delivery.reference.in_(references),
        )
        .order_by(Delivery.id)
        .limit(200)
    ).all()
    return rows
