"""Erases what is too old from the front of the audit, in such a way that the rest can still be checked."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.records.audit import AuditCheckpoint, AuditEntry, checkpoint, hold, verify
from bot.records.base import now


class AuditBroken(RuntimeError):
    """The chain is broken: nothing is taken out of it, so that where it is broken can be looked at."""


def prune(session: Session, kept_from: datetime) -> int:
    """Erases the entries before that moment (UTC), but never the newest; returns how many.

    Raises AuditBroken.
    """
    hold(session)
    newest = session.scalar(select(func.max(AuditEntry.id)))
    kept = session.scalar(select(func.min(AuditEntry.id)).where(AuditEntry.at >= kept_from)) or newest
    last = session.scalar(select(AuditEntry).where(AuditEntry.id < (kept or 0)).order_by(AuditEntry.id.desc()).limit(1))
    if last is None:
        return 0
    if verify(session).broken_at is not None:
        raise AuditBroken
    going = select(func.count()).select_from(AuditEntry).where(AuditEntry.id <= last.id)
    count: int = session.scalar(going)
    before = checkpoint(session)
    # to the second: SQLite and PostgreSQL must give back what was signed
    made = AuditCheckpoint(
        at=now().replace(microsecond=0),
        last_id=last.id,
        entries=count + (before.entries if before else 0),
        seal=last.seal,
    )
    made.signature = made.signed()
    session.add(made)
    session.flush()
    session.execute(delete(AuditEntry).where(AuditEntry.id <= last.id).execution_options(synchronize_session=False))
    return count
