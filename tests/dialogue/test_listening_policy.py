"""How a message is heard: danger first, then answers, and only then commands."""

import pytest

from bot.msp.account import Code
from bot.msp.hearing import ANSWER, DANGER, INTERRUPTION, QUESTION, hear_as, heard_from
from bot.msp.turn import Heard


@pytest.mark.parametrize("asks", [None, "safe_to_talk", "outcomes", "consent", "read_back"])
@pytest.mark.parametrize("level", ["danger_now", "self_harm", "not_safe_to_talk"])
def test_danger_comes_before_any_topic(asks: str | None, level: str) -> None:
    assert hear_as(Heard("he is at the door with a knife", 1, level=level), asks, None) == DANGER


@pytest.mark.parametrize("text", ["4", "yes", "start", "no", "nobody"])
def test_a_plain_short_answer_is_never_danger(text: str) -> None:
    assert hear_as(Heard(text, 1, level="self_harm"), "outcomes", None) != DANGER


@pytest.mark.parametrize(
    ("text", "intent", "asks", "how"),
    [
        ("To be left alone", "decline_help", "outcomes", ANSWER),
        ("No visits.", "decline_help", "not_wanted", ANSWER),
        ("them to stop", "stop", "outcomes", ANSWER),
        ("stop", "stop", "outcomes", INTERRUPTION),
        ("peace", "stop", "expectations", ANSWER),
        ("a little peace of mind", "complaint_about_bot", "expectations", ANSWER),
        ("you are useless", "complaint_about_bot", "expectations", INTERRUPTION),
        ("can we stop now", "stop", "outcomes", INTERRUPTION),
        ("can we do this tomorrow", "pause", "outcomes", INTERRUPTION),
        ("pass", "skip", "not_wanted", INTERRUPTION),
        ("go back", "go_back", "people", INTERRUPTION),
        ("skip", "skip", "outcomes", INTERRUPTION),
        ("I would rather you did not.", "decline_help", "consent", ANSWER),
        ("i dont want any help tell no one", "decline_help", "communication", ANSWER),
        ("tell no one", "decline_help", "concerns", INTERRUPTION),
        ("did city win", "out_of_scope", "what_matters", INTERRUPTION),
        ("my flat. city. my nan", "out_of_scope", "what_matters", ANSWER),
        ("remove the second one", "delete_my_data", "read_back", ANSWER),
        ("delete everything", "delete_my_data", "read_back", INTERRUPTION),
        ("not the bit about my marriage", "skip", "consent", ANSWER),
        ("take out the bit about Jo", "delete_my_data", "consent", ANSWER),
        ("delete everything", "delete_my_data", "consent", INTERRUPTION),
        ("skip this question", "skip", "consent", INTERRUPTION),
        ("who will see this?", "ask_who_sees_it", "outcomes", INTERRUPTION),
        ("where do I send the photographs?", "ask_what_happens_next", "outcomes", INTERRUPTION),
        ("where do I send the photographs?", "inform", "outcomes", QUESTION),
        ("None, thank you", "thanks", "communication", ANSWER),
        ("I am complaining for my mother", "complaint_about_bot", "safe_to_talk", ANSWER),
        ("short words. pictures if you got them", "repeat_or_explain", "communication", ANSWER),
        ("what", "repeat_or_explain", "communication", INTERRUPTION),
        ("Mum can't say. I'd say 3.", "dont_know", "feeling_safe", ANSWER),
        ("hello", "greet", "safe_to_talk", INTERRUPTION),
    ],
)
def test_what_looks_like_a_command_is_heard_by_what_was_asked(text: str, intent: str, asks: str, how: str) -> None:
    assert hear_as(Heard(text, 1, intent=intent, confidence=0.95), asks, None) == how


def test_a_long_story_is_never_lost_to_a_command() -> None:
    story = "he shouts at me every day and he takes my money and my card and then he says sorry and I want it to stop but he never stops"
    for intent in ("stop", "go_back", "complaint_about_bot", "out_of_scope", "delete_my_data", "pause"):
        heard = Heard(story, 1, intent=intent, confidence=0.9, concerns=[Code("financial", story, 0.9)])
        assert hear_as(heard, "concerns", None) == ANSWER


def test_after_the_cover_every_message_is_only_asked_whether_it_is_safe() -> None:
    assert hear_as(Heard("hello", 1, intent="greet", confidence=1.0), "safe_to_talk", "covered") == ANSWER


@pytest.mark.parametrize("text", ["its just messing", "dunno", "i said no", "he went out"])
def test_what_is_said_after_danger_is_its_answer(text: str) -> None:
    heard = Heard(text, 1, intent="complaint_about_bot", confidence=1.0)
    assert hear_as(heard, "safe_to_talk", "danger_now") == ANSWER


def test_saying_we_got_it_wrong_is_not_danger_again() -> None:
    heard = Heard("I got it wrong, he would never kill me", 1, level="danger_now")
    assert hear_as(heard, "safe_to_talk", "danger_now") == ANSWER


def test_a_quote_that_is_not_in_the_message_is_not_kept() -> None:
    parsed = {
        "intent": {"name": "inform", "confidence": 1.0},
        "concerns": [{"code": "financial", "score": 0.9, "quote": "made up"}],
    }
    assert heard_from(parsed, "he took my card", 1, {}).concerns[0].quote == "he took my card"
