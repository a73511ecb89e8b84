"""Who read or changed what."""

from typing import Any

from flask import Blueprint, g, render_template, request
from sqlalchemy import select

from bot.inbox import trail
from bot.inbox.access import MANAGERS, allowed
from bot.records.audit import AuditEntry, verify
from bot.records.base import reading

pages = Blueprint("audit", __name__)

PAGE = 100


@pages.get("/audit")
@allowed(*MANAGERS)
def entries() -> Any:
    """The newest first; `?reference=` for one hand-over, `?before=` for older ones."""
    reference = request.args.get("reference", "").strip().upper()[:16]
    before = request.args.get("before", type=int)
    wanted = select(AuditEntry).where(trail.readable(g.actor.worker)).order_by(AuditEntry.id.desc()).limit(PAGE)
    if reference:
        wanted = wanted.where(AuditEntry.reference == reference)
    if before:
        wanted = wanted.where(AuditEntry.id < before)
    with reading() as records:
        rows = records.scalars(wanted).all()
    return render_template("audit.html", rows=rows, reference=reference, more=len(rows) == PAGE)


@pages.get("/audit/check")
@allowed("auditor", "lead")
def check() -> Any:
    """Whether the chain is whole."""
    with reading() as records:
        return render_template("audit_check.html", checked=verify(records))
