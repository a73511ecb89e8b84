"""Who read or changed what, and when: only ever added to, each entry sealed with the one before it.

The seal is a keyed hash, so that somebody who can write to the database but has no key cannot rewrite the past.
`python -m bot.records.audit verify` reads the whole chain and says where it is broken. The last seal, kept somewhere
else (the log says it once a day), also shows a tail that was cut off: `verify --last SEAL`.
"""

import argparse
import json
import sys
from dataclasses import dataclass
from typing import Any

from sqlalchemy import DDL, JSON, Boolean, Column, Integer, String, event, select, text
from sqlalchemy.orm import Session

from bot.records.base import Base, UTCDateTime, now, reading
from bot.records.encryption import keyed_hash

_LOCK = 5_284_011  # any number, the same in every process: entries are added one at a time


class AuditEntry(Base):
    """One read or change. `detail` holds ids, versions and codes, never a person's words.

    `restricted`: about a hand-over with a conflict of interest, which only its own readers may know of.
    """

    __tablename__ = "audit"

    id = Column(Integer, primary_key=True)
    at = Column(UTCDateTime, nullable=False, index=True)
    worker_id = Column(Integer, index=True)
    actor = Column(String(100), nullable=False)
    action = Column(String(48), nullable=False)
    reference = Column(String(16), index=True)
    restricted = Column(Boolean, nullable=False, default=False)
    detail = Column(JSON, nullable=False)
    seal = Column(String(64), nullable=False)


# Nobody changes an entry by mistake; somebody who drops these on purpose is found by the chain.
NEVER_CHANGED = {
    "sqlite": [
        f"CREATE TRIGGER audit_no_{verb} BEFORE {verb.upper()} ON audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END"
        for verb in ("update", "delete")
    ],
    "postgresql": [
        "CREATE FUNCTION audit_only_added_to() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit is only added to'; END $$",
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit "
        "FOR EACH ROW EXECUTE FUNCTION audit_only_added_to()",
    ],
}
for _dialect, _statements in NEVER_CHANGED.items():
    for _statement in _statements:
        event.listen(AuditEntry.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect))


@dataclass(frozen=True)
class Checked:
    """The chain as found: how many entries, the last seal, and the id of the first that does not fit (or None)."""

    entries: int
    last_seal: str
    broken_at: int | None


def _seal(before: str, entry: AuditEntry) -> str:
    what = [
        entry.at.isoformat(),
        entry.worker_id,
        entry.actor,
        entry.action,
        entry.reference,
        bool(entry.restricted),
        entry.detail,
    ]
    return keyed_hash("audit", before + json.dumps(what, sort_keys=True, ensure_ascii=False))


def last_seal(session: Session) -> str:
    """The seal of the newest entry; empty if there is none."""
    return session.scalar(select(AuditEntry.seal).order_by(AuditEntry.id.desc()).limit(1)) or ""


def add(
    session: Session,
    actor: str,
    action: str,
    *,
    worker_id: int | None = None,
    reference: str | None = None,
    restricted: bool = False,
    detail: dict[str, Any] | None = None,
) -> None:
    """Adds an entry, in the transaction of what it is about. Call it last: others wait until that transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    entry = AuditEntry(
        at=now(),
        worker_id=worker_id,
        actor=actor,
        action=action,
        reference=reference,
        restricted=restricted,
        detail=detail or {},
    )
    entry.seal = _seal(last_seal(session), entry)
    session.add(entry)
    session.flush()


def verify(session: Session) -> Checked:
    """Reads the whole chain, oldest first."""
    count, before = 0, ""
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500)):
        if entry.seal != _seal(before, entry):
            return Checked(count, before, entry.id)
        count, before = count + 1, entry.seal
    return Checked(count, before, None)


def main() -> int:
    """`verify`: 0 if the chain is whole, 1 if not."""
    parser = argparse.ArgumentParser(prog="python -m bot.records.audit", description="Checks the audit.")
    parser.add_argument("command", choices=["verify"])
    parser.add_argument("--last", metavar="SEAL", help="a seal noted earlier, which must still be in the chain")
    wanted = parser.parse_args()
    with reading() as session:
        checked = verify(session)
        kept = wanted.last is None or session.scalar(select(AuditEntry.id).where(AuditEntry.seal == wanted.last))
    if checked.broken_at is not None:
        print(f"The audit is broken at entry {checked.broken_at}: it or one before it was changed or taken out.")
        return 1
    if not kept:
        print("The audit is whole, but the seal you gave is not in it: entries were cut off its end.")
        return 1
    print(f"The audit is whole: {checked.entries} entries. Last seal: {checked.last_seal or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
