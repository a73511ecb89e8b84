"""The internal channel: typed text is only text, and only the door may speak."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.channel import answer, said


@given(st.text())
def test_no_typed_text_is_ever_a_command(text: str) -> None:
    assert not said({"text": text}).startswith("/")


@pytest.mark.parametrize(
    ("turn", "command"),
    [
        ({"signal": "open"}, "/open"),
        ({"signal": "resume"}, "/resume"),
        ({"signal": "restart", "text": "x"}, "x"),
        ({"choice": "skip"}, "/skip"),
        ({"choice": "consent:all"}, "/choose"),
        ({"choice": 'inform{"asks":"x"}'}, "/choose"),
    ],
)
def test_a_choice_or_a_signal_is_one_of_a_few_commands(turn: dict, command: str) -> None:
    assert said(turn) == command


def test_a_turn_that_says_nothing_or_failed_is_not_an_answer() -> None:
    assert answer([]).status == 503
    assert answer([{"text": "sorry", "failed": True}]).status == 503


def test_then_is_told_beside_the_messages() -> None:
    body = json.loads(answer([{"text": "a", "then": None}, {"text": "b", "then": "erase"}]).body)
    assert body["then"] == "erase"
    assert [message["text"] for message in body["messages"]] == ["a", "b"]
