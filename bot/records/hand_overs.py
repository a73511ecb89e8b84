"""Hand-overs: what was sent to the safeguarding team, version by version, and the alerts that cannot wait."""

import secrets
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, UniqueConstraint, select
from sqlalchemy.orm import Session, relationship

from bot.msp.codes import URGENCIES
from bot.records import outbox
from bot.records.base import Base, UTCDateTime, now
from bot.records.encryption import EncryptedJSON


class HandOver(Base):
    """One hand-over. Its documents are its versions, oldest first; none is ever changed or lost."""

    __tablename__ = "hand_overs"

    id = Column(Integer, primary_key=True)
    reference = Column(String(16), nullable=False, unique=True)
    conversation_id = Column(ForeignKey("conversations.id", ondelete="SET NULL"), unique=True)
    recipient = Column(String(40), nullable=False, index=True)
    conflict_of_interest = Column(Boolean, nullable=False, default=False)
    status = Column(String(16), nullable=False, default="new", index=True)
    urgency = Column(String(8), nullable=False)
    urgency_rank = Column(Integer, nullable=False, index=True)
    created_at = Column(UTCDateTime, nullable=False, default=now, index=True)
    updated_at = Column(UTCDateTime, nullable=False, default=now)
    version = Column(Integer, nullable=False, default=1)
    acknowledged_at = Column(UTCDateTime)
    acknowledged_by_id = Column(ForeignKey("workers.id"))
    assigned_to_id = Column(ForeignKey("workers.id"))
    versions = relationship("HandOverVersion", order_by="HandOverVersion.version", cascade="all, delete-orphan")


class HandOverVersion(Base):
    """One version of the document (bot/msp/hand_over.schema.json)."""

    __tablename__ = "hand_over_versions"
    __table_args__ = (UniqueConstraint("hand_over_id", "version"),)

    id = Column(Integer, primary_key=True)
    hand_over_id = Column(ForeignKey("hand_overs.id", ondelete="CASCADE"), nullable=False)
    version = Column(Integer, nullable=False)
    document = Column(EncryptedJSON, nullable=False)
    created_at = Column(UTCDateTime, nullable=False, default=now)


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
    if found is None:
        found = HandOver(reference=new_reference(session), conversation_id=conversation_id, version=0)
        session.add(found)
    found.version += 1
    found.recipient = recipient
    found.conflict_of_interest = document["for_the_worker"]["conflict_of_interest"]
    found.urgency = document["urgency"]["level"]
    found.urgency_rank = URGENCIES.index(found.urgency)
    found.updated_at = now()
    document = document | {"reference": found.reference, "version": found.version}
    found.versions.append(HandOverVersion(version=found.version, document=document))
    session.flush()
    outbox.add(session, "handover.created" if found.version == 1 else "handover.updated", found.reference)
    if len(document["safety"]["alerts"]) > len(before.get("safety", {}).get("alerts", [])):
        outbox.add(session, "alert.raised", found.reference)
    return found
