"""What a message holds besides its answer: always a piece of the message, unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.msp import listening, questions, relations
from bot.msp.clauses import clauses, sentences
from bot.msp.turn import Heard

FINDERS = (listening.told_not_to, listening.to_involve, listening.not_wanted, listening.wanted)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("dont want my mum told she will make me come home", "mum"),
        ("please don't tell my dad", "dad"),
        ("he must not know about this", "he must not know"),
        ("i am scared of him. nobody should tell my wife", "wife"),
    ],
)
def test_who_must_not_be_told_is_found(text: str, who: str) -> None:
    assert any(who in piece for piece in listening.told_not_to(text))


@pytest.mark.parametrize("text", ["can you tell me who reads this", "he told me to go", "my mum knows", "I don't know"])
def test_other_telling_is_not_a_name_to_keep_out(text: str) -> None:
    assert listening.told_not_to(text) == []


def test_who_should_be_there_is_found_without_the_number_before_it() -> None:
    assert listening.to_involve("about a 4 and i want my nan there") == ["i want my nan there"]


def test_a_wish_in_a_story_is_found() -> None:
    assert listening.wanted("they eat my food. i just want my xbox back") == ["i just want my xbox back"]


@pytest.mark.parametrize("text", ["i want to die", "i want to kill myself", "i dont want to be here"])
def test_despair_is_not_written_down_as_a_wish(text: str) -> None:
    assert listening.wanted(text) == []


def test_what_is_not_wanted_is_not_a_wish() -> None:
    text = "I don't want Mum moved, it would finish her off."
    assert listening.not_wanted(text) == [text]
    assert listening.wanted(text) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("I am complaining for my mother", "family"),
        ("it's about my neighbour", "friend"),
        ("worried about a patient of mine", "worker"),
        ("i am writing for myself", None),
    ],
)
def test_who_writes_for_another_is_heard(text: str, role: str | None) -> None:
    found = relations.writes_for(text)
    assert (found[0] if found else None) == role


@pytest.mark.parametrize("text", ["he has never laid a finger on me", "they took my card", "my husband is kind"])
def test_what_happened_is_told_from_what_should(text: str) -> None:
    assert listening.tells_what_happened(text)


@pytest.mark.parametrize("text", ["they will take my kids", "he should go", "I want him out", "she might find out"])
def test_what_might_or_should_happen_is_not_what_happened(text: str) -> None:
    assert not listening.tells_what_happened(text)


@given(st.text(max_size=400))
def test_whatever_is_found_stands_in_the_message(text: str) -> None:
    for find in FINDERS:
        assert all(piece in text for piece in find(text))
    assert all(piece in text for piece in (*clauses(text), *sentences(text)))


@pytest.mark.parametrize("text", ["I will not go in a home", "but no strangers going through my things", "No visits."])
def test_a_refusal_is_heard_as_what_is_not_wanted(text: str) -> None:
    assert listening.not_wanted(text)
    assert listening.wanted(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("do u tell the police?", "ask_police"),
        ("have the police been told", "ask_police"),
        ("are you police or no", "ask_are_you_police"),
        ("will dad go to prison", "ask_trouble"),
        ("Will Donna lose her job?", "ask_trouble"),
        ("can youse take me dog off me?", "ask_trouble"),
        ("can u promise he wont find out", "ask_told"),
        ("Does Gavin get a copy of what I write?", "ask_told"),
        ("Is this confidential?", "ask_who_sees_it"),
        ("whats a code word", "ask_code_word"),
        ("What can you actually DO about it?", "ask_what_can_you_do"),
        ("When will someone ring me?", "ask_what_happens_next"),
        ("can someone ring me", "ask_call_me"),
    ],
)
def test_what_people_ask_is_answered(text: str, name: str) -> None:
    assert questions.all_asked(text) == [name]


def test_whether_she_is_real_is_not_asked_of_us() -> None:
    heard = Heard("Is she real, do you think?", 1, intent="ask_are_you_human", confidence=0.9)
    assert questions.names_of(heard) == ["ask_unknown"]


@pytest.mark.parametrize(
    "text",
    [
        "Gavin Corlett and his employer, Brightside Support, must not know.",
        "the manager, Donna and the agency must not be told, put that at the top",
        "his sister kelly works at the council so she CANT know either",
    ],
)
def test_the_names_before_must_not_know_are_kept(text: str) -> None:
    assert listening.told_not_to(text) == [text]
