"""Logits to probabilities."""

import math

import numpy as np
from numpy.typing import ArrayLike


def sigmoid(logit: float) -> float:
    """The probability of a logit."""
    return 1.0 / (1.0 + math.exp(-min(30.0, max(-30.0, logit))))


def softmax(logits: ArrayLike, temperature: float = 1.0) -> list[float]:
    """The probabilities of logits that exclude each other; a temperature above 1 makes them more modest."""
    scaled = np.asarray(logits, dtype=np.float64) / temperature
    powers = np.exp(scaled - scaled.max())
    return [float(p) for p in powers / powers.sum()]
