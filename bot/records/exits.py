"""How often people left in a hurry: the month and the channel, and nothing that could say who, or on which day."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Column, Integer, String, func, select
from sqlalchemy.orm import Session

from bot.records.base import Base, now
from bot.service import service


class Exit(Base):
    """Somebody used the way out. `month` in the service's time zone ("2026-11")."""

    __tablename__ = "exits"

    id = Column(Integer, primary_key=True)
    month = Column(String(7), nullable=False, index=True)
    channel = Column(String(16), nullable=False)


def month_of(at: datetime) -> str:
    """The month of a moment in the service's time zone, such as "2026-11"."""
    return at.astimezone(service().time_zone).strftime("%Y-%m")


def count(session: Session, channel: str) -> None:
    """Counts one exit, now."""
    session.add(Exit(month=month_of(now()), channel=channel))


def of_last_month(session: Session) -> Iterator[tuple[str, int]]:
    """`(channel, how many)` of the last whole month: what is known of a day says too much about one person."""
    this = now().astimezone(service().time_zone).replace(day=1)
    last = month_of(this - timedelta(days=1))
    yield from ((channel, many) for month, channel, many in by_month(session) if month == last)


def by_month(session: Session) -> Iterator[tuple[str, str, int]]:
    """`(month, channel, how many)`, for every month and channel that there is."""
    yield from session.execute(select(Exit.month, Exit.channel, func.count()).group_by(Exit.month, Exit.channel))
