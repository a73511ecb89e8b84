"""What is measured: a server that is started, talked to, and weighed."""

import http.client
import json
import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

START_WITHIN = 240.0  # seconds


class Talk:
    """One kept connection, so that what is timed is the server and not the client."""

    def __init__(self, url: str) -> None:
        self._http = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)

    def post(self, path: str, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Any:
        """Posts JSON, and returns the answer's. Raises OSError or RuntimeError."""
        sent = {"Content-Type": "application/json", **(headers or {})}
        try:
            self._http.request("POST", path, json.dumps(body), sent)
            answer = self._http.getresponse()
            read = answer.read()
        except (http.client.HTTPException, OSError):
            self._http.close()
            raise
        if answer.status not in (200, 201):
            raise RuntimeError(f"{path}: {answer.status} {read[:200]!r}")
        return json.loads(read)


class Server:
    """A process and all it starts. `stop()` ends it."""

    def __init__(self, command: list[str], folder: Path, log: Path, environment: Mapping[str, str]) -> None:
        """Starts it. `log` takes what it prints."""
        self.began = time.perf_counter()
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                command, cwd=folder, env={**os.environ, **environment}, stdout=out, stderr=subprocess.STDOUT
            )
        self.log = log

    def first_answer(self, ask: Any) -> float:
        """Seconds from the start until `ask()` gives something without an error. Raises RuntimeError with the log's end."""
        while time.perf_counter() - self.began < START_WITHIN and self.process.poll() is None:
            try:
                if ask():
                    return time.perf_counter() - self.began
            except (OSError, RuntimeError, http.client.HTTPException):
                pass
            time.sleep(0.05)
        raise RuntimeError(f"It did not start: {self.log.read_text(errors='replace')[-2000:]}")

    def memory(self) -> float:
        """Megabytes that all its processes hold; what they share is counted once (PSS)."""
        return sum(_pss(pid) for pid in family(self.process.pid)) / 1024

    def processor_ms(self) -> dict[str, float]:
        """Milliseconds of processor time so far, by what each process runs."""
        used: dict[str, float] = {}
        for pid in family(self.process.pid):
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                command = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
            ticks = int(fields[11]) + int(fields[12])
            name = next((part for part in PARTS if part in command), "other")
            used[name] = used.get(name, 0.0) + 1000 * ticks / os.sysconf("SC_CLK_TCK")
        return used

    def stop(self) -> None:
        """Ends it, and waits."""
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


PARTS = ("bot.door", "bot.dialogue", "-m actions", "bot.inbox", "bot.handover")


def family(pid: int) -> list[int]:
    """A process and all that come from it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
