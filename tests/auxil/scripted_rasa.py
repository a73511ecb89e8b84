"""Rasa's internal channel as bot/dialogue/channel.py serves it, over real HTTP on loopback, saying what a test scripts.

Like the real one it answers the same turn the same way, refuses a wrong secret, and says nothing useful when it fails.
"""

import json
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Turn = dict[str, Any]
SECRET = "only for these tests"


def heard(turn: Turn) -> dict[str, Any]:
    """The answer if nothing else is scripted."""
    said = turn.get("text") or turn.get("choice") or turn.get("signal")
    return {"messages": [{"text": f"I heard: {said}", "choices": [], "asks": "concerns", "kind": "text"}], "then": None}


class ScriptedRasa:
    """`turns`: what was asked, in order. `answer`: a function from turn to answer, or to (status, bytes).

    `read`: what it was given to read ahead, in order.
    """

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self.read: list[str] = []
        self.answer: Callable[[Turn], Any] = heard
        self.go_on = threading.Event()
        self.go_on.set()
        self._given: dict[tuple[str, str], Any] = {}
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._server: ThreadingHTTPServer | None = None
        self.port = 0
        self.start()

    def start(self) -> None:
        """Listens: the first time on a free port, later on the same again."""
        rasa = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                super().setup()
                rasa._open.add(self.connection)

            def finish(self) -> None:
                rasa._open.discard(self.connection)
                with suppress(OSError):
                    super().finish()

            def do_GET(self) -> None:
                self._send(200, b'{"status": "ok"}')

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers.get("X-Internal-Secret") != SECRET:
                    return self._send(403, b"{}")
                if self.path.endswith("/read"):
                    rasa.read.append(json.loads(body)["text"])
                    return self._send(204, b"")
                with suppress(OSError):
                    self._send(*rasa._respond(json.loads(body)))
                return None

            def _send(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False
            allow_reuse_address = True

        self._server = Server(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        """Dies: nobody listens on its port, and what it was doing is gone."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.go_on.set()

    def hang(self) -> None:
        """Takes turns and does not answer them until `go_on` is set."""
        self.go_on.clear()

    def says(self, *messages: dict[str, Any], then: str | None = None) -> None:
        """Answers every turn with these messages."""
        full = [{"choices": [], "asks": None, "kind": "text"} | message for message in messages]
        self.answer = lambda _turn: {"messages": full, "then": then}

    def fails(self, status: int = 500, body: bytes = b"") -> None:
        """Answers every turn with this status and body."""
        self.answer = lambda _turn: (status, body)

    def asked(self, *, conversation: str) -> list[str]:
        """What was asked in a conversation, in order: its texts, choices and signals."""
        mine = [turn for turn in self.turns if turn["conversation"] == conversation]
        return [turn.get("text") or turn.get("choice") or turn["signal"] for turn in mine]

    def _respond(self, turn: Turn) -> tuple[int, bytes]:
        with self._lock:
            self.turns.append(turn)
        self.go_on.wait(30)
        key = (turn["conversation"], turn["turn"])
        with self._lock:
            if key not in self._given:
                answer = self.answer(turn)
                if isinstance(answer, tuple):
                    return answer
                self._given[key] = answer
            return 200, json.dumps(self._given[key]).encode()
