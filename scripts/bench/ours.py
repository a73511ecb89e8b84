"""My Say as it is measured: everything that `make run` starts, on ports and with a database of its own."""

import json
import sqlite3
import sys
import time
import urllib.request
from pathlib import Path

from cryptography.fernet import Fernet

from bot.settings import ROOT
from scripts.bench.references import run
from scripts.bench.servers import Server, Talk
from scripts.people import BEGINNING, WORDS
from tests.auxil.ports import free_ports

TURNS = 40  # free-text answers in a conversation, before a new one begins


class Ours(Server):
    """The whole system."""

    def __init__(self, folder: Path, processes: int = 1, **settings: str) -> None:
        """Starts it with so many Rasa processes, each with its action server."""
        folder.mkdir(parents=True, exist_ok=True)
        self.database = folder / "my-say.db"
        chat, inbox, rasa, actions = free_ports(1), free_ports(1), free_ports(processes), free_ports(processes)
        environment = {
            "MYSAY_CHAT_PORT": str(chat),
            "MYSAY_INBOX_PORT": str(inbox),
            "MYSAY_RASA_PORT": str(rasa),
            "MYSAY_ACTIONS_PORT": str(actions),
            "MYSAY_RASA_PROCESSES": str(processes),
            "MYSAY_DATABASE_URL": f"sqlite:///{self.database}",
            "MYSAY_SECRET_KEYS": Fernet.generate_key().decode(),
            "MYSAY_TRUSTED_PROXIES": "1",
            **settings,
        }
        super().__init__([sys.executable, "-W", "ignore", "-m", "bot.run"], ROOT, folder / "log", environment)
        self.chat_url = f"http://127.0.0.1:{chat}"

    def answers(self) -> bool:
        """True if a conversation that is begun now gets its first question; none is begun before Rasa is there."""
        with urllib.request.urlopen(f"{self.chat_url}/readyz", timeout=5) as ready:  # noqa: S310 - loopback, http
            if json.load(ready)["rasa"] != "ok":
                return False
        begun = Talk(self.chat_url).post("/chat/conversations", {})
        return bool(begun["messages"] and begun["messages"][0]["kind"] != "urgent")

    def bytes_on_disk(self) -> int:
        """The size of the database with nothing left in its log."""
        with sqlite3.connect(self.database) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return self.database.stat().st_size


class Answerer:
    """Somebody who answers in free text: a new conversation after every `turns` answers."""

    def __init__(self, url: str, number: int = 1, turns: int = TURNS) -> None:
        self._talk, self._turns, self._said = Talk(url), turns, 0
        self._number = number

    def begins(self) -> None:
        """A new conversation, past the first three choices."""
        self._number += 1
        address = {"X-Forwarded-For": f"10.2.{self._number // 256 % 256}.{self._number % 256}"}
        begun = self._talk.post("/chat/conversations", {}, address)
        self._headers = address | {"Authorization": f"Bearer {begun['token']}"}
        self._path = f"/chat/conversations/{begun['id']}/messages"
        for choice in BEGINNING:
            self._talk.post(self._path, {"choice": choice}, self._headers)

    def turn(self) -> float:
        """One free-text turn; milliseconds."""
        if self._said % self._turns == 0:
            self.begins()
        said = WORDS[self._said % len(WORDS)]
        began = time.perf_counter()
        answer = self._talk.post(self._path, {"text": said}, self._headers)["messages"]
        took = 1000 * (time.perf_counter() - began)
        if answer[0]["kind"] == "urgent" and "helps you now" in answer[0]["text"]:
            raise RuntimeError("My Say could not answer")
        self._said += 1
        return took


def train(folder: Path) -> float:
    """Trains our model from nothing, beside the one that is used; seconds."""
    began = time.perf_counter()
    fresh = {"RASA_CACHE_DIRECTORY": str(folder / "cache")}
    given = ["train", "--force", "--skip-validation", "--out", str(folder / "models")]
    run([sys.executable, "-W", "ignore", "-m", "bot.dialogue", *given], ROOT, fresh)
    return time.perf_counter() - began
