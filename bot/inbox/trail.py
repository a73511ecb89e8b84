"""Every request of a worker or a token goes into the audit: a change in its own transaction, a read before it is answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Response, g, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.records import audit
from bot.records.base import writing
from bot.records.hand_overs import HandOver, visible_to


@contextmanager
def changing(**detail: Any) -> Iterator[Session]:
    """A session to change records with; the change and its audit entry are stored together or not at all."""
    with writing() as records:
        yield records
        _add(records, detail)
    g.audited = True


def note_read(response: Response) -> Response:
    """After each request: notes what was read or refused. If it cannot be noted, nothing is answered."""
    if getattr(g, "actor", None) is None or g.audited or request.endpoint in (None, "static"):
        return response
    with writing() as records:
        detail = {} if response.status_code < 300 else {"answer": response.status_code}
        if version := request.args.get("version", type=int):
            detail["version"] = version
        _add(records, detail)
    return response


def _add(records: Session, detail: dict[str, Any]) -> None:
    reference = (request.view_args or {}).get("reference")
    conflict = select(HandOver.conflict_of_interest).where(HandOver.reference == reference)
    audit.add(
        records,
        g.actor.name,
        str(request.endpoint),
        worker_id=g.actor.worker_id,
        reference=reference,
        restricted=bool(reference and records.scalar(conflict)),
        detail=detail,
    )


def note_sign_in(email: str, worker_id: int | None, what: str) -> None:
    """Notes a sign-in, or a failure. `what`: signed_in, failed, locked, signed_out."""
    with writing() as records:
        audit.add(records, email[:100], f"sign_in.{what}", worker_id=worker_id)


def readable(worker: Any) -> Any:
    """The SQL condition on AuditEntry for what a worker may see of the audit: nothing of what they may not know of."""
    visible = select(HandOver.reference).where(visible_to(worker))
    if worker.role == "independent_lead":
        return audit.AuditEntry.reference.in_(visible)
    hidden = select(HandOver.reference).where(~visible_to(worker))
    entry = audit.AuditEntry
    return entry.restricted.is_(False) & (entry.reference.is_(None) | entry.reference.not_in(hidden))
