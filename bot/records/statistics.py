"""The service's numbers, month by month. Only codes and times are counted; nothing anybody said is read.

Numbers from 1 to 4 could point at a person, so they are never given out, and where only one number of a row would be
missing, the next smallest is held back too (it could be worked out from the total). On the page they read "under 5".
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from bot.records import exits
from bot.records.cases import CaseStep, Closing
from bot.records.conversations import Conversation, Message
from bot.records.exits import month_of
from bot.records.hand_overs import HandOver, visible_to
from bot.records.workers import Worker

FEWEST = 5
# SG2a and SG2b's source of risk, of ours: staff who assess or manage care count as "Other" there (research, 1.4)
SOURCES_OF_RETURN = {
    "paid_carer_or_service": "Service Provider",
    "partner": "Other - Known to individual",
    "family": "Other - Known to individual",
    "friend_or_neighbour": "Other - Known to individual",
    "self": "Other - Known to individual",
    "stranger_or_online": "Other - Unknown to individual",
    "unknown": "Other - Unknown to individual",
}


@dataclass
class Month:
    """One month ("2026-11", in the service's time zone): breakdowns by name, and the hours until somebody read it."""

    month: str
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    hours_to_read: list[float] = field(default_factory=list)

    @property
    def median_hours(self) -> float | None:
        """The middle waiting time, or None where fewer than five waited."""
        return round(median(self.hours_to_read), 1) if len(self.hours_to_read) >= FEWEST else None


def by_month(session: Session, worker: Worker | None) -> list[Month]:
    """The months there are, oldest first, counting only hand-overs the worker may know of (None: the team's)."""
    months: dict[str, Month] = {}

    def named(name: str) -> Month:
        return months.setdefault(name, Month(name))

    def month(at: datetime) -> Month:
        return named(month_of(at))

    shown = visible_to(worker)
    columns = (
        HandOver.created_at,
        HandOver.urgency,
        HandOver.channel,
        HandOver.who_typed,
        HandOver.share,
        HandOver.facts,
    )
    for at, urgency, channel, who, share, facts in session.execute(select(*columns).where(shown)):
        counts = month(at).counts
        counts["handed_over"]["all"] += 1
        for name, code in (("urgency", urgency), ("channel", channel), ("who", who), ("share", share or "not_asked")):
            counts[name][code] += 1
        counts["asked_by_us"][facts["asked"]] += 1
        for name in ("concerns", "sources", "locations", "outcomes", "needs"):
            counts[name].update(facts[name])
        counts["return_sources"].update({SOURCES_OF_RETURN[source] for source in facts["sources"]})
        counts["person_says_achieved"].update(facts["achieved"])
    _closings(session, shown, month)
    _waiting(session, shown, month)
    if worker is None or worker.role != "independent_lead":
        _stops(session, month)
        for name, channel, count in exits.by_month(session):
            named(name).counts["exits"][channel] += count
    return [months[name] for name in sorted(months)]


def _closings(session: Session, shown: Any, month: Any) -> None:
    newest = select(func.max(Closing.id).label("id")).group_by(Closing.hand_over_id).subquery()
    wanted = (
        select(Closing)
        .join(newest, newest.c.id == Closing.id)
        .join(HandOver, HandOver.id == Closing.hand_over_id)
        .where(shown)
    )
    for closing in session.scalars(wanted):
        counts = month(closing.at).counts
        counts["closed"]["all"] += 1
        for name in ("asked", "achieved", "risk_result", "risk_outcome", "capacity", "advocate"):
            if code := getattr(closing, name):
                counts[name][code] += 1


def _waiting(session: Session, shown: Any, month: Any) -> None:
    first = (
        select(CaseStep.hand_over_id, func.min(CaseStep.id).label("step"))
        .where(CaseStep.kind == "acknowledge")
        .group_by(CaseStep.hand_over_id)
        .subquery()
    )
    wanted = (
        select(HandOver.created_at, CaseStep.at)
        .join(first, first.c.hand_over_id == HandOver.id)
        .join(CaseStep, CaseStep.id == first.c.step)
        .where(shown)
    )
    for sent, read in session.execute(wanted):
        month(sent).hours_to_read.append((read - sent).total_seconds() / 3600)


def _stops(session: Session, month: Any) -> None:
    """Where conversations that were not handed over stood last: the topic that was asked."""
    last = (
        select(Message.conversation_id, func.max(Message.n).label("n"))
        .where(Message.sender == "bot")
        .group_by(Message.conversation_id)
        .subquery()
    )
    wanted = (
        select(Conversation.created_at, Message.asks)
        .join(last, last.c.conversation_id == Conversation.id)
        .join(Message, and_(Message.conversation_id == Conversation.id, Message.n == last.c.n))
        .where(~select(HandOver.id).where(HandOver.conversation_id == Conversation.id).exists())
    )
    for at, asks in session.execute(wanted):
        month(at).counts["stopped_at"][asks or "after_the_last_question"] += 1


def total(months: list[Month]) -> Month:
    """The months added up."""
    whole = Month("all")
    for part in months:
        for name, counts in part.counts.items():
            whole.counts[name].update(counts)
        whole.hours_to_read += part.hours_to_read
    return whole


def held_back(counts: dict[str, int]) -> dict[str, int | None]:
    """A breakdown fit to give out: None stands for a number that is too small, or would give one away."""
    hidden = {code for code, count in counts.items() if 0 < count < FEWEST}
    if len(hidden) == 1 and len(counts) > 1:
        left = [code for code in counts if code not in hidden and counts[code] > 0]
        if left:
            hidden.add(min(left, key=lambda code: counts[code]))
    return {code: None if code in hidden else count for code, count in counts.items()}


def as_json(months: list[Month]) -> dict[str, Any]:
    """The months as the API gives them out."""
    return {
        "fewest": FEWEST,
        "months": [
            {
                "month": month.month,
                "median_hours_to_read": month.median_hours,
                "counts": {name: held_back(counts) for name, counts in sorted(month.counts.items())},
            }
            for month in months
        ],
    }
