"""Starts everything in one terminal: `python -m bot.run`. Ctrl-C stops everything.

It trains the model if what it is made from has changed, brings the database up to date, starts what people need first
(the action server, Rasa and the door), then the inbox and the outbox, and prints where they are once they answer.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

from bot import no_dumps
from bot.addresses import answers
from bot.keep_running import Kept, Part, line

START_WITHIN = 120  # seconds
LOOK_EVERY = 0.1  # seconds


def main() -> int:
    """Starts everything and waits until it is told to stop, or cannot go on. Returns the exit code."""
    argparse.ArgumentParser(prog="make run", description=__doc__).parse_args()
    no_dumps.install()
    over = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: over.set())
    start = Start(over)
    over.wait()
    return start.stop()


class Start(threading.Thread):
    """Prepares, starts the parts and announces them. Sets `over` where that cannot be done."""

    def __init__(self, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self._over = over
        self._kept = Kept(lambda name, words: print(line(name, words), flush=True), over)
        reading, writing = os.pipe()
        command = [sys.executable, "-W", "ignore", "-m", "bot.prepare", str(writing)]
        self._prepare = subprocess.Popen(command, pass_fds=[writing], start_new_session=True)
        os.close(writing)
        self._told = os.fdopen(reading)
        self.start()

    def run(self) -> None:
        """From nothing to the last line of the start."""
        try:
            parts = [Part(**part) for part in self._next()["parts"]]
            self._kept.start(part for part in parts if part.at_once)
            at_last = self._next()
            self._prepare.wait()
        except EOFError:
            self._over.set()
            return
        deadline = time.monotonic() + START_WITHIN
        _wait_for([part for part in parts if part.at_once], deadline)
        self._kept.start(part for part in parts if not part.at_once)
        if late := _wait_for(parts, deadline):
            print(f"Still not ready after {START_WITHIN} seconds: {', '.join(late)}. Its log is above.", flush=True)
        else:
            print(ready(at_last["addresses"], at_last["sign_ins"]), flush=True)

    def stop(self) -> int:
        """Ends everything. 1, or what the preparation ended with, if that is not what was asked for."""
        if self._prepare.poll() is None:
            os.killpg(self._prepare.pid, signal.SIGTERM)  # what it runs too: it may be training the model
        self._kept.stop()
        return max(self._prepare.wait(), 0) or int(self._kept.gave_up)

    def _next(self) -> dict[str, Any]:
        """What the preparation tells next. Raises EOFError if it has failed; it has said why itself."""
        told = self._told.readline()
        if not told:
            raise EOFError
        found: dict[str, Any] = json.loads(told)
        return found


def _wait_for(parts: list[Part], deadline: float) -> list[str]:
    """Waits until they can serve; the names of those that cannot by then."""
    waiting = [part for part in parts if part.ready]
    while waiting and time.monotonic() < deadline:
        waiting = [part for part in waiting if not answers(str(part.ready))]
        time.sleep(LOOK_EVERY if waiting else 0)
    return [part.name for part in waiting]


def ready(addresses: dict[str, str], sign_ins: list[dict[str, str]]) -> str:
    """What is printed once everything can serve: where it is, and the first sign-ins, which nobody is shown again."""
    shown = "".join(
        f"\n\n  First sign-in ({one['role']}), shown once:  {one['email']}  {one['password']}" for one in sign_ins
    )
    return (
        f"\n  My Say is ready.\n\n  Chat   {addresses['chat']}/chat/\n  Inbox  {addresses['inbox']}/{shown}"
        "\n\n  Ctrl-C stops everything.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
