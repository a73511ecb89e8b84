"""What somebody wants, does not want, and wants nobody to know: kept as their own words, and nothing else is."""

import pytest

from bot.msp import listening, voices
from bot.msp.account import Code
from bot.msp.topics.outcomes import keep_outcomes
from tests.msp.test_corrected import words
from tests.msp.test_what_people_say import at, told


def test_every_wish_of_a_story_is_kept_and_not_the_first_alone() -> None:
    account = at("concerns")
    told(account, "i love him and hes tired. i want someone to come and help. i want him to stop being rough")
    assert words(account, "outcomes") == ["i want someone to come and help", "i want him to stop being rough"]


@pytest.mark.parametrize("asks", ["outcomes", "what_matters", "not_wanted"])
def test_who_must_not_know_is_kept_whatever_was_asked(asks: str) -> None:
    account = at(asks)
    told(account, "boss and his brother must not know", others_at_risk=True)
    assert words(account, "people.must_not_be_told") == ["boss and his brother must not know"]
    assert not words(account, "others_at_risk")


def test_two_wishes_of_one_sentence_are_two() -> None:
    turn = told(at("outcomes"), "i want him to find his own place but i still want to see him")
    assert words(turn.account, "outcomes") == ["i want him to find his own place", "i still want to see him"]


def test_a_wish_with_its_reason_stays_one() -> None:
    account = at("outcomes")
    turn = told(account, "i want my key back because it is my flat")
    assert words(account, "outcomes") == ["i want my key back because it is my flat"]
    assert not keep_outcomes(turn), "and not twice"


def test_saying_again_who_must_not_know_adds_no_line() -> None:
    account = at("people", "not_told")
    account.add("people.must_not_be_told", "dont tell his mother", 1)
    told(account, "no just his mother")
    assert words(account, "people.must_not_be_told") == ["dont tell his mother"]


def test_no_to_which_matters_most_puts_nothing_first() -> None:
    account = at("outcomes", "priority")
    account.add("outcomes", "no more slaps", 1)
    account.add("outcomes", "my key", 2)
    told(account, "no")
    assert [one.priority for one in account.current("outcomes")] == [None, None]
    assert account.answers["outcomes"] == "answered"


def test_what_the_other_wants_is_no_wish_of_the_one_who_writes() -> None:
    account = at("concerns")
    told(account, "he has my bank app and turns up when he wants. he wants sex every night. i want my locks changed")
    assert words(account, "outcomes") == ["i want my locks changed"]


def test_what_the_one_it_is_about_wants_is_a_wish() -> None:
    account = at("concerns")
    voices.begin_on_behalf(account)
    told(account, "the home leaves her wet. she wants to go back to her own flat")
    assert words(account, "outcomes") == ["she wants to go back to her own flat"]


def test_a_wish_to_know_something_names_nobody_to_involve() -> None:
    account = at("outcomes")
    told(account, "i want my post back and to know what hes signed")
    assert not words(account, "people.involve")
    assert listening.to_involve("i want my sister to know"), "somebody who is to know is"


def test_what_was_said_already_is_not_written_down_as_a_wish() -> None:
    account = at("outcomes")
    told(account, "i want my card back")
    told(account, "as i said")
    assert words(account, "outcomes") == ["i want my card back"]


@pytest.mark.parametrize("text", ["not police", "not the police", "no police"])
def test_a_wish_that_something_should_not_happen_is_none(text: str) -> None:
    account = at("outcomes")
    told(account, text)
    assert words(account, "not_wanted") == [text]
    assert not words(account, "outcomes")


def test_told_you_is_nothing_new() -> None:
    account = at("concerns")
    told(account, "my brother in law sells my things")
    told(account, "told you")
    assert words(account, "concerns") == ["my brother in law sells my things"]


@pytest.mark.parametrize(
    "text",
    [
        "no. ... yes. Darren stop shout",
        "1. Darren stop shout",
        "that's it. Darren stop shout",
        "Darren stop shout. nothing else",
    ],
)
def test_what_stands_beside_a_wish_is_none(text: str) -> None:
    account = at("outcomes", "more")
    told(account, text)
    assert words(account, "outcomes") == ["Darren stop shout"]


def test_a_question_among_wishes_is_a_question() -> None:
    account = at("outcomes")
    told(account, "Is Angela real, yes or no? I want my money back")
    assert words(account, "outcomes") == ["I want my money back"]
    assert words(account, "questions") == ["Is Angela real, yes or no?"]


def test_a_wish_that_is_none_is_taken_back() -> None:
    account = at("outcomes", "more")
    account.add("outcomes", "he is Mr Callister", 1)
    account.add("outcomes", "i want my passport", 2)
    told(account, "mr callister is the name of boss, its not what i want")
    assert words(account, "outcomes") == ["i want my passport"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("get daz out first. the tea can wait", "daz out"),
        ("Donna stopped is mine most. and no the safe score, I never gave you one!", "Donna stopped"),
        ("dont want my mum in trouble i love her", None),
        ("the tea", "a cup of tea with someone"),
    ],
)
def test_which_matters_most_is_what_is_named_for_it(text: str, first: str | None) -> None:
    account = at("outcomes", "priority")
    for n, wish in enumerate(
        ["a cup of tea with someone", "daz out", "Donna stopped", "mum safe and not in trouble, Donna to stay"], start=1
    ):
        account.add("outcomes", wish, n)
    told(account, text, intent="pause", confidence=0.61)
    assert next((one.own_words for one in account.current("outcomes") if one.priority == 1), None) == first
    if first is None:
        assert words(account, "not_wanted") == ["dont want my mum in trouble i love her"]


def test_who_helps_is_part_of_it_and_who_must_not_know_is_not() -> None:
    account = at("people")
    told(account, "nan can help. not my mum", concerns=[Code("neglect", "nan can help.", 0.8)])
    assert words(account, "people.involve") == ["nan can help"]
    assert words(account, "people.must_not_be_told") == ["not my mum"]


def test_nobody_is_an_answer_too() -> None:
    account = at("people")
    told(account, "nobody")
    assert words(account, "people.involve") == ["nobody"]
