"""Turns the encoder's raw scores into probabilities and yes or no, with figures fitted on the development split."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.nlu.encoder import WEIGHTS

FILE = WEIGHTS / "calibration.json"


@dataclass(frozen=True)
class Calibration:
    """Written by `python -m bot.nlu.calibrate`, read at every start.

    A temperature divides logits before they become probabilities. A threshold is a probability from 0 to 1. `doubt` is
    added to the urgent threshold where the written eye explains deadly words away.
    """

    safety_temperature: float = 1.0
    urgent_threshold: float = 0.3
    not_safe_threshold: float = 0.35
    doubt: float = 0.15
    concern_threshold: float = 0.35
    others_threshold: float = 0.3
    outcome_threshold: float = 0.4
    intent_temperature: float = 2.0

    @classmethod
    def load(cls, path: Path = FILE) -> "Calibration":
        """Reads the fitted figures; without a file, the defaults above."""
        return cls(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else cls()

    def save(self, path: Path = FILE) -> None:
        """Writes the figures."""
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")
