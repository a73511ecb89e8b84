"""Says how far long work has come, on one line that is written over; into a file, once at the end."""

import sys


class Progress:
    """`step(n)` for each part done, `done()` at the end. `total` may be 0."""

    def __init__(self, what: str, total: int) -> None:
        self._what, self._total, self._so_far = what, total, 0
        self.step(0)

    def step(self, count: int) -> None:
        """So many more are done."""
        self._so_far += count
        if sys.stdout.isatty():
            print(f"\r  {self}", end="", flush=True)

    def done(self) -> None:
        """All of it is done."""
        print(f"\r  {self}" if sys.stdout.isatty() else f"  {self}", flush=True)

    def __str__(self) -> str:
        return f"{self._what:<22} {self._so_far:>9,} of {self._total:,}"
