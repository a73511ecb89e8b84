"""Logits to probabilities."""

import numpy as np
from numpy.typing import ArrayLike


def sigmoid(logit: float) -> float:
    """The probability of a logit."""
    return float(1.0 / (1.0 + np.exp(-np.clip(logit, -30.0, 30.0))))


def softmax(logits: ArrayLike, temperature: float = 1.0) -> list[float]:
    """The probabilities of logits that exclude each other; a temperature above 1 makes them more modest."""
    scaled = np.asarray(logits, dtype=np.float64) / temperature
    powers = np.exp(scaled - scaled.max())
    return [float(p) for p in powers / powers.sum()]
