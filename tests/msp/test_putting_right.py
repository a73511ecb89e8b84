"""What was wrong is put right where it stands, at any question, in people's own ways of saying so."""

import pytest

from bot.msp.account import Account
from tests.msp.test_corrected import words
from tests.msp.test_what_people_say import at, told


def scored(asks: str, number: int) -> Account:
    account = at(asks)
    account.score = number
    account.answers["feeling_safe"] = "answered"
    return account


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("actually make it a 4", 4),
        ("i said 4 not 6", 4),
        ("the score should be 9", 9),
        ("And I said 9 not 6", 9),
        ("id say 3", 3),
        ("i said it three times", 6),
        ("i have 4 cats", 6),
    ],
)
def test_the_number_is_put_right_wherever_it_is_said(text: str, number: int) -> None:
    assert told(scored("what_matters", 6), text).account.score == number


def test_what_was_said_beside_a_wrong_number_is_not_lost_with_it() -> None:
    account = scored("not_wanted", 2)
    account.score_own_words = "Been on my own since Jean died two years back"
    told(account, "the score should be 9")
    assert account.score == 9
    assert "Been on my own since Jean died two years back" in words(account, "concerns")


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        ("Last Tuesday he hit me", "It was not Tuesday that he hit me, it was Wednesday.", "Last Wednesday he hit me"),
        ("Gary from flat 4 has a key", "sorry flat 6 not flat 4", "Gary from flat 6 has a key"),
        ("he take 600 every month", "the room is 650 not 600 sorry", "he take 650 every month"),
        ("abroad on the 12th", "It is not the 12th. The ticket is for the 9th.", "abroad on the 9th"),
        ("he hit me 3 times", "not 3, it was Tuesday", "he hit me 3 times"),
    ],
)
def test_a_day_a_sum_a_place_is_changed_where_it_stands(before: str, text: str, after: str) -> None:
    account = at("what_matters")
    account.add("concerns", before, 1)
    told(account, text)
    assert words(account, "concerns") == [after]


def test_who_may_know_after_all_is_no_longer_among_those_who_must_not() -> None:
    account = at("others_at_risk")
    account.add("people.must_not_be_told", "carol. shes my sister. and mrs kelly", 1)
    told(account, "no wrong way round. carol and mrs kelly CAN know. its daz who mustnt know")
    assert words(account, "people.involve") == ["carol and mrs kelly CAN know"] or "carol" in " ".join(
        words(account, "people.involve")
    )
    assert not any("carol" in one for one in words(account, "people.must_not_be_told"))
    assert any("daz" in one for one in words(account, "people.must_not_be_told"))


@pytest.mark.parametrize(
    "text", ["They are at no risk whatever", "Leo is not at risk.", "nobody else is in danger", "no child. nobody hurt"]
)
def test_that_nobody_else_is_at_risk_is_believed_later_too(text: str) -> None:
    account = at("what_matters")
    account.others_at_risk, account.children_at_risk = "yes", True
    told(account, text)
    assert account.others_at_risk == "no"
    assert not account.children_at_risk
    assert words(account, "others_at_risk")[-1].strip(".") in text


def test_what_else_a_message_holds_is_heard_as_ever() -> None:
    account = scored("what_matters", 6)
    told(account, "make it a 4. what matters is my garden and my dog")
    assert account.score == 4
    assert words(account, "what_matters") == ["what matters is my garden and my dog"]


@pytest.mark.parametrize(
    "text", ["my sister is at risk too", "the kids are in danger", "yes, the child no longer lives there but comes"]
)
def test_that_others_are_at_risk_is_not_taken_for_the_opposite(text: str) -> None:
    account = at("others_at_risk")
    told(account, text, others_at_risk=True)
    assert account.others_at_risk == "yes"


@pytest.mark.parametrize(
    "text", ["id say 2 of them come in the week", "it is not what i wanted for my life, not at all, none of it"]
)
def test_what_resembles_a_correction_is_none(text: str) -> None:
    account = scored("what_matters", 6)
    account.add("outcomes", "i want my key back", 1)
    told(account, text)
    assert account.score == 6
    assert words(account, "outcomes") == ["i want my key back"]


@pytest.mark.parametrize(("before", "stays"), [("dont tell carol", False), ("dont tell carol or my mum", True)])
def test_who_is_named_with_others_who_must_not_know_stays_for_their_sake(before: str, stays: bool) -> None:
    account = at("what_matters")
    account.add("people.must_not_be_told", before, 1)
    told(account, "carol can know")
    assert (before in words(account, "people.must_not_be_told")) is stays


def test_what_is_put_right_after_it_was_sent_is_read_back_and_sent_again() -> None:
    account = scored("experience", 6)
    account.asks, account.handed_over_at = None, "2026-01-01T00:00:00Z"
    account.answers["read_back"] = "answered"
    turn = told(account, "actually make it a 3")
    assert account.asks == "read_back"
    assert any(say.kind == "read_back" for say in turn.says)
    told(account, "yes that is right")
    assert account.settled("read_back")
