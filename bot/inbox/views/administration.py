"""Workers and tokens. An administrator reads no hand-over."""

import secrets
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from sqlalchemy import func, select

from bot.inbox import trail
from bot.inbox.access import allowed
from bot.inbox.errors import Refused
from bot.records import workers
from bot.records.base import now, reading
from bot.records.hand_overs import NOT_CLOSED, Blocked, HandOver
from bot.records.workers import ApiToken, Worker

pages = Blueprint("administration", __name__, url_prefix="/administration")


@pages.get("/")
@allowed("administrator")
def overview() -> Any:
    """Who may sign in, and which tokens there are."""
    return _page()


def _page(secret: str | None = None, what: str = "") -> Any:
    with reading() as records:
        people = records.scalars(select(Worker).order_by(Worker.active.desc(), Worker.name)).all()
        tokens = records.scalars(select(ApiToken).order_by(ApiToken.id.desc())).all()
        unreadable = _unreadable(records)
    return render_template(
        "administration.html", people=people, tokens=tokens, secret=secret, what=what, unreadable=unreadable, now=now()
    )


def _unreadable(records: Any) -> bool:
    """True if something waits for an independent lead and there is none who may read it."""
    may_read = (
        select(Worker.id)
        .where(
            Worker.role == "independent_lead",
            Worker.active.is_(True),
            Worker.id.not_in(select(Blocked.worker_id).where(Blocked.hand_over_id == HandOver.id)),
        )
        .exists()
    )
    wanted = select(func.count()).where(HandOver.conflict_of_interest.is_(True), NOT_CLOSED, ~may_read)
    return bool(records.scalar(wanted))


@pages.post("/workers")
@allowed("administrator")
def add_worker() -> Any:
    """A new worker; their first password is shown once."""
    password = secrets.token_urlsafe(12)
    form = request.form
    try:
        with trail.changing(added=form.get("role", "")) as records:
            workers.add(records, form.get("name", ""), form.get("email", ""), form.get("role", ""), password)
    except ValueError as error:
        raise Refused(422, "not_possible", str(error)) from error
    return _page(password, f"The first password of {form.get('email')}. Hand it over in person; it is shown only now.")


@pages.post("/workers/<int:worker>")
@allowed("administrator")
def change_worker(worker: int) -> Any:
    """Another role, a new password, no second factor any more, or no more sign-in. It ends their sessions."""
    action = request.form.get("action", "")
    password = None
    with trail.changing(worker=worker, action=action) as records:
        found = records.get(Worker, worker)
        if found is None or found.id == g.actor.worker.id:
            raise Refused(
                422, "not_possible", "Choose another worker. Your own sign-in is changed by another administrator."
            )
        if action in workers.ROLES:
            found.role = action
        elif action == "password":
            password = secrets.token_urlsafe(12)
            found.password_hash = workers.hash_password(password)
        elif action == "second_factor":
            found.totp_secret = found.recovery_hashes = found.totp_last_step = None
        elif action in ("stop", "allow"):
            found.active = action == "allow"
        elif action == "unlock":
            workers.succeeded(found)
        else:
            raise Refused(422, "not_possible", "Choose what to change.")
        workers.end_sessions(records, found.id)
    if password:
        return _page(password, f"The new password of {found.email}. Hand it over in person; it is shown only now.")
    flash("Changed. They have to sign in again.")
    return redirect(url_for("administration.overview"))


@pages.post("/tokens")
@allowed("administrator")
def add_token() -> Any:
    """A token for other software; it is shown once. It sees what the team sees."""
    form = request.form
    try:
        with trail.changing(scopes=form.getlist("scope")) as records:
            days = max(1, min(form.get("days", 365, type=int), 730))
            token = workers.new_token(records, form.get("name", ""), form.getlist("scope"), days)
    except ValueError as error:
        raise Refused(422, "not_possible", str(error)) from error
    return _page(token, f"The token of {form.get('name')}. Copy it now; it is shown only once.")


@pages.post("/tokens/<int:token>/revoke")
@allowed("administrator")
def revoke_token(token: int) -> Any:
    """The token is no longer good."""
    with trail.changing(token=token) as records:
        found = records.get(ApiToken, token)
        if found:
            found.revoked_at = now()
    flash("The token is no longer good.")
    return redirect(url_for("administration.overview"))
