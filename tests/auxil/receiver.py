"""A webhook receiver on loopback, which can be told to misbehave."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """A webhook receiver: what it got, and what it answers (a status; 0 hangs until it is let go)."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: dict[str, int] = {}
        self.status = 200
        self.let_go = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = next((code for words, code in outer.answers.items() if words.encode() in body), outer.status)
                outer.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
                if status == 0:
                    outer.let_go.wait(30)
                    return
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Ends it."""
        self.let_go.set()
        self.server.shutdown()
        self.server.server_close()
