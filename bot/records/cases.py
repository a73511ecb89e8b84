"""What workers do with a hand-over: the steps they took, and how it ended."""

from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, String, select
from sqlalchemy.orm import Session, relationship

from bot.records.base import Base, UTCDateTime, now
from bot.records.encryption import EncryptedJSON

STEPS = {
    "acknowledge": "Acknowledged",
    "alert": "Alert acknowledged",
    "assign": "Assigned",
    "note": "Note",
    "decision": "Decision",
    "override": "Sharing without agreement",
    "capacity": "Capacity considered",
    "reply": "Reply to the person",
    "review": "Review started",
    "own_fields": "Case number and label",
    "block": "Worker blocked",
    "close": "Closed",
    "cannot_reach": "The person can no longer be reached on Telegram",
}

# The national return's own categories (research, section 1.4); the worker alone sets these.
ASKED = {
    "asked_expressed": "Yes, asked and outcomes expressed",
    "asked_not_expressed": "Yes, asked, no outcomes expressed",
    "not_asked": "No",
    "dont_know": "Don't know",
    "not_recorded": "Not recorded",
}
ACHIEVED = {"fully": "Fully achieved", "partially": "Partially achieved", "not_achieved": "Not achieved"}
RISK_OUTCOMES = {"remained": "Risk remained", "reduced": "Risk reduced", "removed": "Risk removed"}
RISK_RESULTS = {
    "identified_action": "Risk identified and action taken",
    "identified_no_action": "Risk identified and no action taken",
    "inconclusive_action": "Inconclusive and action taken",
    "inconclusive_no_action": "Inconclusive and no action taken",
    "no_risk_action": "No risk identified and action taken",
    "no_risk_no_action": "No risk identified and no action taken",
    "ceased": "Enquiry ceased at the person's request and no action taken",
}
CAPACITY = {
    "lacked": "Yes, they lacked capacity",
    "did_not_lack": "No, they did not lack capacity",
    "dont_know": "Don't know",
    "not_recorded": "Not recorded",
}
ADVOCATE = {"yes": "Yes", "no": "No", "not_recorded": "Not recorded"}
GROUNDS = {
    "danger_to_life": "Danger to life",
    "others_at_risk": "Others or children at risk",
    "serious_crime": "A serious crime, or the public interest",
    "duress": "The person seems to be under duress or coercion",
    "lacks_capacity": "The person lacks capacity for this decision, and it is in their best interests",
    "staff_implicated": "Staff are implicated",
    "court_order": "A court order, or the law requires it",
}


class CaseStep(Base):
    """One step a worker took: `kind` is a key of STEPS; `body` holds what they wrote and chose. Only ever added to."""

    __tablename__ = "case_steps"

    id = Column(Integer, primary_key=True)
    hand_over_id = Column(ForeignKey("hand_overs.id", ondelete="CASCADE"), nullable=False, index=True)
    worker_id = Column(ForeignKey("workers.id"))
    actor = Column(String(100), nullable=False)
    kind = Column(String(16), nullable=False)
    body = Column(EncryptedJSON, nullable=False)
    at = Column(UTCDateTime, nullable=False, default=now)
    worker = relationship("Worker")


class Closing(Base):
    """How a hand-over ended, in the national return's fields: SG4a, SG2e, SG2c, SG3a. The newest one counts."""

    __tablename__ = "closings"

    id = Column(Integer, primary_key=True)
    hand_over_id = Column(ForeignKey("hand_overs.id", ondelete="CASCADE"), nullable=False, index=True)
    at = Column(UTCDateTime, nullable=False, default=now, index=True)
    asked = Column(String(24), nullable=False)
    achieved = Column(String(16))
    risk_result = Column(String(24), nullable=False)
    risk_outcome = Column(String(16))
    capacity = Column(String(16), nullable=False)
    advocate = Column(String(16))


def add_step(
    session: Session, hand_over_id: int, kind: str, body: dict[str, Any], actor: str, worker_id: int | None
) -> CaseStep:
    """Adds a step."""
    step = CaseStep(hand_over_id=hand_over_id, kind=kind, body=body, actor=actor, worker_id=worker_id)
    session.add(step)
    session.flush()
    return step


def steps_of(session: Session, hand_over_id: int) -> list[CaseStep]:
    """The steps taken with a hand-over, oldest first."""
    rows: list[CaseStep] = session.scalars(
        select(CaseStep).where(CaseStep.hand_over_id == hand_over_id).order_by(CaseStep.id)
    ).all()
    return rows


def closing_of(session: Session, hand_over_id: int) -> Closing | None:
    """How it ended, if it did."""
    found: Closing | None = session.scalar(
        select(Closing).where(Closing.hand_over_id == hand_over_id).order_by(Closing.id.desc()).limit(1)
    )
    return found
