"""Many people at once, and whether anything was lost: `make load`.

It starts My Say with 1, then 2 (`--processes`) Rasa processes, lets people write (typing, in bursts 0 to 50 ms apart,
clicking twice), and then looks into the records: every accepted message must be there exactly once, with its answer, in
order. It draws throughput and latency against processes (docs/pictures/load.svg, load-latency.svg). Everything is on
loopback and thrown away afterwards. Sized for two cores; with more: `make load ARGS="--messages 10000 --processes 1,2,4"`.
"""

import argparse
import asyncio
import sys
import threading
import time

from bot.settings import ROOT
from scripts.bench.timing import p50, p95
from scripts.drawing import Line, chart
from scripts.load import check
from scripts.load.crowd import Played, play
from scripts.load.machines import Machines, started

PICTURES = ROOT / "docs" / "pictures"


def main() -> int:
    """0 if nothing was lost, doubled or out of order; else 1."""
    wanted = arguments()
    rows, wrong = [], []
    for processes in wanted.processes:
        print(f"{processes} Rasa process(es), {wanted.machines} door(s), {wanted.database} ...", flush=True)
        with started(wanted.database, wanted.machines, processes) as machines:
            if wanted.kill:
                threading.Timer(wanted.kill, kill, [machines]).start()
            played = asyncio.run(
                play(
                    machines.doors, wanted.people, wanted.messages, wanted.speed, wanted.seed, Progress(wanted.messages)
                )
            )
            machines.all_answered(played.sent)
            with machines.looking() as session:
                wrong += check.faults(session, played.sent)
        rows.append((processes, played))
        print(said(played))
    draw(rows)
    for fault in sorted(set(wrong)):
        print(f"{fault} ({wrong.count(fault)} times)")
    print("Something was lost." if wrong else "Nothing lost, nothing twice, everything in order.")
    return 1 if wrong else 0


def arguments() -> argparse.Namespace:
    """What is wanted."""
    wanted = argparse.ArgumentParser(
        prog="make load", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    wanted.add_argument("--people", type=int, default=40, help="at once, 1 to 500 (default: 40)")
    wanted.add_argument(
        "--messages", type=int, default=1000, help="in all, for each number of processes (default: 1000)"
    )
    wanted.add_argument(
        "--processes", type=_numbers, default=[1, 2], help="Rasa processes, one run each (default: 1,2)"
    )
    wanted.add_argument(
        "--machines", type=int, default=1, help="whole stacks over one database (PostgreSQL; default: 1)"
    )
    wanted.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite", help="(default: sqlite)")
    wanted.add_argument("--speed", type=float, default=20.0, help="times a human's typing (default: 20)")
    wanted.add_argument(
        "--kill", type=float, default=0.0, help="kill a Rasa process after so many seconds (default: no)"
    )
    wanted.add_argument("--seed", type=int, default=1, help="who does what when (default: 1)")
    found = wanted.parse_args()
    if not 1 <= found.people <= 500:
        wanted.error("--people is 1 to 500")
    if found.machines > 1 and found.database == "sqlite":
        wanted.error("several doors need --database postgresql: on SQLite one door serves")
    return found


def kill(machines: Machines) -> None:
    """Kills a Rasa process as the kernel would."""
    print("    a Rasa process is killed now", flush=True)
    machines.stacks[0].kill("rasa")


class Progress:
    """Called with how many messages are done."""

    def __init__(self, messages: int) -> None:
        self._step, self._began = max(1, messages // 10), time.monotonic()

    def __call__(self, done: int) -> None:
        """Says so, if a tenth more is done."""
        if done % self._step == 0:
            print(f"    {done} messages after {time.monotonic() - self._began:.0f} s", flush=True)


def said(played: Played) -> str:
    """One line about a run."""
    took = [one.ms for one in played.sent]
    later = sum(not one.now for one in played.sent)
    return (
        f"    {len(took)} messages, {played.a_second:.0f} a second, answered in {p50(took):.0f} ms (median), "
        f"{p95(took):.0f} ms (95 of 100); {later} answered later, {played.again} sent again"
    )


def draw(rows: list[tuple[int, Played]]) -> None:
    """Throughput and latency against processes."""
    if len(rows) < 2:
        return
    took = {processes: [one.ms for one in played.sent] for processes, played in rows}
    rates = Line("messages", [(processes, played.a_second) for processes, played in rows])
    (PICTURES / "load.svg").write_text(chart("Throughput", "Rasa processes", "messages a second", [rates]))
    lines = [
        Line("median", [(processes, p50(each)) for processes, each in took.items()]),
        Line("95 of 100", [(processes, p95(each)) for processes, each in took.items()]),
    ]
    (PICTURES / "load-latency.svg").write_text(chart("Latency", "Rasa processes", "ms until the answer", lines))


def _numbers(given: str) -> list[int]:
    return [int(number) for number in given.split(",")]


if __name__ == "__main__":
    sys.exit(main())
