"""The written eye: it must hear danger said plainly, and know a saying, a film, the past and a "not"."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu import grammar
from bot.nlu.phrases import compiled, listen, marked


def levels(message: str) -> set[str]:
    return {found.level for found in listen(message).found}


def said_plainly(message: str) -> str:
    return "".join(marked(word) for word in grammar.spelled(message).split())


@pytest.mark.parametrize(
    "said",
    [
        "he's going to kill me tonight",
        "hes got a knife",
        "She is strangling him",
        "i cant breathe",
        "mum wont wake up",
        "he has his hands round my throat",
        "theyre kicking the door in",
        "we need an ambulance",
        "I had a lovely day at bingo. My life is in danger.",
    ],
)
def test_danger_said_plainly_is_heard(said: str) -> None:
    assert "danger_now" in levels(said)


@pytest.mark.parametrize(
    "said",
    [
        "i want to kill myself",
        "I don't want to live any more",
        "ive been cutting myself again",
        "everyone would be better off without me",
        "I wish I was dead",
        "saved all my tablets up for when I need them",
        "how many paracetamol would kill you",
    ],
)
def test_thoughts_of_death_said_plainly_are_heard(said: str) -> None:
    assert "self_harm" in levels(said)


@pytest.mark.parametrize("said", ["cant talk hes here", "he reads my messages", "she's behind me", "im not alone"])
def test_being_watched_is_heard(said: str) -> None:
    assert "not_safe_to_talk" in levels(said)


@pytest.mark.parametrize(
    "said",
    [
        "dying to see my grandson",
        "my feet are killing me",
        "He used to say he was going to kill me, that was years ago",
        "in the film he is strangling her",
        "if he has a knife what do I do",
        "I am not going to kill myself",
        "I don't want to die",
        "my phone is dead",
        "over my dead body",
        "he is going to kill me lol",
        "could murder a cup of tea",
    ],
)
def test_sayings_the_past_films_and_denials_raise_no_alarm(said: str) -> None:
    assert not levels(said) & {"danger_now", "self_harm"}


def test_deadly_words_explained_away_are_a_reason_to_doubt() -> None:
    assert listen("that quiz nearly had me dying laughing").ordinary
    assert not listen("he takes my money").ordinary


@pytest.mark.parametrize("said", ["kill me", "kills me", "killed me", "killin me"])
def test_a_phrase_written_once_is_heard_in_all_its_forms(said: str) -> None:
    assert re.search(compiled("kill me", {}), said_plainly(said))


@pytest.mark.parametrize("phrase", ["killing me", "=kill me"])
def test_a_phrase_in_another_form_or_behind_a_sign_is_that_form_alone(phrase: str) -> None:
    assert not re.search(compiled(phrase, {}), said_plainly("he killed me"))
    assert re.search(compiled("killing me", {}), said_plainly("he is killing me"))


def test_a_phrase_does_not_reach_across_sentences() -> None:
    assert not levels("He has been lovely. A knife is on my shopping list.")


def test_where_the_phrase_stands_is_known() -> None:
    said = "It rained all day. Now he's got a knife. Bye"
    found = listen(said).first("danger_now")
    assert found is not None
    assert said[found.start :].startswith("he's got a knife")


def test_a_phrase_with_an_unknown_group_is_refused() -> None:
    with pytest.raises(KeyError):
        compiled("he has <nothing_of_the_kind>", {})


@given(st.text(max_size=400))
def test_any_text_can_be_listened_to(message: str) -> None:
    for found in listen(message).found:
        assert 0 <= found.start <= found.end < len(message)
