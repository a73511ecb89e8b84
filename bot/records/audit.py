"""Who read or changed what, and when: only ever added to, each entry sealed with the one before it.

The seal is a keyed hash, so that somebody who can write to the database but has no key cannot rewrite the past.
`python -m bot.records.audit verify` reads the whole chain and says where it is broken. The last seal, kept somewhere
else (the log says it once a day), also shows a tail that was cut off: `verify --last SEAL`.

What is older than the service keeps is erased from the front (bot/records/audit_pruning.py). A checkpoint, signed with
the hash key, holds the last seal that went, and the chain goes on from there.
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


class AuditCheckpoint(Base):
    """Where the chain begins now: entries up to `last_id`, the last with `seal`, were erased because of their age."""

    __tablename__ = "audit_checkpoints"

    id = Column(Integer, primary_key=True)
    at = Column(UTCDateTime, nullable=False)
    last_id = Column(Integer, nullable=False)
    entries = Column(Integer, nullable=False)
    seal = Column(String(64), nullable=False)
    signature = Column(String(64), nullable=False)

    def signed(self) -> str:
        """The signature that belongs to it."""
        return keyed_hash("audit checkpoint", json.dumps([self.at.isoformat(), self.last_id, self.entries, self.seal]))


# Nobody changes an entry by mistake, or takes one away that no checkpoint stands for; somebody who drops these on
# purpose is found by the chain.
_TAKEN = "(SELECT coalesce(max(last_id), 0) FROM audit_checkpoints)"
NEVER_CHANGED = {
    "sqlite": [
        "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit "
        "BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END",
        f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit WHEN OLD.id > {_TAKEN} "
        "BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION audit_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' AND OLD.id <= {_TAKEN} THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION 'the audit is only added to'; END $$",
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit "
        "FOR EACH ROW EXECUTE FUNCTION audit_only_added_to()",
    ],
}
for _dialect, _statements in NEVER_CHANGED.items():
    for _statement in _statements:
        event.listen(AuditEntry.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect))


@dataclass(frozen=True)
class Checked:
    """The chain as found: how many entries, the last seal, and the id of the first that does not fit (or None).

    `erased`: how many older ones were erased because of their age.
    """

    entries: int
    last_seal: str
    broken_at: int | None
    erased: int = 0


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
    """The seal of the newest entry; empty if there is none. The newest is never erased."""
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
    hold(session)
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


def hold(session: Session) -> None:
    """Keeps others from adding until the transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def checkpoint(session: Session) -> AuditCheckpoint | None:
    """The newest checkpoint, if entries were ever erased because of their age."""
    found: AuditCheckpoint | None = session.scalar(select(AuditCheckpoint).order_by(AuditCheckpoint.id.desc()).limit(1))
    return found


def verify(session: Session) -> Checked:
    """Reads the whole chain, oldest first, from the newest checkpoint on."""
    count, before, begins = 0, "", checkpoint(session)
    if begins is not None:
        if begins.signature != begins.signed():
            return Checked(0, "", begins.last_id)
        before = begins.seal
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500)):
        if entry.seal != _seal(before, entry):
            return Checked(count, before, entry.id)
        count, before = count + 1, entry.seal
    return Checked(count, before, None, begins.entries if begins else 0)


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
    older = f" {checked.erased} older ones were erased because of their age." if checked.erased else ""
    print(f"The audit is whole: {checked.entries} entries.{older} Last seal: {checked.last_seal or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
