"""Whom it is about, and how old they are."""

import dataclasses

import pytest

from bot.msp import summary, voices
from bot.msp.account import Code
from bot.msp.hearing import ANSWER, DANGER, hear_as
from bot.msp.turn import Heard
from tests.msp.test_corrected import words
from tests.msp.test_what_people_say import at, said, told

HARM = [Code("physical", "he gets rough when he moves me", 0.95)]


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("its not about me its the old boy next door", True),
        ("it isnt happening to me", True),
        ("not for me", True),
        ("not just me, my sister too", False),
        ("about me", False),
        ("its me im the bloke", False),
    ],
)
def test_who_it_is_about(text: str, another: bool) -> None:
    account = at("who")
    told(account, text, concerns=HARM if "bloke" in text else [])
    assert (account.voice == "representative") is another
    assert not words(account, "concerns")


def test_not_feeling_oneself_is_not_writing_for_another() -> None:
    assert not voices.notice(told(at("communication"), "im not really myself today"))


def test_whether_they_know_is_not_asked_again_of_who_has_said_it() -> None:
    account = at("who", "authority")
    account.role, account.relation = "friend", "neighbour"
    voices.begin_on_behalf(account)
    turn = told(account, "no he doesnt know and id rather he didnt know it was me")
    assert (account.authority, account.person_knows, account.step) == ("none", "no", "alone")
    assert words(account, "people.must_not_be_told") == ["id rather he didnt know it was me"]
    assert said(turn)[-1] == "ask_who_alone"


def test_what_somebody_came_for_is_kept_for_the_worker() -> None:
    account = at("welcome")
    told(account, "i only came to ask about meals on wheels")
    assert words(account, "questions") == ["i only came to ask about meals on wheels"]
    assert account.answers["welcome"] == "answered"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("my stepdad hits me, im 16", True),
        ("I am seventeen and he takes my wages", True),
        ("im 16 weeks gone and he kicked me", False),
        ("im 61 and he kicked me", False),
        ("im 12 stone now", False),
    ],
)
def test_who_is_under_18_is_a_child_to_the_worker(text: str, is_one: bool) -> None:
    account = at("concerns")
    told(account, text)
    document = summary.build(account)
    assert any("under 18" in line for line in document["for_the_worker"]["to_think_about"]) is is_one
    assert (document["urgency"]["level"] == "today") is is_one


def test_who_doubts_that_this_is_for_them_is_asked_and_nobody_is_told() -> None:
    danger = {"level": "self_harm", "level_score": 0.97}
    account = at("welcome")
    turn = told(account, "I don't know if I should be here", **danger)
    assert said(turn)[-1] == "ask_check_self_harm"
    assert not account.alerts[-1].raised
    assert turn.then != "alert"
    account = at("welcome")
    told(account, "I don't think I should be here any more", **danger)
    assert account.alerts[-1].raised


def test_for_me_is_no_danger_where_it_is_asked_for_whom() -> None:
    heard = Heard("me. for me", 1, intent="on_behalf", confidence=0.96, level="self_harm", level_score=0.3)
    assert hear_as(heard, "who", None) == ANSWER
    assert hear_as(heard, "concerns", None) == DANGER
    assert hear_as(dataclasses.replace(heard, text="me fella is hurting me"), "who", None) == DANGER


@pytest.mark.parametrize("text", ["rather not say", "i'd rather not"])
def test_who_would_rather_not_say_is_not_taken_for_somebody_else(text: str) -> None:
    account = at("who")
    told(account, text)
    assert account.voice == "person"
    assert account.settled("who")


def test_what_helps_that_is_said_beside_who_it_is_reaches_the_worker() -> None:
    account = at("who")
    told(account, "me. Brian. stroke... words bad")
    assert any("stroke" in one.own_words for one in account.statements)
