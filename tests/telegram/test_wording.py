"""Every sentence that is said on Telegram alone can be read at nine."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.door.telegram import handlers, wording
from bot.msp import reading
from bot.service import service


def sentences(found: Any, *path: str) -> Iterator[Any]:
    """Every text in the file, with where it stands."""
    if isinstance(found, dict):
        for name, inside in found.items():
            yield from sentences(inside, *path, name)
    else:
        yield pytest.param(found, id=".".join(path))


ALL = list(sentences(wording.read()))
KNOWN = {"page", "words", "number", "names", "reference"} | set(service().words())


@pytest.mark.parametrize("text", ALL)
def test_a_sentence_can_be_read_at_nine(text: str) -> None:
    shown = re.sub(r"\{number\w*\}", "999", re.sub(r"\{hours\}", "9 to 5", text))
    shown = re.sub(r"\{\w+\}|/\w+", "x", shown)
    for sentence in reading.sentences(shown):
        assert len(reading.WORD.findall(sentence)) <= reading.MOST_WORDS, sentence
        assert reading.age(sentence) <= reading.READING_AGE, f"{reading.age(sentence):.1f}: {sentence}"
    assert "!" not in text
    assert not re.search(r"\b(?:abuse|victim|vulnerable|referral|disclos\w+)\b", text, re.IGNORECASE)


@pytest.mark.parametrize("text", ALL)
def test_every_value_in_it_is_known(text: str) -> None:
    assert set(re.findall(r"\{(\w+)\}", text)) <= KNOWN


def test_the_commands_give_nothing_away() -> None:
    for what in wording.read()["commands"].values():
        assert not re.search(r"safe|hurt|worker|help me|danger|team", what, re.IGNORECASE)


def test_everything_that_may_be_refused_has_its_sentence() -> None:
    door = yaml.safe_load((Path(handlers.__file__).parents[1] / "wording.yml").read_text(encoding="utf-8"))["errors"]
    assert set(door) - {"not_found", "not_allowed"} <= set(wording.read()["errors"])
