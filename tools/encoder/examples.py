"""Every training sentence with all that is known about it, task by task.

A sentence written for one task says something about the others too: "next question please" is no danger and no
concern, a story of abuse is an answer and, unless it speaks of now, not an emergency. Leaving that out made the first
encoder raise two thousand false alarms on our own sentences about other things (docs/understanding.md).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.nlu.labels import CONCERNS, OUTCOMES, SAFETY, SOURCES
from bot.nlu.phrases import listen

DATA = Path(__file__).resolve().parents[2] / "data" / "nlu"
URGENT_WORDS = re.compile(
    r"\b(now|tonight|today|knife|gun|blade|weapon|hammer|axe|machete|bat|kill\w*|die[sd]?|dying|dead|death|burn\w*|fire|"
    r"petrol|strangl\w*|throat|neck|chok\w*|breath\w*|unconscious|blood|bleed\w*|insulin|oxygen|overdos\w*|suicid\w*|"
    r"locked|starv\w*|days|weak|faint|tablets|pills|cut\w*|hang|jump|end it|here no|alive|miscarr\w*|pregnant|fit|fits|"
    r"seizure|hospital|ambulance|999|police|broke\w*|stab\w*|shot|shoot\w*|watching|listening|reads|checks)\b",
    re.IGNORECASE,
)
WISH_WORDS = re.compile(
    r"\b(want\w*|wish\w*|like|hope|need\w*|please|help|would|wanna|should|after|stop)\b", re.IGNORECASE
)
NO_WISH = {
    "affirm",
    "greet",
    "thanks",
    "go_back",
    "repeat_or_explain",
    "pause",
    "delete_my_data",
    "complaint_about_bot",
}


@dataclass
class Example:
    """One sentence; each known answer is `(answer, weight)`, a missing one is not taught."""

    text: str
    safety: tuple[int, float] | None = None
    concerns: tuple[list[float], float] | None = None
    source: tuple[int, float] | None = None
    others: tuple[float, float] | None = None
    outcomes: tuple[list[float], float] | None = None
    intent: tuple[str, float] | None = None
    tasks: set[str] = field(default_factory=set)


def rows(name: str) -> Iterator[dict]:
    """The labelled sentences of one task."""
    for line in (DATA / "train" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def intent_rows() -> Iterator[tuple[str, str]]:
    """Sentences and their intents from the files that `rasa train` reads."""
    for path in sorted((DATA / "intents").glob("*.yml")):
        if path.stem == "inform_stories":
            continue  # taken from the concerns and outcomes, which come by themselves
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in block["examples"].splitlines():
                if line.startswith("- "):
                    yield line[2:], block["intent"]


def gather() -> list[Example]:
    """All training sentences, one `Example` a text."""
    known: dict[str, Example] = {}

    def example(text: str, task: str) -> Example:
        found = known.setdefault(text, Example(text))
        found.tasks.add(task)
        return found

    for text, intent in intent_rows():
        example(text, "intents").intent = (intent, 1.0)
    for row in rows("safety"):
        example(row["text"], "safety").safety = (SAFETY.index(row["level"]), _weight(row))
    for row in rows("concerns"):
        one = example(row["text"], "concerns")
        one.concerns = ([float(code in row["types"]) for code in CONCERNS], _weight(row))
        one.source = (SOURCES.index(row["source"] or "none"), _weight(row))
        one.others = (float(row["others_at_risk"]), _weight(row))
    for row in rows("outcomes"):
        one = example(row["text"], "outcomes")
        one.outcomes = ([float(code in row["outcomes"]) for code in OUTCOMES], _weight(row))
    for row in rows("guessed"):
        one = known[row["text"]]
        one.concerns = one.concerns or (row["chances"], 0.4)
    for one in known.values():
        _fill(one)
    return list(known.values())


def _weight(row: dict) -> float:
    # the first set was labelled by those who wrote the rules for labelling; the rest, many times as much, by readers of them
    return 2.0 if row["voice"] == "start" else 1.0


def _fill(one: Example) -> None:
    """Adds what follows for the tasks that the sentence was not written for."""
    steering = one.intent is not None and one.intent[0] != "inform"
    harmless = not listen(one.text).found
    if one.safety is None and harmless:
        if steering or "outcomes" in one.tasks:
            one.safety = (0, 0.4)
        elif not URGENT_WORDS.search(one.text):
            one.safety = (0, 0.6)
    if steering and one.concerns is None:
        one.concerns = ([0.0] * len(CONCERNS), 0.15)
        one.source = (0, 0.1)
        one.others = (0.0, 0.1)
    if one.outcomes is None and (
        (one.intent is not None and one.intent[0] in NO_WISH)
        or (one.tasks & {"concerns", "safety"} and not WISH_WORDS.search(one.text))
    ):
        one.outcomes = ([0.0] * len(OUTCOMES), 0.2)
    if one.intent is None and one.tasks & {"concerns", "outcomes"}:
        wishes_nothing = one.outcomes is not None and (one.outcomes[0][8] or one.outcomes[0][9])
        if not wishes_nothing and len(one.text.split()) > 5:
            one.intent = ("inform", 0.3)
