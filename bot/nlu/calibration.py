"""Turns the encoder's raw scores into probabilities and yes or no, with figures fitted on the development split."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bot.nlu.encoder import WEIGHTS

FILE = WEIGHTS / "calibration.json"


@dataclass
class Calibration:
    """Written by `python -m bot.nlu.calibrate`, read at every start.

    `*_temperature` divides logits before they become probabilities. A threshold is a probability from 0 to 1.
    """

    safety_temperature: float = 1.0
    urgent_threshold: float = 0.35
    not_safe_threshold: float = 0.4
    source_temperature: float = 1.0
    concern_thresholds: dict[str, float] = field(default_factory=dict)
    others_threshold: float = 0.5
    outcome_thresholds: dict[str, float] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path = FILE) -> "Calibration":
        """Reads the fitted figures; without a file, the defaults above."""
        return cls(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else cls()

    def save(self, path: Path = FILE) -> None:
        """Writes the figures."""
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")
