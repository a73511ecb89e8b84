"""The inbox's list with so many hand-overs: `python -m scripts.bench.inbox COUNT`. A line in, one measured list out.

It runs in a process of its own, so that two sizes can be measured by turns in one run (scripts/bench/timing.py).
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.settings import ROOT

TOKEN = "only for the bench"  # noqa: S105 - opens nothing but a database that is thrown away


class List:
    """A database with so many hand-overs, and the inbox over it."""

    def __init__(self, hand_overs: int) -> None:
        """Fills it; that takes a while."""
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "scripts.bench.inbox", str(hand_overs)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ready(self) -> "List":
        """Waits until it is filled."""
        self.turn()
        return self

    def turn(self) -> float:
        """One list; milliseconds."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def stop(self) -> None:
        """Ends it."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)


def serve(hand_overs: int) -> None:
    """Fills a database, then measures the list once for every line that comes."""
    from bot.inbox.app import create_app
    from bot.records.base import engine
    from bot.records.migrate import upgrade

    upgrade(engine())
    fill(hand_overs)
    client = create_app().test_client()
    for _ in sys.stdin:
        began = time.perf_counter()
        answer = client.get("/api/handovers", headers={"Authorization": f"Bearer {TOKEN}"})
        took = 1000 * (time.perf_counter() - began)
        if answer.status_code != 200:
            sys.exit(f"The inbox answered {answer.status_code}: {answer.get_data(as_text=True)[:300]}")
        print(took, flush=True)


def fill(hand_overs: int) -> None:
    """Hands over so many times, a hundred in a transaction."""
    from bot.records.base import now, writing
    from bot.records.conversations import Conversation
    from bot.records.hand_overs import send
    from tests.inbox.documents import document

    for first in range(0, hand_overs, 100):
        with writing() as session:
            for number in range(first, min(first + 100, hand_overs)):
                begun = Conversation(channel="web", token_hash=str(number), token_expires_at=now(), last_at=now())
                session.add(begun)
                session.flush()
                send(session, begun.id, document(), "safeguarding_team")


def main() -> None:
    """Works in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "MYSAY_DATABASE_URL": f"sqlite:///{Path(folder) / 'inbox.db'}",
            "MYSAY_SECRET_KEYS": "A" * 43 + "=",
            "MYSAY_API_TOKEN": TOKEN,
        }
        serve(int(sys.argv[1]))


if __name__ == "__main__":
    main()
