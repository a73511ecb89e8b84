"""What is measured of every process, for Prometheus. bot/watch.py serves it, on a port that is not for the public.

Labels are the fixed names below and the names of kinds of failure: never words, names, ids or references. Only what somebody
may have to act on is counted as it happens; that a person used the way out is not.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from prometheus_client import REGISTRY, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.records import conversations, exits, hand_overs, outbox
from bot.records.base import now, reading

Waiting = tuple[str, int, float]  # what it is, how many, and the age of the oldest in seconds
WHOLE = "whole"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0)

TURN = Histogram(
    "mysay_turn_seconds",
    "A turn by part: stored and answered (the door keeps message and answer), understood and decided (Rasa), acted (the "
    "action); whole is all of it from the moment the message is kept.",
    ["part"],
    buckets=SECONDS,
)
DANGER = Counter("mysay_danger_heard", "Messages in which danger was heard, by level.", ["level"])
ERRORS = Counter("mysay_errors", "What failed, by kind.", ["kind"])


@contextmanager
def timed(part: str) -> Iterator[None]:
    """Measures what is done inside as a part of a turn."""
    with TURN.labels(part).time():
        yield


def failed(kind: str) -> None:
    """Counts a failure. `kind` is one of a few fixed names, or the class of an error."""
    ERRORS.labels(kind).inc()


class CountErrors(logging.Handler):
    """Counts what is logged as an error: by the class of the error where there is one, else by who logs it."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        """Counts one record. Its text is not looked at: it might hold what somebody wrote."""
        kind = record.exc_info[0] if record.exc_info else None
        fields: dict[str, str] = getattr(record, "fields", {})
        failed(kind.__name__ if kind else fields.get("failure", record.name))


class FromRecords(Collector):
    """Gauges that are read from the records whenever somebody asks for them; nothing where the records cannot be read."""

    def __init__(self, look: Callable[[Session], Iterable[GaugeMetricFamily]]) -> None:
        self._look = look

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges as they stand now."""
        try:
            with reading() as session:
                yield from list(self._look(session))
        except SQLAlchemyError as error:
            failed(type(error).__name__)

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing is read from the records before somebody asks."""
        return []


def of_the_door(session: Session) -> Iterator[GaugeMetricFamily]:
    """What people wait for, and how many used the way out last month."""
    count, since = conversations.owed_to_people(session)
    yield GaugeMetricFamily("mysay_unanswered_messages", "Messages that wait for their answer.", value=count)
    age = (now() - since).total_seconds() if since else 0.0
    yield GaugeMetricFamily("mysay_unanswered_oldest_seconds", "How long the oldest of them has waited.", value=age)
    left = GaugeMetricFamily(
        "mysay_exits_last_month", "How many used the way out in the last whole month.", labels=["channel"]
    )
    for channel, many in exits.of_last_month(session):
        left.add_metric([channel], many)
    yield left


def of_the_outbox(session: Session) -> Iterator[GaugeMetricFamily]:
    """What must still be told to others, and alerts that nobody has acknowledged."""
    yield from _waiting(
        ("mysay_outbox_deliveries", "What must still be told, by receiver."),
        ("mysay_outbox_oldest_seconds", "How long the oldest of them has waited."),
        "receiver",
        outbox.undelivered(session),
    )
    yield from _waiting(
        ("mysay_alerts_open", "Alerts that nobody has acknowledged, by level."),
        ("mysay_alerts_oldest_seconds", "How long the oldest of them has waited."),
        "level",
        hand_overs.open_alerts(session),
    )


def _waiting(
    many: tuple[str, str], oldest: tuple[str, str], label: str, found: Iterable[Waiting]
) -> Iterator[GaugeMetricFamily]:
    counts, ages = (GaugeMetricFamily(*named, labels=[label]) for named in (many, oldest))
    for name, count, age in found:
        counts.add_metric([name], count)
        ages.add_metric([name], age)
    yield from (counts, ages)


LOOKS = {"door": of_the_door, "outbox": of_the_outbox}


def begin(part: str) -> None:
    """Begins to measure in this process; `part` is its name (bot/watch.py, `PLACES`)."""
    logging.getLogger().addHandler(CountErrors())
    if part in LOOKS:
        REGISTRY.register(FromRecords(LOOKS[part]))
