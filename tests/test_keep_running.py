"""A part that dies is started again; one that never ran is given up, so that somebody hears of it."""

import os
import signal
import sys
from collections.abc import Iterator

import pytest

from bot import keep_running

LONG, AT_ONCE = 10.0, 0.1


class Clock:
    """Time as the test says: how long each run lasts. After the last one somebody presses Ctrl-C."""

    def __init__(self, lives: list[float]) -> None:
        self._lives, self.runs = iter(lives), 0
        self._at, self._started = 0.0, False

    def monotonic(self) -> float:
        """The moment; every second call is the end of a run."""
        if self._started:
            self._at += next(self._lives)
            self.runs += 1
        self._started = not self._started
        return self._at

    def sleep(self, _seconds: float) -> None:
        """Takes no time."""
        if self._lives.__length_hint__() == 0:
            os.kill(os.getpid(), signal.SIGTERM)


@pytest.fixture(autouse=True)
def own_handlers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The command is one that ends at once; the signals are given back afterwards."""
    monkeypatch.setattr(sys, "argv", ["keep_running", "false"])
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    yield
    for name, handler in before.items():
        signal.signal(name, handler)


def test_what_has_run_is_started_again_for_as_long_as_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock([LONG, *[AT_ONCE] * 20])
    monkeypatch.setattr(keep_running, "time", clock)
    assert keep_running.main() == 0
    assert clock.runs == 21


def test_what_never_ran_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock([AT_ONCE] * 20)
    monkeypatch.setattr(keep_running, "time", clock)
    assert keep_running.main() == 1
    assert clock.runs == keep_running.TRIES
