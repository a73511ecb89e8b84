"""Timing several things in one run: by turns, so that what slows the machine slows all of them alike."""

import statistics
import threading
import time
from collections.abc import Callable, Mapping, Sequence

Turn = Callable[[], float]


def in_turn(turns: Mapping[str, Turn], rounds: int, seconds: float) -> dict[str, list[float]]:
    """Calls each in turn, so often, or as often as fits into the time. Milliseconds of each call."""
    until, took = time.monotonic() + seconds, {name: list[float]() for name in turns}
    for _ in range(rounds):
        for name, turn in turns.items():
            took[name].append(turn())
        if time.monotonic() > until:
            break
    return took


def at_once(turns: Sequence[Turn], seconds: float, most: int = 10**9) -> float:
    """Turns a second when all of them go on at once, each as soon as it is answered; `most` turns in all."""
    until, done, failed = time.monotonic() + seconds, [0] * len(turns), list[Exception]()

    def go_on(place: int) -> None:
        try:
            while time.monotonic() < until and sum(done) < most and not failed:
                turns[place]()
                done[place] += 1
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=go_on, args=(place,)) for place in range(len(turns))]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return sum(done) / (time.monotonic() - began)


def p50(took: Sequence[float]) -> float:
    """The median."""
    return statistics.median(took)


def p95(took: Sequence[float]) -> float:
    """What 95 of 100 do not exceed."""
    return sorted(took)[int(0.95 * (len(took) - 1))]
