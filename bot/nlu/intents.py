"""Intents: what people say that is not an answer. Learned by `rasa train` in seconds, so that a service can add its own.

A story must never be lost to a command: on a long message the intents that steer the conversation need to be certain,
otherwise the message is an answer (`inform`).
"""

import io
from dataclasses import dataclass

import numpy as np

from bot.nlu.encoder import Array
from bot.nlu.scores import softmax

ANSWER = "inform"
STEERING = frozenset(
    {
        "stop",
        "pause",
        "skip",
        "delete_my_data",
        "decline_help",
        "go_back",
        "complaint_about_bot",
        "greet",
        "thanks",
        "out_of_scope",
        "affirm",
        "deny",
        "dont_know",
    }
)
LONG = 14
"""Words from which a steering intent has to be certain."""
CERTAIN = 0.85


@dataclass(frozen=True)
class IntentReader:
    """A linear reader of sentence vectors; `weights` is `(intents, 384)`, `temperature` calibrates its confidence."""

    names: list[str]
    weights: Array
    bias: Array
    temperature: float
    fingerprint: str

    @classmethod
    def learn(cls, vectors: Array, intents: list[str], fingerprint: str, temperature: float) -> "IntentReader":
        """Learns from sentence vectors `(sentences, 384)` and their intents.

        `fingerprint` names the encoder that made the vectors, `temperature` makes the confidence honest.
        """
        from sklearn.linear_model import LogisticRegression

        middle = vectors.mean(axis=0)  # round nought it is learned in half the steps; the bias takes it back
        learner = LogisticRegression(C=1.0, max_iter=400, class_weight="balanced").fit(vectors - middle, intents)
        return cls(
            [str(name) for name in learner.classes_],
            learner.coef_.astype(np.float32),
            (learner.intercept_ - learner.coef_ @ middle).astype(np.float32),
            temperature,
            fingerprint,
        )

    def ranking(self, sentence: Array, words: int) -> list[tuple[str, float]]:
        """Every intent with its probability, most likely first, for a message of so many words."""
        chances = dict(zip(self.names, softmax(self.weights @ sentence + self.bias, self.temperature), strict=True))
        ranked = sorted(chances.items(), key=lambda pair: -pair[1])
        first, chance = ranked[0]
        if words >= LONG and first in STEERING and chance < CERTAIN and ANSWER in chances:
            ranked.remove((ANSWER, chances[ANSWER]))
            return [(ANSWER, 1.0 - chance), *((name, p * chance) for name, p in ranked)]
        return ranked

    def to_bytes(self) -> bytes:
        """The reader as a NumPy archive (no pickle)."""
        stream = io.BytesIO()
        np.savez(
            stream,
            names=np.array(self.names),
            weights=self.weights,
            bias=self.bias,
            temperature=np.array(self.temperature),
            fingerprint=np.array(self.fingerprint),
        )
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, archive: bytes) -> "IntentReader":
        """Reads what `to_bytes` wrote."""
        with np.load(io.BytesIO(archive), allow_pickle=False) as stored:
            return cls(
                [str(name) for name in stored["names"]],
                stored["weights"],
                stored["bias"],
                float(stored["temperature"]),
                str(stored["fingerprint"]),
            )
