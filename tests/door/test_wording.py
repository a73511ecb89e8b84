"""What the door itself says can be read by a nine-year-old."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.door import wording
from bot.records import erase


def sentences() -> list[str]:
    """Every text of wording.yml and of the erasure, with the service's words in it."""

    def texts(found: Any) -> Iterator[str]:
        if isinstance(found, str):
            yield found.format_map({"date": "23 December 2026"} | wording.service().words())
        else:
            for inner in found.values() if isinstance(found, dict) else found:
                yield from texts(inner)

    kept = " ".join(erase._what_is_kept("HERON-4821"))
    return [text for text in [*texts(wording._read()), kept] if not text.startswith("tel:")]


def words_of(text: str) -> list[str]:
    """The words; a telephone number counts as one."""
    return re.findall(r"[A-Za-z']+|\d[\d ]*\d|\d", text)


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e."""
    groups = re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouyl])e$|(?<=[^td])ed$", "", word.lower()))
    return max(1, len(groups))


def grade(text: str) -> float:
    """The Flesch-Kincaid grade; four is about nine years."""
    parts = [part for part in re.split(r"(?<=[.?])\s+|\n", text) if words_of(part)]
    words = words_of(text)
    return 0.39 * len(words) / len(parts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@pytest.mark.parametrize("text", sentences())
def test_it_reads_easily(text: str) -> None:
    for sentence in re.split(r"(?<=[.?])\s+|\n", text):
        assert len(words_of(sentence)) <= 25
    assert "!" not in text
    assert not re.search(r"\b(abuse|error|server|token|session|invalid|sorry|please note|data)\b", text, re.I)
    if len(words_of(text)) > 8:
        assert grade(text) <= 4.5, grade(text)
