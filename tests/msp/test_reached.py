"""How and when somebody can be reached: heard whatever else it resembles."""

import pytest

from bot.msp import reaching
from bot.msp.account import Account
from bot.msp.hearing import ANSWER, DANGER, hear_as
from bot.msp.topics.safe_contact import TOPIC as SAFE_CONTACT
from bot.msp.turn import Heard, Turn
from tests.msp.test_corrected import TEAM, words
from tests.msp.test_what_people_say import at, said, told


def ways(account: Account) -> list[str]:
    return words(account, "safe_contact.ways")


def test_a_number_given_late_is_a_number_and_no_code_word() -> None:
    account = at("safe_contact")
    told(account, "text me in the mornings")
    assert account.step == "address"
    told(account, "no")
    assert account.step == "leave_message"
    told(account, "07700 900321")
    assert account.step == "leave_message", "it is asked again"
    told(account, "no")
    told(account, "write to linda.ms at example.com")
    assert account.step == "code_word"
    assert ways(account) == ["text me in the mornings", "07700 900321", "write to linda.ms at example.com"]
    assert not words(account, "safe_contact.code_word")


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("text 07700 900321 after 3", "leave_message"),
        ("e-mail me at jo@example.com any time", "leave_message"),
        ("write to me here, mornings", "leave_message"),
        ("come to the cafe any morning", "leave_message"),
        ("ring 675432 mornings only", "leave_message"),
        ("ring the landline, not at teatime", "address"),
    ],
)
def test_a_number_is_asked_for_only_where_one_is_missing(text: str, step: str) -> None:
    account = at("safe_contact")
    told(account, text)
    assert account.step == step


def test_who_writes_on_telegram_is_reached_there() -> None:
    account = at("safe_contact")
    account.channel = "telegram"
    told(account, "text me after 3, not fridays")
    assert account.step == "leave_message"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("only message in night after 11", True),
        ("no phone calls", True),
        ("texts only please", True),
        ("dont ring", True),
        ("he only messages me when he wants money", False),
        ("i want no calls from him", False),
    ],
)
def test_how_to_be_reached_is_heard(text: str, is_one: bool) -> None:
    assert bool(reaching.ways(text)) is is_one


def test_yes_says_no_time() -> None:
    account = at("safe_contact", "when")
    assert said(told(account, "yes thats fine")) == ["tell_me"]


def test_a_way_that_is_ruled_out_is_not_the_way_and_the_way_is_asked_for() -> None:
    account = at("communication")
    told(account, "im hard of hearing, no phone calls")
    assert ways(account) == ["no phone calls"]
    account.asks, account.step = "safe_contact", None
    turn = Turn(account, Heard("", 0), TEAM)
    SAFE_CONTACT.ask(turn)
    assert said(turn) == ["ask_safe_contact"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("ring me", "ask_human"),
        ("can someone call me after six", "ask_human"),
        ("come round, not before 12", "go_back"),
        ("after tea is best", "pause"),
        ("leave it till the evening, he is out then", "pause"),
    ],
)
def test_how_and_when_to_be_reached_is_an_answer_whatever_it_resembles(text: str, intent: str) -> None:
    assert hear_as(Heard(text, 1, intent=intent, confidence=0.95), "safe_contact", None) == ANSWER


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("can i talk to a person now please", "ask_human"),
        ("i have to go, carry on after tea", "pause"),
        ("go back", "go_back"),
        ("back to the question before", "go_back"),
    ],
)
def test_a_wish_about_this_conversation_stays_one_there(text: str, intent: str) -> None:
    assert hear_as(Heard(text, 1, intent=intent, confidence=0.95), "safe_contact", None) != ANSWER


def test_a_day_said_late_is_kept_and_the_question_stays() -> None:
    account = at("safe_contact", "leave_message")
    turn = told(account, "tuesday")
    assert ways(account) == ["tuesday"]
    assert (account.step, said(turn)) == ("leave_message", ["ask_safe_contact_leave_message"])
    account.step = "code_word"
    told(account, "after tea is best")
    assert ways(account) == ["tuesday", "after tea is best"]
    told(account, "Friday")
    assert words(account, "safe_contact.code_word") == ["Friday"]


def test_yes_is_no_code_word() -> None:
    account = at("safe_contact", "code_word")
    turn = told(account, "ok")
    assert said(turn) == ["ask_which_code_word"]
    told(account, "ok")
    assert not words(account, "safe_contact.code_word")
    assert account.settled("safe_contact")


def test_when_i_am_at_work_is_a_time() -> None:
    account = at("safe_contact")
    told(account, "text 07700 900555 when im at work 8 til 4")
    assert account.step == "leave_message"


def test_a_code_word_may_be_any_word() -> None:
    heard = Heard("blue", 1, level="danger_now", level_score=0.79)
    assert hear_as(heard, "safe_contact", "code_word") == ANSWER
    assert hear_as(heard, "concerns", None) == DANGER


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("yes Tuesday bath will do lol. no make it buttercup", "buttercup"),
        ("Bishop, as in the chessman.", "Bishop"),
        ("My code word is TIMETABLE 75.", "TIMETABLE 75"),
        ("No word, I'd forget it. Call it Bogey", "Bogey"),
    ],
)
def test_the_code_word_is_the_word_alone(text: str, word: str) -> None:
    account = at("safe_contact", "code_word")
    told(account, text)
    assert words(account, "safe_contact.code_word") == [word]


def test_another_code_word_takes_the_place_of_the_first() -> None:
    account = at("read_back")
    account.add("safe_contact.code_word", "Tuesday", 1)
    told(account, "the code word is just buttercup")
    assert words(account, "safe_contact.code_word") == ["buttercup"]


def test_the_house_that_must_not_be_rung_is_nobody_to_keep_it_from() -> None:
    account = at("safe_contact")
    told(account, "dont phone the house when Donna is there, 5 til 8 at night")
    assert not words(account, "people.must_not_be_told")
    assert words(account, "safe_contact.ways") == ["dont phone the house when Donna is there, 5 til 8 at night"]
