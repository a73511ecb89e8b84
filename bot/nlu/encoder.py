"""Reads a message once with the trained encoder: what it says for each label, and which words say it.

The network is MiniLM, fine-tuned on our data and stored as int8 for ONNX Runtime (tools/encoder, docs/model-card.md).
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from bot.msp.clauses import Clause, split
from bot.nlu import checksums

WEIGHTS = Path(__file__).parent / "weights"
START, END = 101, 102
"""The tokens that stand round every stretch."""
WINDOW = 110
"""Tokens read at a time: time stays linear in the length, and a danger is not diluted by a long story."""

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Reading:
    """What the encoder makes of one message.

    `windows` is `(windows, labels)`: the logits of each stretch of about a hundred words. `evidence` is
    `(clauses, labels)`: what each clause contributed. `sentence` is `(384,)`, the message's meaning, for intents.
    """

    clauses: list[Clause]
    windows: Array
    evidence: Array
    sentence: Array


@dataclass(frozen=True)
class _Stretch:
    """What the network answers for the tokens from `first` to before `last`."""

    first: int
    last: int
    logits: Array
    contributions: Array
    sentence: Array


class Encoder:
    """The network and its tokenizer; safe to share between threads."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        """Raises NotOurs if a file of the weights is not the one that was built."""
        checksums.check(weights)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(weights / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(weights / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        about = json.loads((weights / "about.json").read_text(encoding="utf-8"))
        self.fingerprint: str = about["files"]["encoder.onnx"]
        self._at = {name: place for place, name in enumerate(about["labels"])}

    def column(self, label: str) -> int:
        """Where a label stands in `Reading.windows`, counted from 0; labels are `task:name`."""
        return self._at[label]

    def read(self, message: str) -> Reading:
        """Reads one message of any length, the empty one too."""
        clauses = split(message) or [Clause(message, 0, len(message), 0)]
        encoded, stretches = self._run(message, clauses)
        evidence = np.zeros((len(clauses), len(self._at)), np.float32)
        place = 0
        for stretch in stretches:
            for token in range(stretch.first, stretch.last):
                while place + 1 < len(clauses) and clauses[place + 1].start <= encoded.offsets[token][0]:
                    place += 1
                evidence[place] += stretch.contributions[token - stretch.first + 1]
        windows = np.stack([stretch.logits for stretch in stretches])
        return Reading(clauses, windows, evidence, _meaning(stretches))

    def meaning(self, message: str) -> Array:
        """The message's meaning alone, `(384,)`: the same as `read(message).sentence`, in less time."""
        return _meaning(self._run(message, split(message))[1])

    def _run(self, message: str, clauses: list[Clause]) -> tuple[Encoding, list[_Stretch]]:
        encoded = self._tokenizer.encode(message, add_special_tokens=False)
        stretches = []
        for first, last in _windows([offsets[0] for offsets in encoded.offsets], clauses):
            ids = np.array([[START, *encoded.ids[first:last], END]], dtype=np.int64)
            logits, contributions, sentence = self._session.run(
                None, {"input_ids": ids, "attention_mask": np.ones_like(ids)}
            )
            stretches.append(_Stretch(first, last, logits[0], contributions[0], sentence[0]))
        return encoded, stretches


def _meaning(stretches: list[_Stretch]) -> Array:
    """The mean over all tokens of all stretches, their first and last marks included."""
    shares = np.array([stretch.last - stretch.first + 2 for stretch in stretches], np.float32)
    meaning: Array = (shares @ np.stack([stretch.sentence for stretch in stretches]) / shares.sum()).astype(np.float32)
    return meaning


def _windows(starts: list[int], clauses: list[Clause]) -> list[tuple[int, int]]:
    """Stretches of tokens, at most WINDOW long, that end where a clause ends if they can."""
    if len(starts) <= WINDOW:
        return [(0, len(starts))]
    ends = {clause.start for clause in clauses}
    spans, first = [], 0
    while len(starts) - first > WINDOW:
        last = first + WINDOW
        for cut in range(last, first + WINDOW // 2, -1):
            if starts[cut] in ends:
                last = cut
                break
        spans.append((first, last))
        first = last
    spans.append((first, len(starts)))
    return spans


@lru_cache(maxsize=1)
def shared_encoder() -> Encoder:
    """The one encoder of this process (23 MB of weights; loads in about a quarter of a second)."""
    return Encoder()
