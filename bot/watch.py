"""The port on which a process is watched: `/metrics` for Prometheus, `/healthz` (alive) and `/readyz` (can serve).

Every process has one of its own, on loopback unless MYSAY_METRICS_HOST says otherwise, so that none of it is ever on a
port that people or workers reach.
"""

import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from prometheus_client import make_wsgi_app
from prometheus_client.exposition import ThreadingWSGIServer

from bot import metrics
from bot.settings import settings

# Where a process's port lies above MYSAY_METRICS_PORT. A second Rasa and its actions come behind these, and so on.
PLACES = {"door": 0, "inbox": 1, "outbox": 2, "rasa": 3, "actions": 4}

Check = Callable[[], bool]


class _Handler(WSGIRequestHandler):
    timeout = 10

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged."""


def serve(part: str, alive: Check, ready: Check) -> None:
    """Begins to measure this process, and serves on its port from a thread of its own.

    A port that is taken is said and no more: what watches must not stop what is watched. Port 0: it is not served.
    """
    host, first = settings().metrics_host, settings().metrics_port
    if not first:
        return
    metrics.begin(part)
    port = first + PLACES[part]
    try:
        server = make_server(host, port, _app(alive, ready), ThreadingWSGIServer, _Handler)
    except OSError as error:
        print(
            f"No metrics of {part}: port {port} on {host}: {error.strerror}. Everything else works. Set MYSAY_METRICS_PORT.",
            file=sys.stderr,
        )
        return
    threading.Thread(target=server.serve_forever, name="watch", daemon=True).start()


def _app(alive: Check, ready: Check) -> Any:
    measured = make_wsgi_app()
    checks = {"/healthz": alive, "/readyz": ready}

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/metrics":
            found: Iterable[bytes] = measured(environ, start_response)
            return found
        if path not in checks:
            return _answer(start_response, "404 Not Found", b'{"error": "not_found"}')
        if checks[path]():
            return _answer(start_response, "200 OK", b'{"status": "ok"}')
        return _answer(start_response, "503 Service Unavailable", b'{"status": "not ready"}')

    return app


def _answer(start_response: Callable[..., Any], status: str, body: bytes) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
