"""A part that dies is started again; one that never ran is given up, so that somebody hears of it."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from bot import keep_running
from bot.keep_running import Kept, Part

SAYS_AND_ENDS = [sys.executable, "-c", "print('here')"]
STAYS = [sys.executable, "-c", "import time; print('here', flush=True); time.sleep(60)"]
WITHIN = 30.0  # seconds


class Log:
    """What the parts say. `until` waits for it."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._more = threading.Condition()

    def __call__(self, name: str, words: str) -> None:
        with self._more:
            self.lines.append(f"{name}: {words}")
            self._more.notify_all()

    def until(self, words: str, times: int) -> None:
        """Waits until a line that holds this was said so often."""
        with self._more:
            assert self._more.wait_for(lambda: sum(words in line for line in self.lines) >= times, WITHIN), self.lines

    def pids(self) -> list[int]:
        """The processes that were started, in order."""
        return [int(line.rpartition("=")[2].strip(")")) for line in self.lines if "started (pid=" in line]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Kept, Log, threading.Event]]:
    """Nothing runs yet; afterwards nothing runs any more."""
    log, over = Log(), threading.Event()
    made = Kept(log, over)
    yield made, log, over
    made.stop()
    assert not [pid for pid in log.pids() if _lives(pid)]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_is_killed_is_started_again_and_the_others_stay(kept: tuple[Kept, Log, threading.Event]) -> None:
    keeping, log, over = kept
    keeping.start([Part("door", STAYS), Part("rasa", STAYS)])
    log.until("here", 2)
    door = next(int(line.rpartition("=")[2].strip(")")) for line in log.lines if line.startswith("door: door started"))
    os.kill(door, signal.SIGKILL)
    log.until("door: here", 2)
    assert "door: ended with code -9; starting it again" in log.lines
    assert sum(line.startswith("rasa: rasa started") for line in log.lines) == 1
    assert not over.is_set()


def test_what_never_ran_is_given_up(kept: tuple[Kept, Log, threading.Event]) -> None:
    keeping, log, over = kept
    keeping.start([Part("door", SAYS_AND_ENDS)])
    assert over.wait(WITHIN)
    assert keeping.gave_up
    assert len(log.pids()) == keep_running.TRIES


def test_what_has_run_is_started_again_for_as_long_as_it_takes(
    kept: tuple[Kept, Log, threading.Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping, log, over = kept
    monkeypatch.setattr(keep_running, "AT_ONCE", 0.0)  # so that the first run counts as one
    keeping.start([Part("door", SAYS_AND_ENDS)])
    log.until("starting it again", 1)
    monkeypatch.setattr(keep_running, "AT_ONCE", 60.0)
    monkeypatch.setattr(keep_running, "LONGEST_PAUSE", 0.01)
    log.until("here", keep_running.TRIES + 4)
    assert not over.is_set()


def test_what_does_not_end_when_it_is_told_to_is_killed(
    kept: tuple[Kept, Log, threading.Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping, log, _ = kept
    monkeypatch.setattr(keep_running, "LONGEST_STOP", 0.5)
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here', flush=True); time.sleep(60)"
    )
    keeping.start([Part("door", [sys.executable, "-c", deaf])])
    log.until("here", 1)
    began = time.monotonic()
    keeping.stop()
    assert time.monotonic() - began < WITHIN


def test_a_part_gets_its_own_environment_and_nothing_else(kept: tuple[Kept, Log, threading.Event]) -> None:
    keeping, log, _ = kept
    keeping.start([Part("door", [sys.executable, "-c", "import os; print(sorted(os.environ))"], {"MYSAY_HOST": "x"})])
    log.until("MYSAY_HOST", 1)
    assert "PATH" not in next(line for line in log.lines if "MYSAY_HOST" in line)
