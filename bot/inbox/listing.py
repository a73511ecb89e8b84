"""The list of hand-overs: what waits, the most urgent and longest waiting first."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.msp.codes import URGENCIES
from bot.records.base import now
from bot.records.hand_overs import NOT_CLOSED, HandOver, RaisedAlert, visible_to
from bot.records.workers import Worker

PAGE = 25
STATUSES = ("new", "open", "review", "closed")
# by when somebody should have read it, in hours of waiting; drawn, never enforced
TARGET_HOURS = {"now": 0.25, "today": 8.0, "soon": 24.0, "routine": 72.0}


@dataclass(frozen=True)
class Row:
    """A line of the list: the hand-over, who has it, alerts nobody has acknowledged, and how much of the target is used.

    `used` is 0 to 1 (1: the target has passed), None once somebody has read it.
    """

    hand_over: HandOver
    assigned_to: str | None
    open_alerts: int
    used: float | None


@dataclass(frozen=True)
class Found:
    """One page of the list."""

    rows: list[Row]
    page: int
    pages: int
    total: int


def find_rows(
    session: Session,
    worker: Worker | None,
    status: str = "",
    urgency: str = "",
    page: int = 1,
    search: str = "",
    mine: bool = False,
) -> Found:
    """The hand-overs a worker may know of. `status` empty: all that are not closed; `search`: the worker's own fields."""
    wanted = [visible_to(worker)]
    if status in STATUSES:
        wanted.append(HandOver.status == status)
    elif status != "all":
        wanted.append(NOT_CLOSED)
    if urgency in URGENCIES:
        wanted.append(HandOver.urgency == urgency)
    if mine and worker:
        wanted.append(HandOver.assigned_to_id == worker.id)
    if search:
        like = "%" + search.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        fields = (HandOver.reference, HandOver.case_number, HandOver.label)
        wanted.append(or_(*(field.ilike(like, escape="\\") for field in fields)))
    total = session.scalar(select(func.count()).select_from(HandOver).where(*wanted)) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    order: tuple[Any, ...] = (HandOver.urgency_rank, HandOver.unread.desc(), HandOver.waiting_since, HandOver.id)
    if status == "closed":
        order = (HandOver.closed_at.desc(), HandOver.id)
    rows = session.execute(
        select(HandOver, Worker.name)
        .outerjoin(Worker, Worker.id == HandOver.assigned_to_id)
        .where(*wanted)
        .order_by(*order)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    alerts = _open_alerts(session, [found.id for found, _ in rows])
    return Found([Row(one, name, alerts.get(one.id, 0), used(one)) for one, name in rows], page, pages, total)


def _open_alerts(session: Session, hand_over_ids: list[int]) -> dict[int, int]:
    """How many alerts nobody has acknowledged, by hand-over."""
    wanted = (
        select(RaisedAlert.hand_over_id, func.count())
        .where(RaisedAlert.hand_over_id.in_(hand_over_ids), RaisedAlert.acknowledged_at.is_(None))
        .group_by(RaisedAlert.hand_over_id)
    )
    return dict(session.execute(wanted).all())


def used(hand_over: HandOver) -> float | None:
    """How much of the time within which somebody should have read it has passed, 0 to 1."""
    if not hand_over.unread:
        return None
    hours: float = (now() - hand_over.waiting_since).total_seconds() / 3600
    return min(1.0, max(0.0, hours / TARGET_HOURS[hand_over.urgency]))


def counts(session: Session, worker: Worker | None) -> dict[str, int]:
    """How many hand-overs stand in each status, and how many nobody has read (`unread`)."""
    rows = session.execute(
        select(HandOver.status, func.count()).where(visible_to(worker)).group_by(HandOver.status)
    ).all()
    unread = select(func.count()).where(visible_to(worker), HandOver.unread.is_(True), NOT_CLOSED)
    found: dict[str, Any] = {status: 0 for status in STATUSES} | dict(rows)
    return found | {"unread": session.scalar(unread) or 0}
