"""What goes to the safeguarding team, version by version, the alerts that cannot wait, and who may see which."""

import secrets
from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    and_,
    false,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.orm import Session, deferred, relationship

from bot.msp.codes import URGENCIES
from bot.records import outbox
from bot.records.base import Base, UTCDateTime, now
from bot.records.encryption import EncryptedJSON
from bot.records.workers import Worker

ALERTS = ("danger_now", "self_harm")  # the levels that reach whoever is on duty at once
READERS = {"worker": False, "lead": False, "independent_lead": True}  # role: reads those with a conflict of interest


IN_ORDER = ("urgency_rank", text("unread DESC"), "waiting_since", "id")
OPEN = text("status != 'closed'")


class HandOver(Base):
    """One hand-over. Its documents are its versions, oldest first; none is ever changed or lost.

    Everything here is a code, a number or a time, so that the list is quick and opens no document. `status`: `new`
    (nobody has said yet that they read it), `open`, `review` (the person is being asked whether it worked), `closed`.
    `waiting_since`: since when a version stands that nobody has acknowledged; `acknowledged_version` is the last read.
    `case_number` and `label` are the worker's own, and are what can be searched.
    """

    __tablename__ = "hand_overs"
    __table_args__ = (
        # the list in its order: of one status, and of all that are not closed, which most are after some years
        Index("ix_hand_overs_list", "conflict_of_interest", "status", *IN_ORDER),
        Index("ix_hand_overs_open", "conflict_of_interest", *IN_ORDER, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id = Column(Integer, primary_key=True)
    reference = Column(String(16), nullable=False, unique=True)
    conversation_id = Column(ForeignKey("conversations.id", ondelete="SET NULL"), unique=True)
    recipient = Column(String(40), nullable=False)
    conflict_of_interest = Column(Boolean, nullable=False, default=False)
    status = Column(String(16), nullable=False, default="new")
    urgency = Column(String(8), nullable=False)
    urgency_rank = Column(Integer, nullable=False)
    channel = Column(String(16), nullable=False)
    who_typed = Column(String(16), nullable=False)
    share = Column(String(8))
    created_at = Column(UTCDateTime, nullable=False, default=now, index=True)
    updated_at = Column(UTCDateTime, nullable=False, default=now)
    version = Column(Integer, nullable=False, default=1)
    unread = Column(Boolean, nullable=False, default=True)
    waiting_since = Column(UTCDateTime, nullable=False, default=now)
    acknowledged_version = Column(Integer, nullable=False, default=0)
    acknowledged_at = Column(UTCDateTime)
    acknowledged_by_id = Column(ForeignKey("workers.id"))
    assigned_to_id = Column(ForeignKey("workers.id"), index=True)
    case_number = Column(String(40), index=True)
    label = Column(String(60))
    closed_at = Column(UTCDateTime)
    facts = deferred(Column(EncryptedJSON))
    versions = relationship("HandOverVersion", order_by="HandOverVersion.version", cascade="all, delete-orphan")
    alerts = relationship("RaisedAlert", order_by="RaisedAlert.id", cascade="all, delete-orphan")
    blocked = relationship("Blocked", cascade="all, delete-orphan")


class HandOverVersion(Base):
    """One version of the document (bot/msp/hand_over.schema.json)."""

    __tablename__ = "hand_over_versions"
    __table_args__ = (UniqueConstraint("hand_over_id", "version"),)

    id = Column(Integer, primary_key=True)
    hand_over_id = Column(ForeignKey("hand_overs.id", ondelete="CASCADE"), nullable=False)
    version = Column(Integer, nullable=False)
    document = Column(EncryptedJSON, nullable=False)
    created_at = Column(UTCDateTime, nullable=False, default=now)


class RaisedAlert(Base):
    """Danger in a hand-over, told again and again to whoever is on duty until somebody acknowledges it."""

    __tablename__ = "raised_alerts"

    id = Column(Integer, primary_key=True)
    hand_over_id = Column(ForeignKey("hand_overs.id", ondelete="CASCADE"), nullable=False, index=True)
    level = Column(String(16), nullable=False)
    raised_at = Column(UTCDateTime, nullable=False, default=now)
    told_at = Column(UTCDateTime, nullable=False, default=now)
    times_told = Column(Integer, nullable=False, default=1)
    acknowledged_at = Column(UTCDateTime, index=True)
    acknowledged_by_id = Column(ForeignKey("workers.id"))


class Blocked(Base):
    """A worker who must never learn of this hand-over, whatever their role: it is about them."""

    __tablename__ = "blocked_workers"

    hand_over_id = Column(ForeignKey("hand_overs.id", ondelete="CASCADE"), primary_key=True)
    worker_id = Column(ForeignKey("workers.id", ondelete="CASCADE"), primary_key=True)


# in the very words of its index, or SQLite does not see that it is the same
NOT_CLOSED = HandOver.status != literal_column("'closed'")


def visible_to(worker: Worker | None) -> Any:
    """The SQL condition on HandOver for what a worker may know of; every list, count and search uses it.

    A conflict of interest: independent leads alone, and never somebody blocked. None is software that stands for the
    team. Auditors and administrators read none, but an auditor may know of those of the team.
    """
    if worker is None:
        return HandOver.conflict_of_interest.is_(False)
    if worker.role not in (*READERS, "auditor"):
        return false()
    return and_(
        HandOver.conflict_of_interest.is_(READERS.get(worker.role, False)),
        HandOver.id.not_in(select(Blocked.hand_over_id).where(Blocked.worker_id == worker.id)),
    )


def find(session: Session, worker: Worker | None, reference: str, lock: bool = False) -> HandOver | None:
    """The hand-over with that reference if the worker may know of it. `lock` holds it until the transaction ends."""
    wanted = select(HandOver).where(HandOver.reference == reference, visible_to(worker))
    found: HandOver | None = session.scalar(wanted.with_for_update() if lock else wanted)
    return found


WORDS = (
    "amber apple arch badge beach bell birch boat brook cabin candle castle cedar cherry cliff cloud clover coast comet "
    "copper coral cove daisy dawn drum eagle ember falcon fern field finch flint forest fox garden glen gorse harbour "
    "hazel heather heron hill holly honey island ivory ivy juniper kettle kite lake lantern lark leaf lemon lily linen "
    "maple marble meadow mill mint moon moss nest oak olive orchard otter owl pearl pebble pine plum pond poppy quartz "
    "rain raven reed river robin rose sage sail sand seal shell silver sky snow sparrow spring star stone stream sun "
    "swan thistle tide tulip valley violet wave willow window wren"
).split()


def new_reference(session: Session) -> str:
    """A reference that can be said on the telephone, such as HERON-4821, not used before."""
    while True:
        reference = f"{secrets.choice(WORDS).upper()}-{secrets.randbelow(9000) + 1000}"
        if session.scalar(select(HandOver.id).where(HandOver.reference == reference)) is None:
            return reference


def hand_over_of(session: Session, conversation_id: str) -> HandOver | None:
    """The conversation's hand-over, if there is one."""
    found: HandOver | None = session.scalar(select(HandOver).where(HandOver.conversation_id == conversation_id))
    return found


def send(session: Session, conversation_id: str, document: dict[str, Any], recipient: str) -> HandOver:
    """Stores `document` as the newest version of the conversation's hand-over, and tells the receivers.

    `document["reference"]` and `document["version"]` are set here. Alerts that are new in this version are told apart.
    """
    found = hand_over_of(session, conversation_id)
    before = found.versions[-1].document if found else {}
    known = len(before["safety"]["alerts"]) if found else 0
    if found is None:
        found = HandOver(reference=new_reference(session), conversation_id=conversation_id, version=0, unread=False)
        session.add(found)
    found.version += 1
    document = document | {"reference": found.reference, "version": found.version}
    found.recipient = recipient
    _describe(found, document)
    if not found.unread:
        found.unread, found.waiting_since = True, now()
    reviewed = document["review"] and document["review"] != before.get("review")
    if found.status == "closed" or (found.status == "review" and reviewed):
        found.status = "open"
    found.versions.append(HandOverVersion(version=found.version, document=document))
    new_alerts = [alert for alert in document["safety"]["alerts"][known:] if alert["level"] in ALERTS]
    found.alerts.extend(RaisedAlert(level=alert["level"]) for alert in new_alerts)
    session.flush()
    if found.conflict_of_interest:
        _block_named_workers(session, found, document)
    tell(session, found, "handover.created" if found.version == 1 else "handover.updated")
    if new_alerts:
        tell(session, found, "alert.raised")
    return found


def open_alerts(session: Session) -> Iterator[tuple[str, int, float]]:
    """`(level, how many, age of the oldest in seconds)` of the alerts that nobody has acknowledged."""
    wanted = select(RaisedAlert.level, func.count(), func.min(RaisedAlert.raised_at))
    still_open = wanted.where(RaisedAlert.acknowledged_at.is_(None)).group_by(RaisedAlert.level)
    for level, many, oldest in session.execute(still_open):
        yield level, many, (now() - oldest).total_seconds()


def tell(session: Session, hand_over: HandOver, event: str, data: dict[str, Any] | None = None) -> None:
    """Puts an event about a hand-over into the outbox. A conflict of interest goes by e-mail to its readers alone."""
    receivers = ("email",) if hand_over.conflict_of_interest else ("webhook", "email")
    about = {"version": hand_over.version, "urgency": hand_over.urgency}
    outbox.add(session, event, hand_over.reference, receivers, about | (data or {}))


def _describe(hand_over: HandOver, document: dict[str, Any]) -> None:
    """Sets the plain columns, which hold codes and no words, from the document."""
    hand_over.conflict_of_interest = document["for_the_worker"]["conflict_of_interest"]
    hand_over.urgency = document["urgency"]["level"]
    hand_over.urgency_rank = URGENCIES.index(hand_over.urgency)
    hand_over.channel = document["channel"]
    hand_over.who_typed = document["who_typed"]["role"]
    own = [given["share"] for given in document["consent"] if given["recipient"] == hand_over.recipient]
    hand_over.share = own[-1] if own else None
    hand_over.updated_at = now()
    hand_over.facts = {
        "asked": document["asked_about_outcomes"],
        "concerns": sorted({said["code"] for concern in document["concerns"] for said in concern["suggested"]}),
        "sources": sorted({concern["source"] for concern in document["concerns"] if concern["source"]}),
        "locations": sorted({concern["location"] for concern in document["concerns"] if concern["location"]}),
        "outcomes": sorted({said["code"] for outcome in document["outcomes"] for said in outcome["codes"]}),
        "needs": sorted(document["communication"]["needs"]),
        "achieved": [outcome["achieved"] for outcome in document["outcomes"] if outcome["achieved"]],
        "reviewed": document["person_reviewed"]["done"],
    }


def _block_named_workers(session: Session, hand_over: HandOver, document: dict[str, Any]) -> None:
    """Blocks workers whose name the person wrote. Of independent leads only the full name counts, so that one is left.

    A lead without a conflict can block more by hand; nobody is unblocked by a later version.
    """
    said = f" {' '.join(_words_in(document))} ".casefold()
    blocked = {block.worker_id for block in hand_over.blocked}
    for worker in session.scalars(select(Worker).where(Worker.id.not_in(blocked))):
        name = worker.name.casefold()
        parts = [name] if worker.role == "independent_lead" else [name, *(p for p in name.split() if len(p) > 2)]
        if any(f" {part} " in said for part in parts):
            hand_over.blocked.append(Blocked(worker_id=worker.id))
    session.flush()


def _words_in(value: Any) -> list[str]:
    """Every word in a document, without its punctuation."""
    if isinstance(value, str):
        return ["".join(c for c in word if c.isalnum() or c in "-'") for word in value.replace("'s", "").split()]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [word for part in inside for word in _words_in(part)]
