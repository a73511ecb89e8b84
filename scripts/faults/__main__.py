"""Plays whole conversations while everything around them breaks, and checks that nothing was lost: `make faults`.

Real parts on free ports, a database that is thrown away, and invented people who say what the seed tells them. At points
that the seed names, parts are killed (SIGKILL), the action server hangs, the disk is full, the database is locked or
stopped, Redis stops, the clock moves, the receiver fails; the network loses requests and answers, and brings some
twice. Afterwards every message that was accepted must be kept once and answered once, as it is answered when the same
is told again and nothing breaks; and what was agreed to must have arrived. The same seed strikes at the same points.

    make faults ARGS="--conversations 40 --seed 7 --engine postgresql"
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from scripts.faults.playing import play
from scripts.faults.services import ENGINES

EVERY = 5.0  # seconds between two lines of progress


def main() -> int:
    """Returns 1 if something went wrong; the log is then kept."""
    arguments = argparse.ArgumentParser(
        prog="make faults", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--conversations", type=int, default=200, help="how many are played (default: 200)")
    arguments.add_argument("--seed", type=int, help="the seed of a run to play again (default: a new one)")
    arguments.add_argument("--engine", choices=list(ENGINES), default="sqlite", help="the database (default: sqlite)")
    given = arguments.parse_args()
    seed = random.SystemRandom().randrange(10**6) if given.seed is None else given.seed
    again = f'make faults ARGS="--conversations {given.conversations} --seed {seed} --engine {given.engine}"'
    print(f"To play this again: {again}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="my-say-faults-"))
    report = play(given.conversations, seed, given.engine, folder, _Progress())
    print(f"\n{report}")
    if report.wrong:
        print(f"\nThe log of all parts: {folder / 'log.txt'}\nTo play it again: {again}")
        return 1
    shutil.rmtree(folder)
    return 0


class _Progress:
    """Prints a line now and then."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._last = -EVERY

    def __call__(self, line: str) -> None:
        now = time.monotonic() - self._began
        if now - self._last >= EVERY or line.endswith("..."):
            print(f"{now:5.0f} s  {line}", flush=True)
            self._last = now


if __name__ == "__main__":
    sys.exit(main())
