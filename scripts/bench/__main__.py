"""My Say measured side by side with Rasa's default assistant and a one-rule Rasa: `make bench`.

Everything in one run and by turns, so that the ratios hold on a busy machine too; the milliseconds hold for this machine
and this hour alone. The first run installs the references under var/bench (network, about two minutes). It writes
var/bench/figures.json and the pictures in docs/pictures, and prints the table of docs/performance.md.
"""

import argparse
import json
import os
import platform
import shutil
import time
from datetime import UTC, datetime

from scripts.bench import pictures, references
from scripts.bench.figures import table
from scripts.bench.measured import Bench

STEPS = (
    ("Training all three from nothing", Bench.train),
    ("Starting all three, one after the other", Bench.start),
    ("A turn, by turns", Bench.turn),
    ("A conversation of 300 turns", Bench.growth),
    ("Eight conversations at once", Bench.throughput),
    ("Bytes on disk", Bench.disk),
    ("The inbox's list, 100 and 10,000 hand-overs", Bench.inbox),
    ("Inside a turn", Bench.inside),
    ("Memory after many turns", Bench.memory),
    ("Two Rasa processes", Bench.processes),
)


def main() -> None:
    """Measures, prints, writes and draws."""
    arguments = argparse.ArgumentParser(prog="make bench", description=__doc__)
    arguments.add_argument("--minutes", type=float, default=12, help="the whole, at most (default: 12)")
    arguments.add_argument("--turns", type=int, default=10_000, help="turns for the memory's growth (default: 10,000)")
    wanted = arguments.parse_args()
    print("Installing the references, if they are not there (about two minutes) ...", flush=True)
    references.install()
    work = references.HOME / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    began = time.monotonic()
    bench = Bench(work, until=began + 60 * wanted.minutes, turns=wanted.turns)
    try:
        for number, (what, step) in enumerate(STEPS, start=1):
            print(f"[{number}/{len(STEPS)}] {time.monotonic() - began:4.0f} s  {what} ...", flush=True)
            step(bench)
    finally:
        bench.stop()
        seconds = round(time.monotonic() - began)
        keep(bench, seconds)
        print(f"\n{table(bench.figures)}\n\nAll of it in {seconds} seconds, on {os.cpu_count()} cores.")
    pictures.draw(bench.measured)
    print("Written: var/bench/figures.json, docs/pictures/turn.svg, growth.svg, throughput.svg")


def keep(bench: Bench, seconds: int) -> None:
    """Writes what was measured, also of a run that was stopped in the middle."""
    about = {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "seconds": seconds,
        "figures": [figure.as_json() for figure in bench.figures],
        "measured": bench.measured,
    }
    (references.HOME / "figures.json").write_text(json.dumps(about, indent=1) + "\n")


if __name__ == "__main__":
    main()
