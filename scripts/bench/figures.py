"""The goals, and whether they were reached: each is a ratio of two things measured in the same run."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One line of the table. `goal` is the most (or with `at_least` the least) that `value` may be; None: no verdict.

    `of` says in words what was measured.
    """

    name: str
    value: float
    goal: float
    of: str
    unit: str = ""
    at_least: bool = False
    permitted: bool = True

    @property
    def verdict(self) -> str:
        """`reached`, `missed`, or why there is none."""
        if not self.permitted:
            return "not on so few cores"
        return "reached" if (self.value >= self.goal if self.at_least else self.value <= self.goal) else "missed"

    def as_json(self) -> dict[str, Any]:
        """For var/bench/figures.json."""
        return asdict(self) | {"verdict": self.verdict}


def table(figures: list[Figure]) -> str:
    """The figures as a Markdown table, which reads well in a terminal too."""
    rows = [("figure", "measured", "goal", "verdict", "what was measured")]
    for one in figures:
        sign = "≥" if one.at_least else "≤"
        rows.append((one.name, f"{one.value:.2f}{one.unit}", f"{sign} {one.goal:g}{one.unit}", one.verdict, one.of))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
