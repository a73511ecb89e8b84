"""Counters of one process for the `limits` library. Its own start a thread after every count, which walks through all of them."""

import time

from limits.storage import Storage

SWEEP_EVERY = 60.0  # seconds


class Counters(Storage):
    """Fixed windows: each counter begins at its first count and is forgotten after its expiry. Use it from one thread."""

    STORAGE_SCHEME = ["counters"]

    def __init__(self) -> None:
        super().__init__()
        self._counted: dict[str, tuple[int, float]] = {}  # how many, and until when (epoch seconds)
        self._swept_at = time.time()

    def incr(self, key: str, expiry: int, elastic_expiry: bool = False, amount: int = 1) -> int:
        """Counts `amount` and returns how many there are. `expiry`: seconds from the first of them, or the last if elastic."""
        at = time.time()
        if not 0 <= at - self._swept_at < SWEEP_EVERY:
            self._sweep(at)
        many, until = self._counted.get(key, (0, 0.0))
        if not at < until <= at + expiry:  # over, or the clock was put back
            many = 0
        if elastic_expiry or not many:
            until = at + expiry
        self._counted[key] = (many + amount, until)
        return many + amount

    def get(self, key: str) -> int:
        """How many there are now."""
        many, until = self._counted.get(key, (0, 0.0))
        return many if until > time.time() else 0

    def get_expiry(self, key: str) -> int:
        """When the counter is forgotten, in epoch seconds."""
        return int(self._counted.get(key, (0, time.time()))[1])

    def check(self) -> bool:
        """They are always there."""
        return True

    def reset(self) -> None:
        """Forgets all counters."""
        self._counted.clear()

    def clear(self, key: str) -> None:
        """Forgets one counter."""
        self._counted.pop(key, None)

    def _sweep(self, at: float) -> None:
        self._swept_at = at
        self._counted = {key: counted for key, counted in self._counted.items() if counted[1] > at}
