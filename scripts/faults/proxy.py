"""The network in front of the door: it loses requests, loses answers, and brings a request twice.

What it does to a request stands in its header X-Fault, so that the seed decides. The door never sees that header.
"""

import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

LOST_REQUEST, LOST_ANSWER, DOUBLED = "request lost", "answer lost", "request doubled"
FAULTS = (LOST_REQUEST, LOST_ANSWER, DOUBLED)
SECONDS = 60.0


class Network:
    """A proxy on loopback. `struck` counts what it did."""

    def __init__(self, door_url: str) -> None:
        self.struck: Counter[str] = Counter()
        self._door = httpx.Client(base_url=door_url, timeout=SECONDS, trust_env=False)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Ends it."""
        self._server.shutdown()
        self._server.server_close()
        self._door.close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        network = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                network.carry(self)

            do_POST = do_GET

            def log_message(self, *_: Any) -> None: ...

        return Handler

    def carry(self, request: BaseHTTPRequestHandler) -> None:
        """Carries one request to the door and its answer back, as far as its fault lets it."""
        body = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        fault = request.headers.get("X-Fault", "")
        if fault:
            self.struck[fault] += 1
        if fault == LOST_REQUEST:
            return
        headers = {
            name: request.headers[name]
            for name in ("Authorization", "Content-Type", "X-Forwarded-For")
            if name in request.headers
        }

        def ask() -> httpx.Response:
            return self._door.request(request.command, request.path, content=body, headers=headers)

        try:
            if fault == DOUBLED:
                threading.Thread(target=_quietly, args=(ask,)).start()
            answer = ask()
        except httpx.HTTPError:
            return  # the door is gone: the connection ends without an answer
        if fault == LOST_ANSWER:
            return
        request.send_response(answer.status_code)
        for name in ("Content-Type", "Retry-After"):
            if name in answer.headers:
                request.send_header(name, answer.headers[name])
        request.send_header("Content-Length", str(len(answer.content)))
        request.end_headers()
        request.wfile.write(answer.content)


def _quietly(ask: Any) -> None:
    try:
        ask()
    except httpx.HTTPError:
        return
