"""A door that listens: in this process on a thread, or in one of its own that can be killed."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import uvicorn

from bot.door.__main__ import config

ROOT = Path(__file__).parents[2]
Result = TypeVar("Result")


def until(condition: Callable[[], Result], seconds: float = 15.0) -> Result:
    """Waits for the condition, and returns it. Fails the test if it does not come true."""
    end = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < end, "it did not happen"
        threading.Event().wait(0.01)
    return result


class Person:
    """Somebody who uses the chat API: one conversation and its token."""

    def __init__(self, http: httpx.Client, **begun: Any) -> None:
        self.http = http
        self.id: str = begun["id"]
        self.token: str = begun["token"]
        self.first: list[dict[str, Any]] = begun["messages"]

    @property
    def headers(self) -> dict[str, str]:
        """The header that opens the conversation."""
        return {"Authorization": f"Bearer {self.token}"}

    def call(self, method: str, what: str = "", **more: Any) -> httpx.Response:
        """Any call on this conversation."""
        return self.http.request(method, f"/chat/conversations/{self.id}{what}", headers=self.headers, **more)

    def post(self, **said: Any) -> httpx.Response:
        """Says something; the whole response."""
        return self.call("POST", "/messages", json=said)

    def say(self, text: str, **more: Any) -> list[dict[str, Any]]:
        """Says something; the answer's messages."""
        return self._messages(self.post(text=text, **more))

    def choose(self, choice: str) -> list[dict[str, Any]]:
        """Presses a choice; the answer's messages."""
        return self._messages(self.post(choice=choice))

    def since(self, after: int = 0) -> list[dict[str, Any]]:
        """What came since."""
        return self._messages(self.call("GET", f"/messages?after={after}"))

    @staticmethod
    def _messages(response: httpx.Response) -> list[dict[str, Any]]:
        assert response.status_code == 200, response.text
        found: list[dict[str, Any]] = response.json()["messages"]
        return found


class Door:
    """A door at an address."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx.Client(base_url=url, timeout=30, trust_env=False)

    def begin(self, **body: Any) -> Person:
        """Begins a conversation."""
        response = self.http.post("/chat/conversations", json=body)
        assert response.status_code == 201, response.text
        return Person(self.http, **response.json())

    def resume(self, code: str) -> Person:
        """Comes back with four words."""
        response = self.http.post("/chat/resume", json={"code": code})
        assert response.status_code == 200, response.text
        return Person(self.http, **response.json())


@contextmanager
def door_here() -> Iterator[Door]:
    """A door in this process, on a free port, with the settings of this moment."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(config())
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until(lambda: server.started)
    door = Door(f"http://127.0.0.1:{listening.getsockname()[1]}")
    try:
        yield door
    finally:
        door.http.close()
        server.should_exit = True
        thread.join(10)


class DoorProcess(Door):
    """A door in a process of its own. `log` is the file its log goes to."""

    def __init__(self, log: Path) -> None:
        self.log = log
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot.door"],
                cwd=ROOT,
                env=os.environ | {"MYSAY_CHAT_PORT": "0"},
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        try:
            port = until(self._port, 60)
            super().__init__(f"http://127.0.0.1:{port}")
            until(self._answers)
        except BaseException:
            self.process.kill()  # nobody else knows of it yet
            raise

    def kill(self) -> None:
        """SIGKILL: no chance to tidy up."""
        self.process.kill()
        self.process.wait()
        self.http.close()

    def _port(self) -> int | None:
        assert self.process.poll() is None, self.log.read_text()
        lines = [json.loads(line) for line in self.log.read_text().splitlines() if '"listening"' in line]
        mine = [line["port"] for line in lines if line["pid"] == self.process.pid]
        return mine[-1] if mine else None

    def _answers(self) -> bool:
        try:
            return self.http.get("/healthz").status_code == 200
        except httpx.HTTPError:
            return False
