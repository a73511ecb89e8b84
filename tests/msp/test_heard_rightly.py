"""What people say is heard for what it is: each case is what a person wrote."""

import pytest

from bot.msp import conversation
from bot.msp.account import Account, Code
from bot.msp.hearing import ANSWER, DANGER, hear_as
from bot.msp.topics.others_at_risk import TOPIC as OTHERS
from bot.msp.turn import Heard, Turn
from tests.msp.test_corrected import TEAM, words
from tests.msp.test_what_people_say import at, said, told

HARM = [Code("physical", "he gets rough when he moves me", 0.95)]


def test_a_story_told_when_asked_what_helps_is_a_story_and_no_need() -> None:
    account = at("communication")
    text = "he gets rough when he moves me. it was three times. i waited and my sister with me saw it. " * 2
    told(account, text, concerns=HARM)
    assert words(account, "concerns")
    assert not words(account, "communication")
    assert account.answers["communication"] == "skipped"


@pytest.mark.parametrize("text", ["not that i know of", "no kids no one else", "not as far as i know"])
def test_a_plain_no_names_nobody_at_risk(text: str) -> None:
    account = at("others_at_risk")
    told(account, text)
    assert account.others_at_risk == "no"
    assert not words(account, "others_at_risk")


def test_a_name_that_sounds_like_a_call_for_a_person_is_a_name() -> None:
    assert hear_as(Heard("boss", 3, intent="ask_human", confidence=0.9), "people", None) == ANSWER
    asked = Heard("can i speak to a human", 3, intent="ask_human", confidence=0.9)
    assert hear_as(asked, "people", None) != ANSWER


def test_what_a_witness_sees_is_not_somebody_watching_now() -> None:
    def heard(text: str) -> str:
        watched = Heard(text, 3, level="not_safe_to_talk", level_score=0.97, quote=text)
        return hear_as(watched, "others_at_risk", None)

    assert heard("daughter see everything") == ANSWER
    assert heard("she can see this, stop") == DANGER


def test_a_bitter_word_about_men_is_no_complaint_about_us() -> None:
    bitter = Heard("this is stupid men dont get hit", 3, intent="complaint_about_bot", confidence=0.9)
    assert hear_as(bitter, "concerns", None) == ANSWER
    complaint = Heard("this is a stupid form and you dont listen", 3, intent="complaint_about_bot", confidence=0.9)
    assert hear_as(complaint, "concerns", None) != ANSWER


def test_praise_is_the_answer_to_how_this_was() -> None:
    account = at("experience")
    account.handed_over_at = "2026-11-01T10:00:00Z"
    told(account, "you were very patient", intent="thanks", confidence=0.95)
    assert account.answers["experience"] == "answered"


def test_what_happens_next_is_another_answer_once_it_is_sent_and_opens_nothing_again() -> None:
    account = Account(asks=None, handed_over_at="2026-11-01T10:00:00Z", reference="OAK-1000")
    account.answers |= dict.fromkeys(
        "safe_to_talk welcome who communication concerns feeling_safe what_matters outcomes not_wanted people "
        "others_at_risk conflict consent safe_contact read_back hand_over experience".split(),
        "answered",
    )
    turn = Turn(account, Heard("what happens now then?", 9, intent="ask_what_happens_next", confidence=0.9), TEAM)
    conversation.answer_question(turn)
    assert "ask_what_happens_now" in said(turn)
    assert account.asks is None


@pytest.mark.parametrize(
    "text", ["finish", "idk what else", "dont know what else to say", "cant think of anything else"]
)
def test_there_is_nothing_more(text: str) -> None:
    account = at("concerns", "more")
    account.add("concerns", "he shouts", 1)
    told(account, text, intent="stop", confidence=0.9)
    assert words(account, "concerns") == ["he shouts"]
    assert account.asks != "concerns"


def test_who_hurt_somebody_is_thanked_and_not_told_whose_fault_it_is() -> None:
    turn = told(at("concerns"), "i shouted at him and i grabbed his wrist too hard", concerns=HARM)
    assert said(turn)[0] == "thank_you"


@pytest.mark.parametrize("text", ["im alright thanks", "all good", "it's fine like this"])
def test_to_be_all_right_is_no_need(text: str) -> None:
    account = at("communication")
    told(account, text)
    assert not words(account, "communication")


def test_only_dad_is_somebody() -> None:
    account = at("others_at_risk")
    told(account, "only dad")
    assert account.others_at_risk == "yes"


def test_i_have_a_question_is_asked_which() -> None:
    turn = told(at("welcome"), "i have a question", intent="repeat_or_explain", confidence=0.9)
    assert said(turn) == ["ask_which_question"]


def test_two_numbers_are_about_how_safe_it_is_and_no_story() -> None:
    account = at("feeling_safe")
    told(account, "3 at night 6 at day", concerns=[Code("psychological", "3 at night 6 at day", 0.99)])
    assert (account.score, words(account, "concerns")) == (3, [])


def test_what_is_said_at_the_end_is_an_answer() -> None:
    assert hear_as(Heard("good", 1, intent="greet", confidence=0.95), "experience", None) == ANSWER


def test_of_others_spoken_of_twice_what_was_told_first_is_asked_about() -> None:
    account = at("concerns")
    told(account, "the tall one pinched Doris black and blue", others_at_risk=True)
    told(account, "that they treat us properly", others_at_risk=True)
    account.asks = "others_at_risk"
    turn = Turn(account, Heard("", 0), TEAM)
    OTHERS.ask(turn)
    assert "pinched Doris" in turn.says[0].values["known"]


def test_what_helps_to_understand_is_not_what_happened() -> None:
    account = at("communication")
    learning = "he has a learning disability, likes pictures"
    told(account, learning, concerns=[Code("discriminatory", "he has a learning disability", 0.8)])
    assert not words(account, "concerns")


def test_not_tonight_answers_whether_there_is_danger_and_is_no_break() -> None:
    heard = Heard("not tonight", 1, intent="pause", confidence=0.95)
    assert hear_as(heard, "safe_to_talk", "check_danger_now") == ANSWER
    assert hear_as(heard, "outcomes", None) != ANSWER


def test_long_married_is_no_harm() -> None:
    account = at("what_matters")
    told(
        account,
        "fifty three years married. i promised him",
        concerns=[Code("domestic", "fifty three years married.", 0.93)],
    )
    assert not words(account, "concerns")
    told(account, "my home but he hits me in it", concerns=[Code("physical", "but he hits me in it", 0.95)])
    assert words(account, "concerns")
