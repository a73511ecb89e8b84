"""Fits confidences and thresholds on the development split and writes `weights/calibration.json`.

    .venv/bin/python -m bot.nlu.calibrate

For a maintainer, after a new encoder; needs a trained model (`make train`). Recall comes first for safety: the
threshold is as high as it can be without missing anybody whom the lowest finds, less a fifth, since new people write
in new ways. It must be right in four alarms of five.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.nlu.calibration import FILE, Calibration
from bot.nlu.encoder import Encoder, Reading
from bot.nlu.figures import f1, precision
from bot.nlu.labels import CONCERNS, OUTCOMES, SAFETY
from bot.nlu.safety import Weighed, alarms, weigh
from bot.nlu.scores import softmax
from bot.nlu.splits import sentences
from bot.nlu.understanding import Understanding

WANTED_PRECISION = 0.80
LOWEST, MARGIN = 0.04, 0.8
WANTED_WATCHED = 0.95


def main() -> int:
    """Fits and writes; returns the exit status."""
    options = argparse.ArgumentParser()
    options.add_argument("--model", type=Path, help="a trained model; the newest in models/ unless named")
    understanding = Understanding.load(options.parse_args().model)
    encoder = understanding.encoder
    fitted = _safety(encoder)
    fitted = replace(
        fitted,
        concern_threshold=_codes(encoder, "concerns", "concern", CONCERNS, "types"),
        outcome_threshold=_codes(encoder, "outcomes", "outcome", OUTCOMES, "outcomes"),
        others_threshold=_others(encoder),
        intent_temperature=_intents(understanding),
    )
    fitted.save(FILE)
    print(FILE, fitted)
    return 0


def _temperature(logits: NDArray[np.float64], truth: NDArray[np.int_]) -> float:
    """The divisor of logits at which the truth is least surprising."""
    tried = np.arange(0.6, 5.01, 0.1)
    pairs = list(zip(logits, truth, strict=True))
    surprise = [-np.mean([np.log(softmax(row, t)[at] + 1e-12) for row, at in pairs]) for t in tried]
    return round(float(tried[int(np.argmin(surprise))]), 2)


def _safety(encoder: Encoder) -> Calibration:
    rows = sentences("dev", "safety")
    readings = [encoder.read(row["text"]) for row in rows]
    truth = np.array([SAFETY.index(row["level"]) for row in rows])
    columns = [encoder.column(f"safety:{name}") for name in SAFETY]
    whole = np.array([reading.windows[:, columns].max(axis=0) for reading in readings], dtype=np.float64)
    fitted = Calibration(safety_temperature=_temperature(whole, truth))
    weighed = [weigh(row["text"], reading, encoder, fitted) for row, reading in zip(rows, readings, strict=True)]
    watched = np.array([1.0 if w.heard.first("not_safe_to_talk") else w.watched for w in weighed])
    fitted = replace(fitted, not_safe_threshold=_highest(watched[truth == 3], WANTED_WATCHED))
    return replace(fitted, urgent_threshold=_urgent(weighed, fitted, np.isin(truth, (1, 2))))


def _urgent(weighed: list[Weighed], fitted: Calibration, there: NDArray[np.bool_]) -> float:
    """Four fifths of the highest threshold that finds whom the lowest finds; the lowest at the least."""

    def at(threshold: float) -> NDArray[np.bool_]:
        return np.array([alarms(one, replace(fitted, urgent_threshold=threshold)) for one in weighed])

    found = int((at(LOWEST) & there).sum())
    steps = np.arange(LOWEST, 0.5, 0.005)
    highest = max(float(threshold) for threshold in steps if int((at(float(threshold)) & there).sum()) >= found)
    chosen = max(LOWEST, round(MARGIN * highest, 3))
    if precision(there, at(chosen)) < WANTED_PRECISION:
        raise ValueError("Too many alarms are false: the encoder is not good enough.")
    return chosen


def _highest(scores: NDArray[np.float64], wanted: float) -> float:
    """The highest threshold that keeps the wanted share of the scores; between 0.02 and 0.5."""
    allowed_to_miss = int((1.0 - wanted) * len(scores))
    return round(float(np.clip(np.sort(scores)[allowed_to_miss] - 0.005, 0.02, 0.5)), 3)


def _codes(encoder: Encoder, task: str, label: str, names: tuple[str, ...], field: str) -> float:
    rows = sentences("dev", task)
    truth = np.array([[name in row[field] for name in names] for row in rows])
    columns = [encoder.column(f"{label}:{name}") for name in names]
    logits = np.array([encoder.read(row["text"]).windows[:, columns].max(axis=0) for row in rows])
    chances = 1.0 / (1.0 + np.exp(-logits))
    tried = np.arange(0.2, 0.61, 0.02)
    return round(float(tried[int(np.argmax([f1(truth, chances >= t) for t in tried]))]), 2)


def _others(encoder: Encoder) -> float:
    rows = sentences("dev", "concerns")
    truth = np.array([row["others_at_risk"] for row in rows])
    readings: list[Reading] = [encoder.read(row["text"]) for row in rows]
    logits = np.array([reading.windows[:, encoder.column("others_at_risk")].max() for reading in readings])
    chances = 1.0 / (1.0 + np.exp(-logits))
    tried = np.arange(0.15, 0.61, 0.05)
    return round(float(tried[int(np.argmax([f1(truth, chances >= t) for t in tried]))]), 2)


def _intents(understanding: Understanding) -> float:
    reader = understanding.intents
    rows = [row for row in sentences("dev", "intents") if row["intent"] in reader.names]
    logits = np.array([reader.weights @ understanding.encoder.meaning(row["text"]) + reader.bias for row in rows])
    return _temperature(logits.astype(np.float64), np.array([reader.names.index(row["intent"]) for row in rows]))


if __name__ == "__main__":
    sys.exit(main())
