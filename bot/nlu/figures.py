"""The figures of an evaluation, each with the interval in which it would lie 95 times out of 100."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
TIMES = 1000


@dataclass(frozen=True)
class Figure:
    """A score from 0 to 1 with its 95 % bootstrap interval, over `count` sentences."""

    name: str
    value: float
    low: float
    high: float
    count: int
    target: float | None = None

    def __str__(self) -> str:
        reached = "" if self.target is None else f"  target {self.target:.2f} {'reached' if self.met else 'missed'}"
        return f"{self.name:<58} {self.value:.3f}  [{self.low:.3f}, {self.high:.3f}]  n={self.count}{reached}"

    @property
    def met(self) -> bool:
        """Whether the target is reached."""
        return self.target is None or self.value >= self.target


def figure(name: str, score: Callable[[NDArray[np.int_]], float], count: int, target: float | None = None) -> Figure:
    """Scores all sentences, and a thousand seeded draws of as many with replacement.

    `score` gets the places of the sentences drawn.
    """
    dice = np.random.default_rng(7)
    draws = [score(dice.integers(0, count, count)) for _ in range(TIMES)]
    low, high = np.nanpercentile(draws, [2.5, 97.5])
    return Figure(name, score(np.arange(count)), float(low), float(high), count, target)


def recall(truth: Flags, found: Flags) -> float:
    """How many of those that are there were found."""
    return float((truth & found).sum() / truth.sum()) if truth.any() else float("nan")


def precision(truth: Flags, found: Flags) -> float:
    """How many of those that were found are there."""
    return float((truth & found).sum() / found.sum()) if found.any() else float("nan")


def f1(truth: Flags, found: Flags) -> float:
    """The balance of both; over a table of codes, micro-averaged."""
    both = truth.sum() + found.sum()
    return float(2 * (truth & found).sum() / both) if both else float("nan")


def calibration_bins(confidence: NDArray[np.float64], right: Flags, bins: int = 10) -> list[tuple[float, float, int]]:
    """For each band of confidence that occurs: mean confidence, share that was right, and how many."""
    band = np.minimum((confidence * bins).astype(int), bins - 1)
    return [
        (float(confidence[band == b].mean()), float(right[band == b].mean()), int((band == b).sum()))
        for b in range(bins)
        if (band == b).any()
    ]


def calibration_error(confidence: NDArray[np.float64], right: Flags) -> float:
    """Expected calibration error: how far confidence and truth lie apart, on average, from 0 to 1."""
    return sum(abs(mean - share) * count for mean, share, count in calibration_bins(confidence, right)) / len(right)
