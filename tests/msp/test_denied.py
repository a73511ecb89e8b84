"""Asked whether they want to die, people say no in their own ways, or speak of something else: neither is a yes."""

import pytest

from bot.msp import conversation, safe_words
from bot.msp.account import Account
from bot.msp.turn import Heard, Turn
from tests.msp.test_corrected import TEAM
from tests.msp.test_what_people_say import at, said, told

DENIALS = [
    "what? no. i was on about number 26 on your list. im not doing owt",
    "You got it wrong. I have not the least intention of dying. I was speaking of a word Helen must not hear.",
    "And why do you ask me whether I mean to end my life?",
    "What on earth. Nobody is killing themselves. I was talking about line 21. Go on",
    "i dont wanna die u got it wrong. go on",
    "no i dont want to die! i just walk. your like the others",
    "what no im not gonna hurt myself??",
    "No! I am not suicidal. I am a tired wife.",
    "Steady on, I'm not going to top myself over a few gift cards",
    "No. Please stop asking me if I want to die.",
]
NONE = [
    "no not tonight i have pills put by",
    "i dont want to die but i cant go on",
    "i dont want to be here any more",
    "nah. not going to do owt. just dont see the point sometimes",
    "no. sometimes i think about dying",
]


def asked(level: str = "self_harm", score: float = 0.9) -> Account:
    """Somebody whose words sounded like danger, and who has been asked."""
    account = at("what_matters")
    conversation.danger(
        Turn(account, Heard("i dont want to be here any more", 1, level=level, level_score=score), TEAM)
    )
    return account


@pytest.mark.parametrize("text", DENIALS)
def test_a_denial_in_any_words_is_written_beside_what_sounded_like_danger(text: str) -> None:
    account = asked()
    told(account, text)
    assert account.alerts[0].confirmed is False
    assert account.alerts[0].correction == text
    assert account.step not in ("self_harm", "self_harm_go_on")


@pytest.mark.parametrize("text", NONE)
def test_half_a_denial_is_none(text: str) -> None:
    assert not safe_words.corrected(Heard(text, 1))


@pytest.mark.parametrize(
    "text",
    [
        "thatll do. send it",
        "It is right now, thank you.",
        "thats it",
        "sister Pat",
        "My name is Ann-Marie. I would like that added.",
    ],
)
@pytest.mark.parametrize("score", [0.9, 0.3])
def test_words_about_something_else_are_no_yes_to_wanting_to_die(text: str, score: float) -> None:
    account = asked(score=score)
    turn = told(account, text, intent="affirm", confidence=0.99)
    assert account.alerts[0].confirmed is None
    assert "self_harm_yes" not in said(turn)


def test_what_is_heard_between_the_lines_is_asked_about_before_a_worker_is_told() -> None:
    account = at("what_matters")
    heard = Heard("the break matters most", 1, level="self_harm", level_score=0.9)
    turn = Turn(account, heard, TEAM)
    conversation.danger(turn)
    assert "ask_check_self_harm" in said(turn)
    assert turn.then != "alert"
    turn = told(account, "yes i do")
    assert "ask_check_self_harm" not in said(turn), "and only once"
    assert turn.then == "alert"


def test_yes_is_one() -> None:
    account = asked()
    told(account, "yes sometimes")
    assert account.alerts[0].confirmed is True


def test_a_denial_that_comes_after_go_on_does_not_stop_the_conversation() -> None:
    account = asked()
    told(account, "no not tonight i have pills put by")
    turn = told(account, "no i dont want to die! i just walk")
    assert turn.then != "end"
    assert account.alerts[0].confirmed is False


def test_a_denial_that_comes_later_is_believed_too() -> None:
    account = asked()
    told(account, "thats it")
    told(account, "im not suicidal by the way")
    assert account.alerts[0].confirmed is False


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("no not this minute, she's with me. but it cant go on, every night she comes at 5", True),
        ("no but he is coming back later", False),
        ("no. not yet", False),
    ],
)
def test_a_no_to_danger_now_is_a_no_unless_it_waits(text: str, plain: bool) -> None:
    assert safe_words.denied(Heard(text, 1), "danger_now") is plain


def test_no_police_does_not_say_that_it_is_not_safe_to_write() -> None:
    account = asked("danger_now")
    turn = told(account, "no police. i said no police")
    assert turn.then != "end"
    assert any("no police" in one.own_words for one in account.current("not_wanted"))


@pytest.mark.parametrize(
    "text", ["tonight", "every night", "i think about it most nights when the kids are in bed", "ive had enough"]
)
def test_a_few_words_that_may_be_a_yes_are_met_with_help(text: str) -> None:
    account = asked()
    turn = told(account, text)
    assert "self_harm_yes" in said(turn)
    assert account.alerts[0].confirmed is None


def test_no_enough_is_a_no_and_no_wish_to_stop() -> None:
    account = asked()
    turn = told(account, "no. enough", intent="stop", confidence=0.9)
    assert account.alerts[0].confirmed is False
    assert turn.then != "end"


def test_a_denial_at_the_read_back_does_not_send_it() -> None:
    account = at("read_back")
    account.add("concerns", "he takes my card", 1)
    turn = told(account, "i am not suicidal btw", intent="affirm", confidence=0.9)
    assert turn.then != "hand_over"
