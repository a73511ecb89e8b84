"""Alerts that nobody has acknowledged are told again, and after a while to the leads too."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.records.hand_overs import HandOver, RaisedAlert, tell

AGAIN_AFTER = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(hours=2)
ESCALATE_AFTER = timedelta(minutes=30)


def pause(times_told: int) -> timedelta:
    """How long after the last telling an alert is told again: 10 minutes, 20, 40 ... up to two hours."""
    doubled: int = 2 ** min(times_told - 1, 10)
    return min(AGAIN_AFTER * doubled, LONGEST_PAUSE)


def repeat(session: Session, at: datetime) -> int:
    """Tells again what is due at that moment (UTC), once for each hand-over. Returns how many were told."""
    open_alerts = session.scalars(
        select(RaisedAlert)
        .where(
            RaisedAlert.acknowledged_at.is_(None),
            # told in the future: the clock was put back since
            or_(RaisedAlert.told_at <= at - AGAIN_AFTER, RaisedAlert.told_at > at),
        )
        .order_by(RaisedAlert.id)
        .with_for_update(skip_locked=True)
    ).all()
    told: set[int] = set()
    for alert in open_alerts:
        if at - pause(alert.times_told) < alert.told_at <= at:
            continue
        repeated, alert.told_at = alert.times_told, at
        alert.times_told += 1
        if alert.hand_over_id not in told:
            told.add(alert.hand_over_id)
            escalated = at - alert.raised_at >= ESCALATE_AFTER
            hand_over = session.get(HandOver, alert.hand_over_id)
            tell(session, hand_over, "alert.raised", {"repeat": repeated, "escalated": escalated})
    return len(told)
