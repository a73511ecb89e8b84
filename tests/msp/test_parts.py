"""Lines are taken out, kept out and put back as people ask for it: by several numbers, all but one, after all."""

import pytest

from bot.msp.account import Account, Consent
from bot.msp.matching import numbered
from bot.msp.read_back import lines
from tests.msp.test_what_people_say import at, said, told

STORY = ["danny moved in in september", "he broke the door", "i dont go in the kitchen", "he takes my card"]


def reading(asks: str, step: str | None = None) -> Account:
    account = at(asks, step)
    for n, words in enumerate(STORY, start=1):
        account.add("concerns", words, n)
    account.consent = [Consent("safeguarding_team", "parts", "ok", "2026-01-01T00:00:00Z")]
    return account


def out(account: Account) -> list[str]:
    return [one.own_words for one in account.statements if "*" in one.keep_from]


def stands(account: Account) -> list[str]:
    return [one.text for one in lines(account)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("take out number 26. and number 15", [26, 15]),
        ("take out 15 16 and 17 too", [15, 16, 17]),
        ("Number twelve is wrong", [12]),
        ("11, 14, 23, 24 and 25 please", [11, 14, 23, 24, 25]),
        ("Numbers 10, 12 and 20 should stay out.", [10, 12, 20]),
        ("put 11 and 22 back in", [11, 22]),
        ("i am 20 and he is 40", []),
        ("4 when he is in", []),
        ("on the 12th", []),
    ],
)
def test_the_numbers_of_lines_are_read_as_people_write_them(text: str, numbers: list[int]) -> None:
    assert numbered(text) == numbers


@pytest.mark.parametrize("text", ["take out 1, 3 and 4", "take out number 1. and numbers 3 and 4", "1 3 4 out please"])
def test_several_lines_are_taken_out_at_once(text: str) -> None:
    account = reading("read_back", "remove" if "please" in text else None)
    told(account, text)
    assert stands(account) == ["he broke the door"]


@pytest.mark.parametrize("text", ["1 and 3", "numbers 1 and 3 should stay out"])
def test_several_lines_stay_out(text: str) -> None:
    account = reading("consent", "parts")
    told(account, text)
    assert out(account) == [STORY[0], STORY[2]]


@pytest.mark.parametrize(
    "text",
    ["everything except number 1", "keep number 1 only, leave out the others", "only the danny bit, nothing else"],
)
def test_all_but_what_is_named_stays_out(text: str) -> None:
    account = reading("consent", "parts")
    told(account, text)
    assert out(account) == STORY[1:]


@pytest.mark.parametrize("text", ["put 2 back in", "put back the door", "2 should go in"])
def test_what_stays_out_can_be_sent_after_all(text: str) -> None:
    account = reading("consent", "parts")
    told(account, "2 and 3")
    turn = told(account, text)
    assert "part_put_back" in said(turn)
    assert out(account) == [STORY[2]]


@pytest.mark.parametrize("text", ["not all of it", "only one bit. that danny moved in. not the rest"])
def test_a_part_is_no_refusal(text: str) -> None:
    account = reading("consent")
    account.consent = []
    told(account, text)
    assert account.consent[0].share == "parts"
    assert account.declined is None


def test_a_yes_with_a_wish_of_its_own_is_a_yes() -> None:
    account = reading("consent")
    account.consent = []
    told(account, "Yes, but I would like to read it carefully.")
    assert account.consent[0].share == "all"


def test_a_number_that_is_typed_is_the_number_that_is_shown() -> None:
    account = at("consent", "parts")
    gone = account.add("concerns", "gone", 1)
    assert gone
    gone.status = "withdrawn"
    for words in STORY:
        account.add("concerns", words, 2)
    told(account, "2")
    assert out(account) == [STORY[1]], "and not the one that has 2 for its id"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("number 1 its flat 6", "Gary from flat 6 has got a key and lets himself in"),
        ("change Gary to Barry", "Barry from flat 4 has got a key and lets himself in"),
        ("line 1 should say Gary has my key and my card", "Gary has my key and my card"),
    ],
)
def test_a_few_new_words_change_what_they_are_meant_for_and_not_the_line(text: str, after: str) -> None:
    account = at("read_back")
    account.add("concerns", "Gary from flat 4 has got a key and lets himself in", 1)
    told(account, text)
    assert stands(account) == [after]


def test_the_wish_that_is_named_by_its_number_is_put_first() -> None:
    account = at("read_back")
    for n, wish in enumerate(["the carer to stay", "the carer stopped"], start=1):
        account.add("outcomes", wish, n)
    told(account, "and 2 should be first not 1")
    assert stands(account) == ["the carer stopped", "the carer to stay"]


def test_words_that_only_name_another_line_are_no_new_words() -> None:
    account = reading("read_back")
    told(account, "change 1")
    told(account, "change 4")
    told(account, "he takes my card and my phone")
    assert stands(account) == [*STORY[:3], "he takes my card and my phone"]


def test_new_words_that_were_asked_for_are_taken_however_few_they_are() -> None:
    account = at("read_back")
    account.add("concerns", "Gary from flat 4 has got a key and lets himself in", 1)
    told(account, "change 1")
    told(account, "my key")
    assert stands(account) == ["my key"]


def test_who_must_not_get_it_said_with_no_yes_of_its_own_sends_nothing() -> None:
    account = reading("read_back")
    turn = told(account, "not the police ever, doctor yes", intent="affirm", confidence=0.9)
    assert turn.then != "hand_over"
