"""A worker's own sign-in: the name people see, the password, the second factor, their own tokens."""

from typing import Any

import pyotp
import segno
from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from sqlalchemy import select

from bot.inbox import trail
from bot.inbox.access import EVERYBODY, READERS, allowed
from bot.inbox.errors import Refused
from bot.records import workers
from bot.records.base import now, reading
from bot.records.encryption import keyed_hash
from bot.records.workers import ApiToken, Worker, WorkerSession
from bot.service import service

pages = Blueprint("account", __name__, url_prefix="/account")


@pages.get("/")
@allowed(*EVERYBODY)
def overview() -> Any:
    """The worker's own settings."""
    return _page()


def _page(**shown: Any) -> Any:
    with reading() as records:
        worker = records.get(Worker, g.actor.worker.id)
        tokens = records.scalars(select(ApiToken).where(ApiToken.worker_id == worker.id)).all()
    return render_template("account.html", worker=worker, tokens=tokens, now=now(), **shown)


@pages.post("/shown-as")
@allowed(*EVERYBODY)
def shown_as() -> Any:
    """The name people are told."""
    with trail.changing() as records:
        records.get(Worker, g.actor.worker.id).shown_as = request.form.get("shown_as", "").strip()[:80] or None
    flash("Saved.")
    return redirect(url_for("account.overview"))


@pages.post("/password")
@allowed(*EVERYBODY)
def password() -> Any:
    """A new password; every other browser is signed out."""
    with trail.changing() as records:
        worker = records.get(Worker, g.actor.worker.id)
        if not workers.check_password(worker, request.form.get("old", "")):
            raise Refused(422, "wrong", "The password you have now is not right.")
        try:
            worker.password_hash = workers.hash_password(request.form.get("new", ""))
        except workers.PasswordTooShort as error:
            raise Refused(422, "too_short", str(error)) from error
        workers.end_sessions(records, worker.id, keep=keyed_hash("session", session["token"]))
    flash("Your password is changed. Other browsers are signed out.")
    return redirect(url_for("account.overview"))


@pages.post("/second-factor")
@allowed(*EVERYBODY)
def second_factor() -> Any:
    """Sets up the second factor: first the code to scan, then, once an app's code is right, the recovery codes."""
    secret = session.get("new_totp")
    code = request.form.get("code")
    if not secret or code is None:
        secret = session["new_totp"] = pyotp.random_base32()
        address = pyotp.TOTP(secret).provisioning_uri(name=g.actor.worker.email, issuer_name=service().name)
        drawn = segno.make(address, error="m").svg_inline(scale=4, border=2, svgclass=None, lineclass=None)
        return _page(secret=secret, drawn=drawn)
    with trail.changing() as records:
        worker = records.get(Worker, g.actor.worker.id)
        worker.totp_secret, worker.totp_last_step = secret, None
        if not workers.check_code(worker, code):
            raise Refused(422, "wrong", "That code is not right. Start again, and check the clock of your phone.")
        codes = workers.new_recovery_codes(worker)
        records.get(WorkerSession, keyed_hash("session", session["token"])).second_factor = True
        workers.end_sessions(records, worker.id, keep=keyed_hash("session", session["token"]))
    session.pop("new_totp")
    return _page(codes=codes)


@pages.post("/second-factor/off")
@allowed(*EVERYBODY)
def second_factor_off() -> Any:
    """Takes the second factor away; the password is asked for."""
    with trail.changing() as records:
        worker = records.get(Worker, g.actor.worker.id)
        if not workers.check_password(worker, request.form.get("old", "")):
            raise Refused(422, "wrong", "The password you have now is not right.")
        worker.totp_secret = worker.recovery_hashes = worker.totp_last_step = None
    flash("The second factor is off.")
    return redirect(url_for("account.overview"))


@pages.post("/tokens")
@allowed(*READERS)
def add_token() -> Any:
    """A token that sees what this worker sees; it is shown once."""
    try:
        with trail.changing(scopes=request.form.getlist("scope")) as records:
            token = workers.new_token(
                records, request.form.get("name", ""), request.form.getlist("scope"), 90, g.actor.worker.id
            )
    except ValueError as error:
        raise Refused(422, "not_possible", str(error)) from error
    return _page(token=token)


@pages.post("/tokens/<int:token>/revoke")
@allowed(*READERS)
def revoke_token(token: int) -> Any:
    """One of the worker's own tokens is no longer good."""
    with trail.changing(token=token) as records:
        found = records.get(ApiToken, token)
        if found is None or found.worker_id != g.actor.worker.id:
            raise Refused(404, "not_found", "There is no such token of yours.")
        found.revoked_at = now()
    flash("The token is no longer good.")
    return redirect(url_for("account.overview"))
