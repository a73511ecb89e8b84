"""Short forms, slips and dialect are spelled out, every word keeps its place, and what is denied or over is known."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu import grammar
from bot.nlu.phrases import listen


def plain(message: str) -> str:
    return " . ".join(sentence._.plain for sentence in grammar.read(message).sents)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("hes gonna kill me 2nite", "he is going to kill me tonight"),
        ("HES GOT A KNIFE", "he is got a knife"),
        ("I’m not safe, he's here", "i am not safe , he is here"),
        ("ah cannae breathe", "ah can not breathe"),
        ("Dad's got my card", "dad is got my card"),
        ("i didnt (theyre here)", "i did not they are here"),
        ("kickin off agen", "kicking off again"),
        ("our cousin Robin", "our cousin robin"),
    ],
)
def test_hurried_writing_is_spelled_out(written: str, meant: str) -> None:
    assert plain(written) == meant


@pytest.mark.parametrize("form", ["kill", "kills", "killed", "killing", "killin"])
def test_every_form_of_a_word_has_one_dictionary_form(form: str) -> None:
    assert grammar.read(f"he {form} me")[1].lemma_ == "kill"


def test_a_not_reaches_to_the_end_of_its_clause_and_four_words_far() -> None:
    denied = {token.norm_ for token in grammar.read("he did not hit me but she did it") if token._.denied}
    assert denied == {"hit", "me"}


@pytest.mark.parametrize(
    ("said", "over", "imagined"),
    [
        ("if he comes back i will end it", False, False),
        ("he hit me years ago", True, False),
        ("he hit me years ago and again today", False, False),
        ("what if he hits me", False, True),
        ("he hits me", False, False),
    ],
)
def test_what_is_over_and_what_is_only_imagined(said: str, over: bool, imagined: bool) -> None:
    (sentence,) = grammar.read(said).sents
    assert (sentence._.over, sentence._.imagined) == (over, imagined)


@given(st.text(max_size=300))
def test_every_word_stands_in_the_message_where_it_says(message: str) -> None:
    doc = grammar.read(message)
    assert len(doc.text) == len(message)
    assert all(
        message[token.idx : token.idx + len(token)].lower() == token.text.lower() for token in doc if token.is_alpha
    )


def test_words_met_long_ago_are_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "MOST_WORDS", 0)
    grammar.read("zyxwvut")
    assert "zyxwvut" not in grammar.pipeline().vocab.strings


@pytest.mark.parametrize("piece", ["kill myself ", "!", ".,", "he's gone. ", "a", "🙏 ", "not ", "\n"])
def test_work_grows_no_faster_than_the_message(piece: str) -> None:
    listen("a word")
    once, twice = (calls(piece * times) for times in (400, 800))
    assert twice <= 2.2 * once + 200


def calls(message: str) -> int:
    """How many calls of a function, in Python or C, it takes to listen to a message."""
    count = 0

    def counting(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        listen(message)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("the doctor asked if i want to die and i laughed", False),
        ("she asked if i want to die, and i do", True),
        ("i had a nurse who asked about harming myself", False),
        ("i have not had one thought of doing meself in since", False),
        ("i do not know when he is going to kill me", True),
        ("i can not stop him, he is strangling me", True),
        ("he locked me out in the rain last nite", False),
        ("he has locked me out in the rain and the dark", True),
        ("i took all my tablets last night", True),
        ("my doctor helps me", False),
        ("please help me", True),
        ("he had a stroke, he uses a picture board", False),
        ("she is having a stroke", True),
    ],
)
def test_what_was_asked_or_is_over_is_not_so_now(text: str, heard: bool) -> None:
    assert bool(listen(text).found) is heard
