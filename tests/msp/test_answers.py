"""Short answers in people's own ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.msp import answers
from bot.msp.turn import Heard


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("yeah", "yes"),
        ("yes it is safe", "yes"),
        ("ok go on", "yes"),
        ("aye", "yes"),
        ("im on my own", "yes"),
        ("I'm on my own", "yes"),
        ("nope", "no"),
        ("I would rather you did not.", "no"),
        ("please don't", "no"),
        ("not really", "no"),
        ("dunno", "not_sure"),
        ("I'm not sure", "not_sure"),
        ("I don't know", "not_sure"),
        ("I am complaining for my mother", None),
        ("right now he is at work", None),
        ("my brother comes round", None),
    ],
)
def test_yes_and_no_are_heard_in_the_first_words(text: str, meant: str | None) -> None:
    assert answers.yes_no(Heard(text, 1)) == meant


@pytest.mark.parametrize(
    "text", ["no", "nothing else", "no that's it", "nope thanks", "no one", "that is all", "not that i know of"]
)
def test_nothing_more_is_heard(text: str) -> None:
    assert answers.nothing_more(Heard(text, 1))


@pytest.mark.parametrize("text", ["no visits", "nobody helps me", "no one comes any more", "nothing works in my flat"])
def test_what_begins_with_no_may_still_say_something(text: str) -> None:
    assert not answers.nothing_more(Heard(text, 1))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4", 4),
        ("about a four", 4),
        ("7/10", 7),
        ("3 out of ten", 3),
        ("Mum can't say. I'd say 3.", 3),
        ("3 or 4", 3),
        ("zero", 0),
        ("not safe", None),
        ("£23,000", None),
    ],
)
def test_a_number_on_the_scale_is_heard_in_words_and_digits(text: str, number: int | None) -> None:
    assert answers.score(text) == number


@pytest.mark.parametrize("text", ["11", "-1", "eleven", "100"])
def test_a_number_off_the_scale_is_not_bent_into_one(text: str) -> None:
    with pytest.raises(ValueError):
        answers.score(text)


@given(st.integers(0, 10), st.sampled_from(["{}", "about {}", "i think {} maybe", "{}/10", "{} out of 10"]))
def test_every_number_from_0_to_10_is_heard(number: int, form: str) -> None:
    assert answers.score(form.format(number)) == number


@given(st.text(max_size=300))
def test_no_text_breaks_the_hearing(text: str) -> None:
    heard = Heard(text, 1)
    assert answers.yes_no(heard) in ("yes", "no", "not_sure", None)
    assert answers.nothing_more(heard) in (True, False)
    try:
        number = answers.score(text)
    except ValueError:
        number = None  # a number, but not one on the scale
    assert number in (None, *range(11))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("It stood beside my bed. It was the only one I possessed.", None),
        ("And one correction, the locket was 10 Nov not 9 Nov.", None),
        ("leg's bad. gate fell on it. three week back", None),
        ("Safe? 9. I'm safe enough. Been on my own since Jean died two years back", 9),
        ("Two of my fellow inmates mock me", None),
        ("I should place myself at six, perhaps.", 6),
        ("five I think as long as she stays away", 5),
        ("three at home, eight at work", 3),
        ("eight... no. three. three. fell sunday", 3),
    ],
)
def test_a_number_that_counts_something_else_is_no_score(text: str, number: int | None) -> None:
    assert answers.score(text) == number


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("no... yes. yes send", "yes"),
        ("yes... no. no. only me", "no"),
        ("no... no. yes. yes safe. he out", "yes"),
        ("howd i know. no", "no"),
        ("code word? what am i, a spy. no", "no"),
        ("yeh", "yes"),
    ],
)
def test_of_a_yes_and_a_no_the_last_counts(text: str, answer: str) -> None:
    assert answers.yes_no(Heard(text, 1)) == answer
