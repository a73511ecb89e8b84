"""Who may do what. Every view says who may use it, with one of the decorators here; one that does not is closed."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, redirect, request, session, url_for
from sqlalchemy.orm import Session

from bot.inbox.errors import Refused
from bot.records import workers
from bot.records.base import now, reading, writing
from bot.records.hand_overs import HandOver, find
from bot.records.workers import SCOPES, Worker
from bot.settings import settings

View = TypeVar("View", bound=Callable[..., Any])

EVERYBODY = tuple(workers.ROLES)
READERS = ("worker", "lead", "independent_lead")
MANAGERS = ("lead", "independent_lead", "auditor")


@dataclass(frozen=True)
class Actor:
    """Who is asking: a signed-in worker, or software with a token (`worker` is then who it stands for, or None)."""

    name: str
    worker: Worker | None
    scopes: frozenset[str]

    @property
    def worker_id(self) -> int | None:
        """The worker's id, for the record of who did it."""
        return self.worker.id if self.worker else None


@dataclass(frozen=True)
class Access:
    """Who may use a view: anyone, workers with one of `roles`, or tokens with `scope`."""

    roles: tuple[str, ...] = ()
    scope: str | None = None
    anyone: bool = False


def allowed(*roles: str) -> Callable[[View], View]:
    """Only workers who are signed in and have one of these roles."""
    return _with(Access(roles=roles))


def with_scope(scope: str) -> Callable[[View], View]:
    """Only software (or a worker's own token) with this scope."""
    return _with(Access(scope=scope))


def anyone(view: View) -> View:
    """Open to all: nothing a person said is behind it."""
    return _with(Access(anyone=True))(view)


def _with(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark


def access_of(app: Flask, endpoint: str) -> Access | None:
    """What a view said about who may use it."""
    return getattr(app.view_functions[endpoint], "access", None)


def guard() -> Any:
    """Before each request: finds out who asks, and turns away whoever may not."""
    g.actor, g.audited = None, False
    if request.endpoint is None or request.endpoint == "static":
        return None
    access = access_of(current_app, request.endpoint)
    if access is None:
        abort(403)
    if access.scope:
        g.actor = _of_token()
        if access.scope not in g.actor.scopes:
            raise Refused(403, "not_allowed", f"This token may not do that. It needs the scope {access.scope}.")
        return None
    token = session.get("token")
    found = _of_session(token) if token else None
    g.actor = found
    if access.anyone:
        return None
    if found is None or found.worker is None:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("sign_in.sign_in", next=wanted))
    if found.worker.role not in access.roles:
        abort(403)
    return None


def _of_session(token: str) -> Actor | None:
    with reading() as records:
        found = workers.of_session(records, token)
    if found is None or (found[0].totp_secret and not found[1].second_factor):
        return None
    worker, kept = found
    if (now() - kept.last_at).total_seconds() > 60:  # once a minute is enough, and keeps reads from waiting for writes
        with writing() as records:
            records.merge(kept).last_at = now()
    return Actor(worker.name, worker, frozenset())


def _of_token() -> Actor:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer" and token:
        own = settings().api_token
        if own and hmac.compare_digest(own.encode(), token.encode()):
            return Actor("MYSAY_API_TOKEN", None, frozenset(SCOPES))
        with reading() as records:
            found = workers.of_token(records, token)
            if found:
                worker = records.get(Worker, found.worker_id) if found.worker_id else None
                return Actor(f"token: {found.name}", worker, frozenset(found.scopes.split()))
    raise Refused(401, "not_signed_in", "Send a valid token: Authorization: Bearer <token>.")


def the_hand_over(records: Session, reference: str, lock: bool = False) -> HandOver:
    """The hand-over, or 404: the same answer whether it does not exist or may not be known of."""
    found = find(records, g.actor.worker, reference, lock)
    if found is None:
        raise Refused(404, "not_found", "There is no such hand-over, or it is not yours to read.")
    return found


def safe_next(wanted: str | None) -> str:
    """Where to go after signing in: a page of ours, or the list."""
    if wanted and wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not urlsplit(wanted).netloc:
        return wanted
    return url_for("hand_overs.listed")


def no_store(response: Response) -> Response:
    """What every answer carries: nothing is kept, framed, sniffed or fetched from elsewhere."""
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    response.headers["Cache-Control"] = "no-store" if request.endpoint != "static" else "no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    response.headers["X-Robots-Tag"] = "noindex"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
