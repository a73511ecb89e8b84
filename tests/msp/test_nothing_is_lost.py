"""Nothing that somebody says is lost, and nothing is made of it that was not meant: each case is what a person wrote."""

import dataclasses

import pytest

from bot.msp import conversation, listening, questions, reaching, sharing, summary, voices
from bot.msp.account import Account, Code, Consent
from bot.msp.hearing import ANSWER, DANGER, INTERRUPTION, hear_as
from bot.msp.read_back import who_gets_it
from bot.msp.topics.others_at_risk import TOPIC as OTHERS
from bot.msp.topics.outcomes import keep_outcomes
from bot.msp.topics.read_back import TOPIC as READ_BACK
from bot.msp.topics.safe_contact import TOPIC as SAFE_CONTACT
from bot.msp.turn import Heard, Recipient, Team, Turn
from tests.msp.test_corrected import TEAM, words
from tests.msp.test_what_people_say import at, said, told

HARM = [Code("physical", "he gets rough when he moves me", 0.95)]


def ways(account: Account) -> list[str]:
    return words(account, "safe_contact.ways")


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


def test_a_story_told_when_asked_what_helps_is_a_story_and_no_need() -> None:
    account = at("communication")
    text = "he gets rough when he moves me. it was three times. i waited and my sister with me saw it. " * 2
    told(account, text, concerns=HARM)
    assert words(account, "concerns")
    assert not words(account, "communication")
    assert account.answers["communication"] == "skipped"


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


@pytest.mark.parametrize("text", ["not that i know of", "no kids no one else", "not as far as i know"])
def test_a_plain_no_names_nobody_at_risk(text: str) -> None:
    account = at("others_at_risk")
    told(account, text)
    assert account.others_at_risk == "no"
    assert not words(account, "others_at_risk")


def test_saying_again_who_must_not_know_adds_no_line() -> None:
    account = at("people", "not_told")
    account.add("people.must_not_be_told", "dont tell his mother", 1)
    told(account, "no just his mother")
    assert words(account, "people.must_not_be_told") == ["dont tell his mother"]


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


@pytest.mark.parametrize("text", ["not if her sister sees it", "ok but not the council"])
def test_a_condition_on_who_sees_it_is_no_part_of_the_story(text: str) -> None:
    assert sharing.name_kept_out(Heard(text, 3))


def test_no_to_which_matters_most_puts_nothing_first() -> None:
    account = at("outcomes", "priority")
    account.add("outcomes", "no more slaps", 1)
    account.add("outcomes", "my key", 2)
    told(account, "no")
    assert [one.priority for one in account.current("outcomes")] == [None, None]
    assert account.answers["outcomes"] == "answered"


def test_who_says_no_twice_to_the_read_back_is_shown_the_lines() -> None:
    account = at("read_back", "again")
    account.add("concerns", "he shouts", 1)
    assert said(told(account, "no")) == ["ask_what_to_change"]
    again = told(account, "no")
    assert said(again) == ["which_is_not_right"]
    assert [one["payload"] for one in again.says[-1].choices] == ["change:1", "read_back:right"]
    assert READ_BACK.id == account.asks


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


def test_yes_says_no_time() -> None:
    account = at("safe_contact", "when")
    assert said(told(account, "yes thats fine")) == ["tell_me"]


def test_only_dad_is_somebody() -> None:
    account = at("others_at_risk")
    told(account, "only dad")
    assert account.others_at_risk == "yes"


def test_i_have_a_question_is_asked_which() -> None:
    turn = told(at("welcome"), "i have a question", intent="repeat_or_explain", confidence=0.9)
    assert said(turn) == ["ask_which_question"]


def test_what_the_other_wants_is_no_wish_of_the_one_who_writes() -> None:
    account = at("concerns")
    told(account, "he has my bank app and turns up when he wants. he wants sex every night. i want my locks changed")
    assert words(account, "outcomes") == ["i want my locks changed"]


def test_what_the_one_it_is_about_wants_is_a_wish() -> None:
    account = at("concerns")
    voices.begin_on_behalf(account)
    told(account, "the home leaves her wet. she wants to go back to her own flat")
    assert words(account, "outcomes") == ["she wants to go back to her own flat"]


def test_two_numbers_are_about_how_safe_it_is_and_no_story() -> None:
    account = at("feeling_safe")
    told(account, "3 at night 6 at day", concerns=[Code("psychological", "3 at night 6 at day", 0.99)])
    assert (account.score, words(account, "concerns")) == (3, [])


def test_a_bit_that_is_not_to_be_sent_is_no_more_than_that_bit() -> None:
    account = at("consent")
    account.add("concerns", "my ex has my bank app and he turns up at night. he pushed me into the bath sunday", 1)
    told(account, "yeah but not the bit about the bath")
    left, bath = account.current("concerns")
    assert (bath.own_words, bath.keep_from) == ("he pushed me into the bath sunday", ["*"])
    assert left.own_words.startswith("my ex has my bank app and he turns up at night.")
    assert "bath" not in left.own_words
    assert not left.keep_from


def test_a_wish_to_know_something_names_nobody_to_involve() -> None:
    account = at("outcomes")
    told(account, "i want my post back and to know what hes signed")
    assert not words(account, "people.involve")
    assert listening.to_involve("i want my sister to know"), "somebody who is to know is"


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


def test_what_is_said_at_the_end_is_an_answer() -> None:
    assert hear_as(Heard("good", 1, intent="greet", confidence=0.95), "experience", None) == ANSWER


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


def test_of_others_spoken_of_twice_what_was_told_first_is_asked_about() -> None:
    account = at("concerns")
    told(account, "the tall one pinched Doris black and blue", others_at_risk=True)
    told(account, "that they treat us properly", others_at_risk=True)
    account.asks = "others_at_risk"
    turn = Turn(account, Heard("", 0), TEAM)
    OTHERS.ask(turn)
    assert "pinched Doris" in turn.says[0].values["known"]


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


def test_told_you_is_nothing_new() -> None:
    account = at("concerns")
    told(account, "my brother in law sells my things")
    told(account, "told you")
    assert words(account, "concerns") == ["my brother in law sells my things"]


def test_what_helps_to_understand_is_not_what_happened() -> None:
    account = at("communication")
    learning = "he has a learning disability, likes pictures"
    told(account, learning, concerns=[Code("discriminatory", "he has a learning disability", 0.8)])
    assert not words(account, "concerns")


def test_when_i_am_at_work_is_a_time() -> None:
    account = at("safe_contact")
    told(account, "text 07700 900555 when im at work 8 til 4")
    assert account.step == "leave_message"


def test_not_tonight_answers_whether_there_is_danger_and_is_no_break() -> None:
    heard = Heard("not tonight", 1, intent="pause", confidence=0.95)
    assert hear_as(heard, "safe_to_talk", "check_danger_now") == ANSWER
    assert hear_as(heard, "outcomes", None) != ANSWER


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


def test_a_code_word_may_be_any_word() -> None:
    heard = Heard("blue", 1, level="danger_now", level_score=0.79)
    assert hear_as(heard, "safe_contact", "code_word") == ANSWER
    assert hear_as(heard, "concerns", None) == DANGER


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


def test_for_me_is_no_danger_where_it_is_asked_for_whom() -> None:
    heard = Heard("me. for me", 1, intent="on_behalf", confidence=0.96, level="self_harm", level_score=0.3)
    assert hear_as(heard, "who", None) == ANSWER
    assert hear_as(heard, "concerns", None) == DANGER
    assert hear_as(dataclasses.replace(heard, text="me fella is hurting me"), "who", None) == DANGER
