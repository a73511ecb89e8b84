"""Signing in with the organisation's own account (OpenID Connect), for a service that has it.

Nobody is let in who was not added here: the first time a worker is found by the e-mail address that the organisation says
is verified, from then on by the organisation's own id for them.
"""

from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, Flask, current_app, redirect, session, url_for
from joserfc.errors import JoseError
from requests import RequestException
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.inbox import trail
from bot.inbox.access import anyone, safe_next
from bot.inbox.errors import Refused
from bot.records import workers
from bot.records.base import writing
from bot.records.workers import Worker
from bot.settings import settings

pages = Blueprint("oidc", __name__, url_prefix="/sign-in/organisation")

EXTENSION = "authlib.integrations.flask_client"  # where authlib keeps what was registered


def register(app: Flask) -> None:
    """Sets the organisation up, if the settings name one."""
    here = settings()
    if here.oidc_issuer:
        OAuth(app).register(
            "organisation",
            client_id=here.oidc_client_id,
            client_secret=here.oidc_client_secret,
            server_metadata_url=here.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration",
            client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "timeout": 10},
        )


def _client() -> Any:
    if not settings().oidc_issuer:
        raise Refused(404, "not_found", "This service has no sign-in with an organisation.")
    return current_app.extensions[EXTENSION].create_client("organisation")


@pages.get("/")
@anyone
def start() -> Any:
    """Sends the worker to their organisation."""
    try:
        return _client().authorize_redirect(url_for("oidc.back", _external=True))
    except RequestException:
        raise Refused(502, "not_reached", "Your organisation's sign-in cannot be reached. Try again soon.") from None


@pages.get("/back")
@anyone
def back() -> Any:
    """The worker comes back, with who they are."""
    try:
        claims = _client().authorize_access_token().get("userinfo") or {}
    except (OAuthError, JoseError, RequestException, ValueError):
        raise Refused(401, "not_signed_in", "Your organisation did not confirm who you are. Try again.") from None
    with writing() as records:
        worker = _worker(records, claims)
        token = workers.start_session(records, worker, second_factor=True) if worker else None
    if worker is None or token is None:
        trail.note_sign_in("somebody of the organisation", None, "failed")
        raise Refused(403, "not_known", "You have no sign-in here yet. Ask an administrator to add you.")
    session.clear()
    session["token"] = token
    trail.note_sign_in(worker.email, worker.id, "signed_in")
    return redirect(safe_next(None))


def _worker(records: Session, claims: dict[str, Any]) -> Worker | None:
    """The worker the organisation means, if they were added and may sign in."""
    subject = f"{claims.get('iss')} {claims.get('sub')}"[:255]
    found: Worker | None = records.scalar(select(Worker).where(Worker.oidc_subject == subject))
    if found is None and claims.get("email_verified") is True:
        found = workers.by_email(records, str(claims.get("email", "")))
        if found is not None and found.oidc_subject is None:
            found.oidc_subject = subject
        else:
            found = None  # somebody else's account of the organisation has this address now
    return found if found and found.active else None
