"""Puts the inbox together."""

import logging
from typing import Any

from flask import Flask, Response, g, jsonify, render_template, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import UnicodeConverter

from bot.inbox import access, api, labels, trail
from bot.inbox.errors import Refused
from bot.inbox.views import account, administration, audit, experience, hand_overs, numbers, oidc, outbox, sign_in, work
from bot.records.encryption import keyed_hash
from bot.service import service
from bot.settings import settings

log = logging.getLogger(__name__)


class Reference(UnicodeConverter):
    """A hand-over's reference in an address."""

    regex = "[A-Z]{2,10}-[0-9]{4}"


def create_app(config: dict[str, Any] | None = None) -> Flask:
    """The inbox as a WSGI application; `config` changes Flask's settings, for tests."""
    app = Flask(__name__)
    proxies = settings().trusted_proxies
    app.config.update(
        SECRET_KEY=keyed_hash("inbox", "cookie"),
        SESSION_COOKIE_NAME="mysay_inbox",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=proxies > 0,  # behind a proxy there is TLS; on this machine alone there is none
        MAX_CONTENT_LENGTH=256 * 1024,
        WTF_CSRF_TIME_LIMIT=None,  # a form lives as long as the session
    )
    app.config.update(config or {})
    app.url_map.converters["reference"] = Reference
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    app.before_request(access.guard)
    csrf = CSRFProtect(app)
    csrf.exempt(api.pages)
    app.after_request(trail.note_read)
    app.after_request(access.no_store)
    for part in (sign_in, oidc, hand_overs, work, numbers, experience, audit, outbox, administration, account, api):
        app.register_blueprint(part.pages)
    labels.register(app)
    oidc.register(app)
    app.context_processor(lambda: {"actor": g.get("actor"), "service": service(), "oidc": settings().oidc_issuer})
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)
    return app


SAID = {
    400: "Something in that request was not right. Go back and try again.",
    403: "Your sign-in may not see this page. Ask an administrator if you think it should.",
    404: "There is no such page, or it is not yours to read.",
    405: "That page cannot be used like this.",
    413: "That is too long. Make it shorter and send it again.",
    500: "Something went wrong on our side. Nothing was changed. Try again, and tell your administrator if it stays.",
}


def _answer(status: int, error: str, message: str) -> tuple[Response | str, int]:
    if request.path.startswith("/api/"):
        return jsonify(error=error, message=message), status
    return render_template("error.html", status=status, message=message), status


def _refused(refused: Refused) -> Any:
    return _answer(refused.status, refused.error, refused.message)


def _csrf(_error: CSRFError) -> Any:
    return _answer(
        400,
        "form_expired",
        "This form is no longer good, because you signed out or in meanwhile. Go back, reload the page and send it again.",
    )


def _http(error: HTTPException) -> Any:
    status = error.code or 500
    if 300 <= status < 400:
        return error
    answer, status = _answer(status, (error.name or "error").lower().replace(" ", "_"), SAID.get(status, SAID[400]))
    return answer, status


def _broken(error: Exception) -> Any:
    # the class and place alone: an error's text may hold what a person said
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    log.error("%s at %s in %s", type(error).__name__, where, request.endpoint)
    return _answer(500, "internal", SAID[500])
