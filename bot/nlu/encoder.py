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
from tokenizers import Tokenizer

from bot.nlu.clauses import Clause, count_words, split
from bot.nlu.second_opinion import MOST_WORDS, SHARE, SecondOpinion

WEIGHTS = Path(__file__).parent / "weights"
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


class Encoder:
    """The network and its tokenizer; safe to share between threads."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
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
        self.fingerprint: str = about["sha256"]
        self._second = SecondOpinion(weights)
        self._at = {name: place for place, name in enumerate(about["labels"])}

    def column(self, label: str) -> int:
        """Where a label stands in `Reading.windows`, counted from 0; labels are `task:name`."""
        return self._at[label]

    def read(self, message: str) -> Reading:
        """Reads one message of any length; a message without words reads as empty windows' worth of nothing."""
        clauses = split(message) or [Clause(message, 0, len(message), 0)]
        encoded = self._tokenizer.encode(message, add_special_tokens=False)
        spans = _windows([offsets[0] for offsets in encoded.offsets], clauses)
        logits, evidence = [], np.zeros((len(clauses), len(self._at)), np.float32)
        sentence, weight = np.zeros(384, np.float32), 0
        for first, last in spans:
            ids = np.array([[101, *encoded.ids[first:last], 102]], dtype=np.int64)
            answer = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
            logits.append(answer[0][0])
            sentence += answer[2][0] * (last - first + 1)
            weight += last - first + 1
            place = 0
            for token in range(first, last):
                while place + 1 < len(clauses) and clauses[place + 1].start <= encoded.offsets[token][0]:
                    place += 1
                evidence[place] += answer[1][0, token - first + 1]
        windows = np.stack(logits)
        if 0 < count_words(message) <= MOST_WORDS:
            windows = (1.0 - SHARE) * windows + SHARE * self._second.logits(message)
        return Reading(clauses, windows, evidence, sentence / weight)


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
