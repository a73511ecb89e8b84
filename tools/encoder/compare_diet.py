"""What Rasa's default understanding (DIET, as `rasa init` sets it up) reaches on the same sentences (a maintainer's command).

    var/bench/venv/bin/python tools/encoder/compare_diet.py --epochs 8 intents     # the environment that `make bench` sets up

DIET gives one answer a message: it is asked for the intents, and for the level of safety as if that were an intent. What
has several answers (concerns, outcomes) it cannot give. An epoch over 9,000 sentences takes a minute and a half on 2 cores.
"""

import argparse
import asyncio
import json
import tempfile
from pathlib import Path

import yaml
from rasa.core.agent import Agent
from rasa.model_training import train_nlu

DATA = Path(__file__).resolve().parents[2] / "data" / "nlu"
URGENT = ("danger_now", "self_harm")
DEFAULT = """
recipe: default.v1
language: en
pipeline:
- name: WhitespaceTokenizer
- name: RegexFeaturizer
- name: LexicalSyntacticFeaturizer
- name: CountVectorsFeaturizer
- {name: CountVectorsFeaturizer, analyzer: char_wb, min_ngram: 1, max_ngram: 4}
- {name: DIETClassifier, epochs: EPOCHS, constrain_similarities: true, random_seed: 7}
"""


def rows(split: str, task: str) -> list[dict]:
    """The labelled sentences of one split and task."""
    return [json.loads(line) for line in (DATA / split / f"{task}.jsonl").read_text(encoding="utf-8").splitlines()]


def intents() -> dict[str, list[str]]:
    """The sentences of each intent, from the files that `rasa train` reads."""
    found: dict[str, list[str]] = {}
    for path in sorted((DATA / "intents").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = [line[2:] for line in block["examples"].splitlines() if line.startswith("- ")]
            found.setdefault(block["intent"], []).extend(lines)
    return found


def levels() -> dict[str, list[str]]:
    """The training sentences of each level of safety."""
    found: dict[str, list[str]] = {}
    for row in rows("train", "safety"):
        found.setdefault(row["level"], []).append(row["text"])
    return found


def learned(examples: dict[str, list[str]], folder: Path, epochs: int) -> Agent:
    """Rasa's default understanding, trained on these; brackets, which mark entities for Rasa, are left out."""
    plain = str.maketrans("", "", "[]")
    nlu = [
        {"intent": name, "examples": "".join(f"- {' '.join(text.split()).translate(plain)}\n" for text in texts)}
        for name, texts in examples.items()
    ]
    (folder / "nlu.yml").write_text(yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True))
    (folder / "config.yml").write_text(DEFAULT.replace("EPOCHS", str(epochs)))
    return Agent.load(train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder)))


def answers(agent: Agent, asked: list[dict]) -> list[dict]:
    """What it makes of each sentence: name to confidence."""

    async def all_of_them() -> list[dict]:
        parsed = [await agent.parse_message(row["text"]) for row in asked]
        return [{each["name"]: each["confidence"] for each in one["intent_ranking"]} for one in parsed]

    return asyncio.run(all_of_them())


def precision_at(recall: float, truth: list[bool], scores: list[float]) -> float:
    """The best precision at a threshold that finds this share."""
    best = 0.0
    for threshold in sorted(set(scores)):
        said = [score >= threshold for score in scores]
        right = sum(a and b for a, b in zip(truth, said, strict=True))
        if right >= recall * sum(truth):
            best = max(best, right / sum(said))
    return best


def score_intents(agent: Agent, split: str) -> str:
    """The share of intents that are right."""
    asked = rows(split, "intents")
    named = [max(said, key=said.get) for said in answers(agent, asked)]
    return f"intents {sum(row['intent'] == name for row, name in zip(asked, named, strict=True)) / len(asked):.3f}"


def score_levels(agent: Agent, split: str) -> str:
    """Precision where 95 in 100 dangers are found, and the share of levels that are exactly right."""
    asked = rows(split, "safety")
    said = answers(agent, asked)
    exact = sum(row["level"] == max(one, key=one.get) for row, one in zip(asked, said, strict=True)) / len(asked)
    scores = [sum(one[level] for level in URGENT) for one in said]
    precise = precision_at(0.95, [row["level"] in URGENT for row in asked], scores)
    return f"safety P@95 {precise:.3f}, level {exact:.3f}"


TASKS = {"intents": (intents, score_intents), "safety": (levels, score_levels)}


def main() -> None:
    """Trains, prints a line for each split."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("tasks", nargs="+", choices=TASKS)
    options.add_argument("--epochs", type=int, default=100)
    chosen = options.parse_args()
    for task in chosen.tasks:
        examples, score = TASKS[task]
        with tempfile.TemporaryDirectory() as folder:
            agent = learned(examples(), Path(folder), chosen.epochs)
            for split in ("dev", "test"):
                print(f"DIET, {chosen.epochs} epochs, {split}: {score(agent, split)}", flush=True)


if __name__ == "__main__":
    main()
