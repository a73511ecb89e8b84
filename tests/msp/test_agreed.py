"""What may be sent, what stays out, and what is right when it is read back."""

import pytest

from bot.msp import conversation, questions, sharing
from bot.msp.account import Consent
from bot.msp.hearing import ANSWER, INTERRUPTION, hear_as
from bot.msp.read_back import who_gets_it
from bot.msp.topics.read_back import TOPIC as READ_BACK
from bot.msp.turn import Heard, Recipient, Team, Turn
from tests.msp.test_corrected import TEAM, words
from tests.msp.test_what_people_say import at, said, told


@pytest.mark.parametrize("text", ["not if her sister sees it", "ok but not the council"])
def test_a_condition_on_who_sees_it_is_no_part_of_the_story(text: str) -> None:
    assert sharing.name_kept_out(Heard(text, 3))


def test_who_says_no_twice_to_the_read_back_is_shown_the_lines() -> None:
    account = at("read_back", "again")
    account.add("concerns", "he shouts", 1)
    assert said(told(account, "no")) == ["ask_what_to_change"]
    again = told(account, "no")
    assert said(again) == ["which_is_not_right"]
    assert [one["payload"] for one in again.says[-1].choices] == ["change:1", "read_back:right"]
    assert READ_BACK.id == account.asks


def test_what_could_mean_two_lines_is_asked_about_and_not_sent_by_a_yes() -> None:
    account = at("read_back", "again")
    account.add("concerns", "he says im not a man cos im gay", 1)
    account.add("people.must_not_be_told", "dont want my nan finding out im gay", 2)
    account.add("concerns", "he locked me out", 3)
    asked = told(account, "take out the gay bit")
    assert [one["payload"] for one in asked.says[-1].choices] == ["remove:1", "remove:2", "read_back"]
    assert said(told(account, "yes")) == ["which_line"], "a yes names no line"
    left = told(account, "leave it")
    assert (left.then, said(left)) == (None, ["read_back_again"])


def test_forget_that_takes_back_what_was_said_last() -> None:
    account = at("outcomes", "more")
    account.add("outcomes", "get it back i suppose", 1)
    told(account, "actually no forget that. i just want to know is it a crime")
    assert words(account, "outcomes") == ["i just want to know is it a crime"]


def test_a_bit_that_is_not_to_be_sent_is_no_more_than_that_bit() -> None:
    account = at("consent")
    account.add("concerns", "my ex has my bank app and he turns up at night. he pushed me into the bath sunday", 1)
    told(account, "yeah but not the bit about the bath")
    left, bath = account.current("concerns")
    assert (bath.own_words, bath.keep_from) == ("he pushed me into the bath sunday", ["*"])
    assert left.own_words.startswith("my ex has my bank app and he turns up at night.")
    assert "bath" not in left.own_words
    assert not left.keep_from


def test_who_said_no_reads_what_is_passed_on_all_the_same() -> None:
    account = at("read_back")
    account.consent = [Consent("safeguarding_team", "none", "no", ""), Consent("police", "none", "not the police", "")]
    assert who_gets_it(account, TEAM).splitlines()[0].endswith(": nothing.")
    account.others_at_risk = "yes"
    first, second = who_gets_it(account, TEAM).splitlines()
    assert "only that others may be at risk" in first
    assert second.endswith(": nothing.")
    turn = Turn(account, Heard("yes", 1), TEAM)
    conversation.handed_over(turn, "HERON-4821", first=True)
    assert said(turn)[0] == "sent_part"


@pytest.mark.parametrize(
    ("text", "asks", "how"),
    [
        ("dont take gary away", "not_wanted", ANSWER),
        ("i dont want him to take my baby", "not_wanted", ANSWER),
        ("delete it all", "not_wanted", INTERRUPTION),
        ("get rid of what i wrote", "outcomes", INTERRUPTION),
    ],
)
def test_to_delete_is_to_say_so(text: str, asks: str, how: str) -> None:
    assert hear_as(Heard(text, 1, intent="delete_my_data", confidence=0.95), asks, None) == how


def test_one_thing_is_taken_out_where_one_is_meant_and_not_everything_deleted() -> None:
    account = at("concerns")
    told(account, "my mum has my card. she goes through my phone at night")
    turn = Turn(account, Heard("actually delete that about the phone", 2, intent="delete_my_data"), TEAM)
    assert conversation.taken_out(turn)
    assert words(account, "concerns") == ["my mum has my card. [...]"]
    assert not conversation.taken_out(Turn(account, Heard("delete everything", 3), TEAM))


def test_not_to_the_police_keeps_no_line_out() -> None:
    account = at("concerns")
    told(account, "dog muck through the door. police did nothing")
    account.asks, account.step = "consent", None
    team = Team((*TEAM.recipients, Recipient("police", "the police")))
    conversation.hear(Turn(account, Heard("yes but not to the police", 2), team))
    assert account.consent[0].share == "all"
    assert [given.share for given in account.consent if given.recipient == "police"] == ["none"]
    assert words(account, "concerns") == ["dog muck through the door. police did nothing"]


def test_yes_ends_what_should_stay_out() -> None:
    account = at("concerns")
    told(account, "he takes my card. the art teacher knows")
    account.asks, account.step = "consent", None
    told(account, "yes but not the bit about art")
    assert account.step == "parts"
    told(account, "yes")
    assert account.step != "parts"


def test_why_not_is_answered_in_any_words() -> None:
    heard = Heard("because shell go mad", 1, intent="complaint_about_bot", confidence=0.95)
    assert hear_as(heard, "consent", "why") == ANSWER


def test_no_to_new_words_leaves_the_line_as_it_stands() -> None:
    account = at("read_back")
    account.consent = [Consent("safeguarding_team", "all", "yes", "")]
    told(account, "add that he takes my card")
    told(account, "change 1")
    assert account.pending.get("change")
    told(account, "no")
    assert not account.pending.get("change")
    assert words(account, "concerns") == ["he takes my card"]


def test_whether_it_is_kept_is_asked_without_a_question_mark_too() -> None:
    assert questions.all_asked("is it recorded") == ["ask_kept"]


@pytest.mark.parametrize("before", ["no", "read_back:change", "read_back:add"])
def test_yes_to_what_is_not_right_sends_nothing(before: str) -> None:
    account = at("read_back")
    account.add("concerns", "he takes my card", 1)
    account.consent = [Consent("safeguarding_team", "all", "yes", "")]
    pressed = {"choice": before} if ":" in before else {}
    told(account, before, **pressed)
    assert told(account, "yes").then != "hand_over"
    assert told(account, "it is right").then == "hand_over"
