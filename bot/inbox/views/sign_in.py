"""Signing in, with the second factor where the worker has one, and out."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, session, url_for
from sqlalchemy import select

from bot.inbox import trail, tries
from bot.inbox.access import EVERYBODY, allowed, anyone, safe_next
from bot.records import workers
from bot.records.base import reading, writing
from bot.records.encryption import keyed_hash
from bot.records.workers import Worker, WorkerSession

pages = Blueprint("sign_in", __name__)

WRONG = "That e-mail address and password do not go together. Check both and try again."
TOO_MANY = "Too many tries from where you are. Wait a minute and try again."
LOCKED = "Too many tries. Wait {minutes} and try again."


@pages.route("/sign-in", methods=["GET", "POST"])
@anyone
def sign_in() -> Any:
    """Asks for e-mail address and password."""
    if request.method == "GET":
        return render_template("sign_in.html", error=None, next=request.args.get("next", ""))
    if not tries.allowed(request.remote_addr or ""):
        return _again(TOO_MANY, 429)
    email, password = request.form.get("email", ""), request.form.get("password", "")
    with reading() as records:
        worker = workers.by_email(records, email)
        wait = workers.locked_for(worker) if worker else None
        # the password is checked even while locked: an answer that comes sooner would tell that there is such a worker
        right = workers.check_password(worker, password)
    if worker and wait:
        trail.note_sign_in(worker.email, worker.id, "locked")
        minutes = int(wait.total_seconds() // 60) + 1
        return _again(LOCKED.format(minutes="a minute" if minutes == 1 else f"{minutes} minutes"), 429)
    if worker is None or not right or not worker.active:
        if worker:
            with writing() as records:
                workers.failed(records.get(Worker, worker.id, with_for_update=True))
        trail.note_sign_in(worker.email if worker else "nobody we know", worker.id if worker else None, "failed")
        return _again(WRONG, 401)
    with writing() as records:
        held = records.get(Worker, worker.id)
        if not held.totp_secret:
            workers.succeeded(held)
        token = workers.start_session(records, held, second_factor=False)
    session.clear()
    session["token"] = token
    if worker.totp_secret:
        return redirect(url_for("sign_in.second_factor", next=request.form.get("next") or None))
    trail.note_sign_in(worker.email, worker.id, "signed_in")
    return redirect(safe_next(request.form.get("next")))


def _again(error: str, status: int) -> Any:
    return render_template("sign_in.html", error=error, next=request.form.get("next", "")), status


@pages.route("/sign-in/second-factor", methods=["GET", "POST"])
@anyone
def second_factor() -> Any:
    """Asks for the code of the worker's app, or one of their recovery codes."""
    with reading() as records:
        found = workers.of_session(records, session.get("token", ""))
    if found is None or found[0].totp_secret is None:
        return redirect(url_for("sign_in.sign_in"))
    error = None
    if request.method == "POST":
        code = request.form.get("code", "")
        with writing() as records:
            worker = records.get(Worker, found[0].id, with_for_update=True)
            locked = workers.locked_for(worker) is not None
            right = not locked and (workers.check_code(worker, code) or workers.use_recovery_code(worker, code))
            if right:
                workers.succeeded(worker)
                records.get(WorkerSession, found[1].token_hash).second_factor = True
            elif not locked:
                workers.failed(worker)
        trail.note_sign_in(worker.email, worker.id, "signed_in" if right else "locked" if locked else "failed")
        if right:
            return redirect(safe_next(request.form.get("next")))
        error = "Too many tries. Wait and try again." if locked else "That code is not right, or was used before."
    return render_template(
        "second_factor.html", error=error, next=request.values.get("next", "")
    ), 401 if error else 200


@pages.post("/sign-out")
@allowed(*EVERYBODY)
def sign_out() -> Any:
    """Ends this browser's session."""
    with trail.changing() as records:
        kept = records.get(WorkerSession, keyed_hash("session", session["token"]))
        if kept:
            records.delete(kept)
    session.clear()
    g.actor = None
    return redirect(url_for("sign_in.sign_in"))


@pages.get("/healthz")
@anyone
def healthz() -> Any:
    """Alive."""
    return {"status": "ok"}


@pages.get("/readyz")
@anyone
def readyz() -> Any:
    """Able to serve: the database answers."""
    try:
        with reading() as records:
            records.execute(select(Worker.id).limit(1))
    except Exception:  # whatever it is, this process cannot serve
        return {"status": "not ready"}, 503
    return {"status": "ok"}
