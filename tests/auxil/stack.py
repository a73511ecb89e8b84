"""The real thing on free ports: door, Rasa, action server, inbox and outbox, started as `make run` starts them."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

from cryptography.fernet import Fernet

from bot import model
from bot.settings import ROOT
from bot.watch import PLACES
from tests.auxil.ports import free_ports

READY_WITHIN = 120  # seconds


class Stack:
    """Everything, with a database and a key of its own. `stop()` ends it as Ctrl-C does."""

    def __init__(self, folder: Path, **settings: str) -> None:
        """Starts it and waits until it says that it is ready. Raises RuntimeError with its log if it does not."""
        model.train()
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.database_url = settings.pop("MYSAY_DATABASE_URL", f"sqlite:///{folder / 'my-say.db'}")
        processes = int(settings.get("MYSAY_RASA_PROCESSES", "1"))
        self.chat_port, self.inbox_port = free_ports(1), free_ports(1)
        self.rasa_port, self.actions_port = free_ports(processes), free_ports(processes)
        self.metrics_port = free_ports(len(PLACES) + 2 * (processes - 1))
        self.key = Fernet.generate_key().decode()
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("MYSAY_")} | {
            "MYSAY_CHAT_PORT": str(self.chat_port),
            "MYSAY_INBOX_PORT": str(self.inbox_port),
            "MYSAY_RASA_PORT": str(self.rasa_port),
            "MYSAY_ACTIONS_PORT": str(self.actions_port),
            "MYSAY_DATABASE_URL": self.database_url,
            "MYSAY_SECRET_KEYS": self.key,
            "MYSAY_ERASED_FILE": str(folder / "erased.txt"),
            "MYSAY_INTERNAL_SECRET": "only for these tests",
            "MYSAY_API_TOKEN": "a token for these tests",
            "MYSAY_METRICS_PORT": str(self.metrics_port),
            **settings,
        }
        self.log: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "bot.run"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._ready = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()
        if not self._ready.wait(READY_WITHIN) or self.process.poll() is not None:
            self.stop()
            raise RuntimeError("My Say did not start:\n" + "".join(self.log[-60:]))

    @property
    def chat_url(self) -> str:
        """Where the door answers."""
        return f"http://127.0.0.1:{self.chat_port}"

    @property
    def inbox_url(self) -> str:
        """Where the inbox answers."""
        return f"http://127.0.0.1:{self.inbox_port}"

    def watched(self, part: str) -> str:
        """Where a part ("door", "inbox", "outbox", "rasa", "actions") is watched."""
        return f"http://127.0.0.1:{self.metrics_port + PLACES[part]}"

    def sign_in(self, role: str) -> tuple[str, str]:
        """The e-mail address and password printed for a role at the first start."""
        for line in self.log:
            if found := re.search(rf"\({role}\), shown once:  (\S+)  (\S+)", line):
                return found.group(1), found.group(2)
        raise LookupError(role)

    @property
    def keeper(self) -> int:
        """The process that starts a part again when it dies."""
        return self.process.pid

    def running(self, part: str) -> list[int]:
        """The process of a part ("rasa", "actions", "door", "inbox", "outbox"); none while it is being started again."""
        started = [int(found) for found in re.findall(rf"{part} started \(pid=(\d+)\)", "".join(self.log))]
        ours = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [child for child in _numbers(ours) if child in started]

    def kill(self, part: str) -> int:
        """Kills one part as the kernel would: it cannot say goodbye. Returns how many processes that were."""
        killed = self.running(part)
        for process in killed:
            os.kill(process, signal.SIGKILL)
        return len(killed)

    def logged(self, typed: Iterable[str]) -> list[str]:
        """What of it stands in a line of any part's log. Shorter than three words says nothing: a log has such too."""
        log = "".join(self.log)
        return [words for words in set(typed) if len(words.split()) > 2 and words in log]

    def stop(self) -> None:
        """Ends all of it, and waits."""
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.log.append(line)
            if "Ctrl-C stops everything" in line:
                self._ready.set()
        self._ready.set()


def _numbers(files: Iterable[Path]) -> list[int]:
    return [int(number) for file in files for number in file.read_text().split()]
