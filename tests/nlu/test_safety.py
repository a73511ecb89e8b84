"""Safety comes before everything: what must be seen, what must not be cried, and whose words are shown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.labels import SAFETY
from bot.nlu.understanding import Understanding


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("theyre sayin tonight they want me to hold a gun", "danger_now"),
        ("he is strangling my mum right now", "danger_now"),
        ("i wish i wasnt here any more, id be better off dead", "self_harm"),
        ("I have saved all my tablets and I am going to take them tonight", "self_harm"),
        ("someone's here", "not_safe_to_talk"),
        ("cant talk hes reading over my shoulder", "not_safe_to_talk"),
    ],
)
def test_what_must_be_seen_is_seen(understanding: Understanding, said: str, level: str) -> None:
    assert understanding.understand(said)["safety"]["level"] == level


@pytest.mark.parametrize(
    "said",
    [
        "dying to see my grandson",
        "he has never laid a finger on me",
        "did city win",
        "it would finish her off to be moved",
        "about a 4 and i want my nan there",
        "who will see this",
        "I'd like my Premium Bonds back",
        "skip",
        "",
    ],
)
def test_ordinary_talk_raises_no_alarm(understanding: Understanding, said: str) -> None:
    assert understanding.understand(said)["safety"] == {
        **understanding.understand(said)["safety"],
        "level": "none",
        "quote": "",
    }


def test_the_quote_is_the_clause_that_says_it(understanding: Understanding) -> None:
    said = (
        "I wanted to ask about my bus pass. My son has a knife and he is coming up the stairs. The pass ran out in May."
    )
    safety = understanding.understand(said)["safety"]
    assert safety["level"] == "danger_now"
    assert "knife" in safety["quote"]
    assert safety["quote"] in said
    assert "bus pass" not in safety["quote"]


def test_a_danger_at_the_end_of_a_long_story_is_not_lost(understanding: Understanding) -> None:
    story = "We had a nice day at the day centre and there was bingo and I won a teddy. " * 12
    safety = understanding.understand(story + "He is strangling her in the kitchen right now.")["safety"]
    assert safety["level"] == "danger_now"
    assert "strangling" in safety["quote"]


@settings(max_examples=60, deadline=None)
@given(said=st.text(max_size=500))
def test_any_text_has_a_level_and_a_quote_of_its_own(understanding: Understanding, said: str) -> None:
    safety = understanding.understand(said)["safety"]
    assert safety["level"] in SAFETY
    assert 0.0 <= safety["score"] <= 1.0
    assert safety["quote"] in said
