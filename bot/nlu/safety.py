"""Safety: is somebody in danger now, thinking of death, or watched, and which words say so.

Two independent eyes: the encoder (learned) and phrases with a little grammar (written). Either can raise the flag.
"""

from dataclasses import dataclass

import numpy as np

from bot.nlu.calibration import Calibration
from bot.nlu.codes import softmax
from bot.nlu.encoder import Encoder, Reading
from bot.nlu.labels import SAFETY


@dataclass(frozen=True)
class Safety:
    """`level` is one of the contract's four, `score` its probability from 0 to 1, `quote` the words (empty for none)."""

    level: str
    score: float
    quote: str


def read_safety(reading: Reading, encoder: Encoder, calibration: Calibration) -> Safety:
    """The most urgent level that the message reaches."""
    columns = [encoder.column(f"safety:{name}") for name in SAFETY]
    by_window = np.array([softmax(w, calibration.safety_temperature) for w in reading.windows[:, columns]])
    danger, self_harm, watched = by_window[:, 1].max(), by_window[:, 2].max(), by_window[:, 3].max()
    urgent = float((by_window[:, 1] + by_window[:, 2]).max())
    if urgent >= calibration.urgent_threshold:
        level = "danger_now" if danger >= self_harm else "self_harm"
        return Safety(level, round(urgent, 3), _quote(reading, columns[SAFETY.index(level)], columns[0]))
    if watched >= calibration.not_safe_threshold:
        return Safety("not_safe_to_talk", round(float(watched), 3), _quote(reading, columns[3], columns[0]))
    return Safety("none", round(float(by_window[:, 0].min()), 3), "")


def _quote(reading: Reading, column: int, none: int) -> str:
    return reading.clauses[int((reading.evidence[:, column] - reading.evidence[:, none]).argmax())].text
