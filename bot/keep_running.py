"""Runs several commands in one terminal, each of which is started again when it dies.

A part that fails must not take the others with it: while Rasa or the action server is away, the door keeps what people
write, tells them so, and answers when it is back. What has never run for a while has something to be mended, and is given
up; what has run is started again for as long as it takes, since the database it needs may be away longer.

This is the one process that has nothing to do: it imports little, and so takes little of the memory.
"""

import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

AT_ONCE = 2.0  # seconds: what ends sooner than this has not really started
TRIES = 5  # so often in a row from the first start on, then there is something to mend
LONGEST_PAUSE = 5.0  # seconds before the next try
LONGEST_STOP = 25.0  # seconds: the door lets turns that are being answered end
WIDTH = 8  # of a part's name in the log


@dataclass(frozen=True)
class Part:
    """A process: its name in the log, its command, the whole of its environment.

    `ready` is the address that says whether it can serve. `at_once`: people need it first, the others can wait for it.
    """

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    ready: str | None = None
    at_once: bool = True


class Kept:
    """Parts that are kept running. `gave_up`: one of them could not be."""

    def __init__(self, say: Callable[[str, str], None], over: threading.Event) -> None:
        """`say` is told each line of a part's log, after the part's name; `over` is set when one is given up."""
        self.gave_up = False
        self._say, self._over = say, over
        self._stopping = threading.Event()
        self._children: dict[str, subprocess.Popen[str]] = {}
        self._threads: list[threading.Thread] = []

    def start(self, parts: Iterable[Part]) -> None:
        """Starts them, each from a thread that waits for its end."""
        for part in parts:
            thread = threading.Thread(target=self._keep, args=(part,), name=part.name)
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Tells all to end, and waits; what has not ended by then is killed."""
        self._stopping.set()
        for child in list(self._children.values()):
            child.terminate()
        end = time.monotonic() + LONGEST_STOP
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        for child in self._children.values():
            if child.poll() is None:
                child.kill()
        for thread in self._threads:
            thread.join()

    def _keep(self, part: Part) -> None:
        failed, has_run = 0, False
        while not self._stopping.is_set() and (has_run or failed < TRIES):
            started = time.monotonic()
            code = self._run(part)
            if self._stopping.is_set():
                return
            failed = failed + 1 if time.monotonic() - started < AT_ONCE else 0
            has_run = has_run or failed == 0
            self._say(part.name, f"ended with code {code}; starting it again")
            self._stopping.wait(min(0.2 * 2 ** min(failed, TRIES), LONGEST_PAUSE))
        if not self._stopping.is_set():
            self._say(part.name, "cannot be kept running; what it said last is above")
            self.gave_up = True
            self._over.set()

    def _run(self, part: Part) -> int:
        child = self._children[part.name] = _started(part.command, part.environment)
        if self._stopping.is_set():
            child.terminate()  # told to stop just before it was there to be told
        self._say(part.name, f"{part.name} started (pid={child.pid})")
        assert child.stdout
        for line in child.stdout:
            self._say(part.name, line.rstrip("\n"))
        return child.wait()


def _started(command: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    # a group of its own: Ctrl-C reaches us alone, and we tell the parts
    return subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )


def line(name: str, words: str) -> str:
    """A line of the log of all parts: when, who, and what was said."""
    return f"{time.strftime('%H:%M:%S')} {name:<{WIDTH}}| {words}"
