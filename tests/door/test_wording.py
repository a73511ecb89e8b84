"""What the door itself says can be read by a nine-year-old."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.door import wording
from bot.msp import reading
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


@pytest.mark.parametrize("text", sentences())
def test_it_reads_easily(text: str) -> None:
    for sentence in reading.sentences(text):
        assert len(reading.WORD.findall(sentence)) <= reading.MOST_WORDS, sentence
        assert reading.age(sentence) <= reading.READING_AGE, f"{reading.age(sentence):.1f}: {sentence}"
    assert "!" not in text
    assert text.count("?") <= 1
    assert not re.search(r"\b(abuse|error|server|token|session|invalid|sorry|data)\b", text, re.IGNORECASE)
