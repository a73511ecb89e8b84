"""Who is told about an event by e-mail, and the ways to tell: each raises NotDelivered with what kind of failure it was."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.records.hand_overs import Blocked, HandOver
from bot.records.workers import Worker
from bot.settings import Settings


class NotDelivered(Exception):
    """It did not get through. The text says what kind of failure it was and never holds what was sent."""


@dataclass(frozen=True)
class Notice:
    """An event as the receivers are told: ids, codes and times, and nothing a person said."""

    id: str
    event: str
    reference: str
    at: datetime
    data: dict[str, Any]


def addresses(session: Session, notice: Notice, settings: Settings) -> list[str]:
    """Who gets the e-mail about a notice; empty if nobody is set up.

    The duty address for what is new and for alerts, the worker who has it for what changed, the leads too once an alert
    is escalated. A conflict of interest goes to its own readers; where there is none, to the administrators, who can
    add one.
    """
    found = session.scalar(select(HandOver).where(HandOver.reference == notice.reference))
    if found is None:
        return []
    duty = [address.strip() for address in settings.duty_email.split(",") if address.strip()]
    if found.conflict_of_interest:
        return _active(session, found, "independent_lead") or _active(session, found, "administrator")
    holder = session.get(Worker, found.assigned_to_id) if found.assigned_to_id else None
    if notice.event == "handover.updated" and holder and holder.active:
        return [holder.email]
    if notice.data.get("escalated"):
        duty += _active(session, found, "lead")
    if notice.event == "alert.raised" and holder and holder.active:
        duty.append(holder.email)
    return list(dict.fromkeys(duty))


def _active(session: Session, hand_over: HandOver, role: str) -> list[str]:
    blocked = select(Blocked.worker_id).where(Blocked.hand_over_id == hand_over.id)
    wanted = select(Worker.email).where(Worker.role == role, Worker.active.is_(True), Worker.id.not_in(blocked))
    emails: list[str] = session.scalars(wanted.order_by(Worker.id)).all()
    return emails
