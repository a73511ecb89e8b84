"""What a service needs, computed from a few measured figures: `python -m scripts.scaling`. `--write` puts the tables into
docs/scaling.md. Every input stands in `MEASURED`, `ASSUMED` and `PLACES` below, with where it comes from.
"""

import argparse
import math
from dataclasses import dataclass
from pathlib import Path

from bot.settings import ROOT

DOCUMENT = ROOT / "docs" / "scaling.md"


@dataclass(frozen=True)
class Measured:
    """On one core of the machine in docs/performance.md, by `make bench` and `make load`."""

    cpu_ms: dict[str, float]  # processor time of a turn, by process (all on PostgreSQL)
    pair_turns_a_second: float  # that one Rasa process and its action server serve, 8 conversations at once
    megabytes: dict[str, int]  # memory of each process
    kilobytes_a_conversation: float  # on disk, 40 turns, encrypted


@dataclass(frozen=True)
class Assumed:
    """How people use it. Guesses are said to be such in docs/scaling.md; put in what you know."""

    turns: int  # of a conversation
    seconds_a_turn: int  # reading, thinking, typing
    begun_for_each_concern: float
    busiest_hour: float  # its part of a day
    busiest_day: float  # so many times the mean day
    full_at: float  # a core is not asked for more than this part of it


MEASURED = Measured(
    cpu_ms={"door": 12.6, "Rasa": 12.8, "actions": 6.1, "PostgreSQL": 6.2},
    pair_turns_a_second=53.0,
    megabytes={"door": 90, "Rasa": 215, "actions": 65, "inbox": 75, "outbox": 60, "PostgreSQL": 250},
    kilobytes_a_conversation=53.0,
)
ASSUMED = Assumed(
    turns=40, seconds_a_turn=30, begun_for_each_concern=5.0, busiest_hour=0.15, busiest_day=3.0, full_at=0.5
)
PLACES = {"the Isle of Man": 251, "a county": 640_240 // 153, "England": 640_240}  # concerns a year


@dataclass(frozen=True)
class Need:
    """What one place needs in its busiest hour, and in a year."""

    conversations: int
    turns_a_second: float
    at_once: float
    cores: float
    pairs: int
    memory: int
    gigabytes: float


def need(concerns: int, measured: Measured = MEASURED, assumed: Assumed = ASSUMED) -> Need:
    """What so many concerns a year ask for. Two of each process at least: one may die."""
    conversations = round(concerns * assumed.begun_for_each_concern)
    in_the_hour = conversations / 365 * assumed.busiest_day * assumed.busiest_hour
    turns = in_the_hour * assumed.turns / 3600
    pairs = max(2, math.ceil(turns / (measured.pair_turns_a_second * assumed.full_at)))
    doors = max(2, math.ceil(turns * measured.cpu_ms["door"] / 1000 / assumed.full_at))
    many = {"door": doors, "Rasa": pairs, "actions": pairs, "inbox": 2, "outbox": 2, "PostgreSQL": 1}
    return Need(
        conversations=conversations,
        turns_a_second=turns,
        at_once=in_the_hour * assumed.turns * assumed.seconds_a_turn / 3600,
        cores=turns * sum(measured.cpu_ms.values()) / 1000 / assumed.full_at,
        pairs=pairs,
        memory=sum(count * measured.megabytes[name] for name, count in many.items()),
        gigabytes=conversations * measured.kilobytes_a_conversation / 1e6,
    )


def one_core(measured: Measured = MEASURED, assumed: Assumed = ASSUMED) -> str:
    """What a core serves."""
    whole = sum(measured.cpu_ms.values())
    turns = 1000 / whole * assumed.full_at
    rows = [*measured.cpu_ms.items(), ("all of it", whole)]
    return "\n".join(
        [
            "| processor time of a turn | ms |",
            "|---|---|",
            *(f"| {name} | {ms:.0f} |" for name, ms in rows),
            "",
            f"One core, asked for {assumed.full_at:.0%} of itself: **{turns:.0f} turns a second**, which is "
            f"**{turns * assumed.seconds_a_turn:.0f} people at once** who take {assumed.seconds_a_turn} seconds over each turn.",
        ]
    )


def places(measured: Measured = MEASURED, assumed: Assumed = ASSUMED) -> str:
    """What each place needs."""
    lines = [
        "| | concerns a year | conversations a year | busiest hour: turns a second | people at once | cores | Rasa and actions "
        "| memory | on disk a year |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, concerns in PLACES.items():
        found = need(concerns, measured, assumed)
        lines.append(
            f"| {name} | {concerns:,} | {found.conversations:,} | {found.turns_a_second:.3g} | {found.at_once:,.1f} | "
            f"{found.cores:.2g} | {found.pairs} pairs | {found.memory / 1000:.1f} GB | {found.gigabytes:,.1f} GB |"
        )
    return "\n".join(lines)


def inputs(assumed: Assumed = ASSUMED) -> str:
    """The guesses, as the document shows them."""
    return "\n".join(
        [
            "| assumed | value |",
            "|---|---|",
            f"| turns of a conversation | {assumed.turns} |",
            f"| seconds a person takes over a turn | {assumed.seconds_a_turn} |",
            f"| conversations begun for each concern that reaches a council today | {assumed.begun_for_each_concern:g} |",
            f"| part of a day that falls into its busiest hour | {assumed.busiest_hour:.0%} |",
            f"| the busiest day against the mean day | {assumed.busiest_day:g} times |",
            f"| a core is not asked for more than | {assumed.full_at:.0%} of itself |",
        ]
    )


TABLES = {"one core": one_core, "assumed": inputs, "places": places}


def written(text: str) -> str:
    """The document with its tables as they are computed now."""
    for name, table in TABLES.items():
        begin, end = f"<!-- {name} -->\n", "<!-- end -->"
        before, found, rest = text.partition(begin)
        if not found:
            raise ValueError(f"{DOCUMENT.name} has no place for the table “{name}”.")
        text = before + begin + table() + "\n" + end + rest.partition(end)[2]
    return text


def main(document: Path = DOCUMENT) -> None:
    """Prints the tables, or writes them into the document."""
    parser = argparse.ArgumentParser(prog="python -m scripts.scaling", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/scaling.md")
    if parser.parse_args().write:
        document.write_text(written(document.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        print("\n\n".join(table() for table in TABLES.values()))


if __name__ == "__main__":
    main()
