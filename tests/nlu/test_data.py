"""Figures mean something only if nothing that was taught is also examined."""

import re
from collections import Counter, defaultdict

import pytest
import yaml

from bot.nlu.labels import CONCERNS, OUTCOMES, SAFETY, SOURCES
from bot.nlu.splits import DATA, sentences

TASKS = ("safety", "concerns", "outcomes", "intents")
ALIKE = 0.7


def taught(task: str) -> list[str]:
    if task != "intents":
        return [row["text"] for row in sentences("train", task)]
    found = []
    for path in (DATA / "intents").glob("*.yml"):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            found += [line.removeprefix("- ") for line in block["examples"].splitlines()]
    return found


def words(text: str) -> list[str]:
    return re.sub(r"[^a-z0-9 ]+", " ", text.lower().replace("'", "").replace("’", "")).split()


def pieces(text: str) -> set[str]:
    joined = "#".join(words(text)) or text
    return {joined[at : at + 4] for at in range(max(1, len(joined) - 3))}


@pytest.mark.parametrize("task", TASKS)
def test_no_sentence_that_was_taught_is_examined_nor_one_much_like_it(task: str) -> None:
    known: list[set[str]] = []
    holding: dict[str, list[int]] = defaultdict(list)
    alike = []
    for split, texts in (
        ("train", taught(task)),
        ("test", [row["text"] for row in sentences("test", task)]),
        ("dev", [row["text"] for row in sentences("dev", task)]),
    ):
        fresh = []
        for text in texts:
            mine = pieces(text)
            shared = Counter(place for piece in mine for place in holding[piece])
            if split != "train" and any(n / (len(mine) + len(known[p]) - n) >= ALIKE for p, n in shared.items()):
                alike.append((split, text))
            fresh.append(mine)
        for mine in fresh:
            for piece in mine:
                holding[piece].append(len(known))
            known.append(mine)
    assert alike == []


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_every_label_is_one_of_the_contract_s(split: str) -> None:
    assert all(row["level"] in SAFETY for row in sentences(split, "safety"))
    for row in sentences(split, "concerns"):
        assert set(row["types"]) <= set(CONCERNS)
        assert row["source"] in (*SOURCES[1:], None)
        assert isinstance(row["others_at_risk"], bool)
    assert all(row["outcomes"] and set(row["outcomes"]) <= set(OUTCOMES) for row in sentences(split, "outcomes"))


def test_half_of_what_is_taught_on_safety_is_ordinary_talk() -> None:
    levels = Counter(row["level"] for row in sentences("train", "safety"))
    assert 0.4 < levels["none"] / sum(levels.values()) < 0.65


def test_every_intent_of_the_contract_is_taught() -> None:
    contract = (
        "affirm deny skip dont_know stop pause repeat_or_explain go_back ask_human ask_who_sees_it "
        "ask_what_happens_next ask_are_you_human ask_what_is_safeguarding ask_how_long delete_my_data decline_help "
        "on_behalf greet thanks complaint_about_bot out_of_scope inform"
    )
    assert set(contract.split()) <= {path.stem for path in (DATA / "intents").glob("*.yml")}
