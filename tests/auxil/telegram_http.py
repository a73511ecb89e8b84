"""The HTTP of the Telegram that the tests talk to: how a call comes in, and how it is answered, late, broken or refused."""

import json
import threading
from contextlib import suppress
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qsl

TOKEN = "123456:only-for-these-tests"
TEXTS = ("text", "caption", "photo", "callback_query_id", "secret_token", "url", "action")
Json = dict[str, Any]


class Refusal(Exception):
    """An error as the API says it."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    name: str


def bad_request(description: str) -> Refusal:
    """400."""
    return Refusal(400, f"Bad Request: {description}")


class Api(Protocol):
    """What answers: see TelegramApi."""

    calls: list[tuple[str, Json]]

    def fails(self, method: str, body: Json, /) -> Refusal | str | float | None:
        """How this call is to fail."""

    def call(self, method: str, body: Json) -> Any:
        """The result of a call. Raises Refusal."""


class Server(ThreadingHTTPServer):
    """A thread for each connection."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 256


def handler(api: Api) -> type[BaseHTTPRequestHandler]:
    """The handler of each call of the bot."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            _, _, rest = self.path.partition("/bot")
            token, _, method = rest.partition("/")
            length = int(self.headers.get("Content-Length") or 0)
            content = self.rfile.read(length)
            if len(content) < length:
                return self._break()  # whoever asked has gone
            body = _read(self.headers, content)
            if token != TOKEN:
                return self._answer(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
            if method != "getUpdates":
                api.calls.append((method, body))
            wanted = api.fails(method, body)
            if wanted == "close":
                return self._break()
            try:
                if isinstance(wanted, Refusal):
                    raise wanted
                if isinstance(wanted, int | float):
                    threading.Event().wait(wanted)
                result = api.call(method, body)
            except Refusal as refusal:
                said: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
                if refusal.parameters:
                    said["parameters"] = refusal.parameters
                return self._answer(refusal.code, said)
            if wanted == "lost":
                return self._break()
            return self._answer(200, {"ok": True, "result": result})

        def _break(self) -> None:
            self.close_connection = True
            with suppress(OSError):
                self.connection.shutdown(2)

        def _answer(self, status: int, said: Json) -> None:
            with suppress(OSError):
                content = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            pass

    return Handler


def _read(headers: Any, content: bytes) -> Json:
    """The parameters of a call: a form, one with files, or JSON. What is JSON inside is read."""
    kind = headers.get("Content-Type", "")
    if kind.startswith("application/json"):
        found: Json = json.loads(content or b"{}")
        return found
    if kind.startswith("multipart/form-data"):
        parsed = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + content)
        fields = [(str(part.get_param("name", header="content-disposition")), part) for part in parsed.iter_parts()]
        return {
            name: Upload(given) if (given := part.get_filename()) else _field(name, part.get_content().strip())
            for name, part in fields
        }
    return {name: _field(name, value) for name, value in parse_qsl(content.decode())}


def _field(name: str, text: str) -> Any:
    return text if name in TEXTS else _value(text)


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
