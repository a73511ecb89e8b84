"""A part dies in the middle: the person is told, nothing is lost, and the conversation goes on where it was."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.auxil.person import Person
from tests.auxil.stack import Stack

WITHIN = 90  # seconds


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack of its own, since it is broken on purpose."""
    running = Stack(tmp_path_factory.mktemp("fragile"))
    yield running
    running.stop()


def comes(person: Person, words: str) -> dict[str, Any]:
    """Waits until a message with these words is there."""
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        found = person.http.get(f"/conversations/{person.id}/messages?after=0").json()["messages"]
        for message in found:
            if words in message["text"] and message["from"] == "bot":
                return dict(message)
    raise AssertionError(f"never said: {words}")


@pytest.mark.parametrize("part", ["actions", "rasa"])
def test_what_was_written_is_kept_and_answered_when_it_is_back(fragile: Stack, part: str) -> None:
    person = Person(fragile.chat_url)
    person.starts()
    person.answers({}, until="what_matters")
    assert fragile.kill(part) == 1
    said = person.says("my cat and my garden")
    assert "999" in said or "helps you now" in said
    comes(person, "What helps you now")
    assert [said["own_words"] for said in person.summary()["what_matters"]] == ["my cat and my garden"]
    person.says("my sister")
    assert [said["own_words"] for said in person.summary()["strengths"]] == ["my sister"]
