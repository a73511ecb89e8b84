"""Where people's words go: said back if short, kept where they belong, and never turned into what was not meant."""

import pytest

from bot.msp import conversation, listening, questions, safe_words, summary, voices
from bot.msp.account import Account, Code
from bot.msp.answers import nothing_more
from bot.msp.hearing import ANSWER, DANGER, QUESTION, hear_as
from bot.msp.topics import expectations
from bot.msp.turn import Heard, Turn
from tests.msp.test_corrected import TEAM, begun, words


def told(account: Account, text: str, **more: object) -> Turn:
    """Takes a turn as the policy would."""
    n = max((said.n for said in account.statements), default=0) + 1
    heard = Heard(text, n, **more)  # type: ignore[arg-type]
    turn = Turn(account, heard, TEAM)
    how = hear_as(heard, account.asks, account.step)
    {DANGER: conversation.danger, QUESTION: conversation.answer_question}.get(how, conversation.hear)(turn)
    return turn


def said(turn: Turn) -> list[str]:
    return [say.wording.removeprefix("utter_") for say in turn.says]


def at(asks: str, step: str | None = None) -> Account:
    account = begun(asks)
    account.step = step
    return account


@pytest.mark.parametrize(
    ("asks", "step", "text", "wording"),
    [
        ("what_matters", None, "my cat Biscuit", "heard_what_matters"),
        ("what_matters", "strengths", "talking to Jo", "heard_strengths"),
        ("outcomes", None, "my own bank card", "heard_outcomes"),
        ("not_wanted", None, "the police round", "heard_not_wanted"),
        ("people", None, "Jo at work", "heard_involve"),
    ],
)
def test_a_short_answer_is_said_back_in_its_own_words(asks: str, step: str | None, text: str, wording: str) -> None:
    turn = told(at(asks, step), text)
    assert said(turn)[0] == wording
    assert turn.says[0].values["words"] == f"“{text}”"


def test_a_long_answer_is_not_read_out_to_who_has_just_written_it() -> None:
    turn = told(at("what_matters"), "my garden " * 20)
    assert said(turn)[0] == "noted"


@pytest.mark.parametrize(
    ("asks", "step", "text", "field"),
    [
        ("what_matters", "strengths", "i want him to stop", "outcomes"),
        ("not_wanted", None, "i want my flat back", "outcomes"),
        ("outcomes", "more", "my nan", "people.involve"),
        ("people", None, "i dont want the police", "not_wanted"),
        ("people", "not_told", "i want my nan there", "people.involve"),
        ("consent", None, "email jo@example.im or text, not before 10", "safe_contact.ways"),
    ],
)
def test_an_answer_to_another_question_lands_where_it_belongs(
    asks: str, step: str | None, text: str, field: str
) -> None:
    account = at(asks, step)
    told(account, text)
    assert words(account, field) == [text]
    assert len(account.statements) == 1
    assert account.asks == asks


def test_danger_told_instead_of_a_wish_is_no_wish_and_the_wish_is_asked_for_again() -> None:
    account = at("outcomes")
    told(account, "tonight he wants me to hold a gun", level="danger_now")
    told(account, "got it wrong its just talk")
    assert words(account, "outcomes") == []
    assert account.asks == "outcomes"


def test_what_only_sounded_like_danger_is_the_answer_it_was() -> None:
    account = at("what_matters")
    told(account, "not to wake up dreading it", level="self_harm", level_score=0.3)
    told(account, "no", intent="deny")
    assert words(account, "what_matters") == ["not to wake up dreading it"]
    assert account.step == "strengths"


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("hang on someones here", True),
        ("he is coming back in the room", True),
        ("my mother in law takes my phone and reads my messages", False),
        ("he shouts at Kev in the flat downstairs who cant talk", False),
    ],
)
def test_the_screen_is_covered_when_somebody_is_there_and_a_habit_is_asked_about(text: str, covered: bool) -> None:
    turn = told(at("concerns"), text, level="not_safe_to_talk", level_score=0.95)
    assert said(turn) == (["cover"] if covered else ["ask_check_not_safe_to_talk"])


@pytest.mark.parametrize(
    ("asks", "text"),
    [
        ("safe_contact", "email me at work. never my phone, he reads it"),
        ("communication", "BSL interpreter please. no phone"),
    ],
)
def test_a_plan_or_a_need_does_not_cover_the_screen(asks: str, text: str) -> None:
    assert hear_as(Heard(text, 1, level="not_safe_to_talk", level_score=0.9), asks, None) == ANSWER


@pytest.mark.parametrize(
    ("asks", "text", "intent", "language"),
    [
        ("people", "Vi", "thanks", "en"),
        ("people", "Col maybe", "dont_know", "en"),
        ("consent", "they'll clear it", "delete_my_data", "en"),
        ("people", "nie chcę policji", "dont_know", "pl"),
        ("outcomes", "someone to talk to about it", "ask_human", "en"),
    ],
)
def test_words_that_resemble_a_command_are_not_lost(asks: str, text: str, intent: str, language: str) -> None:
    assert hear_as(Heard(text, 1, intent=intent, confidence=0.9, language=language), asks, None) == ANSWER


def test_every_question_of_a_message_is_answered() -> None:
    account = at("who")
    turn = told(
        account, "Can I ask who reads this? And will my husband find out?", concerns=[Code("domestic", "husband")]
    )
    assert said(turn) == ["ask_who_sees_it", "ask_told", "ask_who"]
    assert words(account, "concerns") == []


def test_a_question_nobody_foresaw_is_kept_and_not_taken_for_an_answer() -> None:
    account = at("what_matters")
    turn = told(account, "do you work on bank holidays?")
    assert said(turn)[0] == "ask_unknown"
    assert words(account, "questions") == ["do you work on bank holidays?"]
    assert words(account, "what_matters") == []


def test_a_fear_asked_as_a_question_is_answered_and_kept_as_a_fear() -> None:
    account = at("not_wanted")
    turn = told(account, "will they take my kids?")
    assert said(turn)[0] == "ask_trouble"
    assert words(account, "not_wanted") == ["will they take my kids?"]


def test_a_yes_with_a_name_kept_out_keeps_no_words_out() -> None:
    account = at("consent")
    account.add("concerns", "some guy will send my pics to the whole uni", 1)
    told(account, "yeah ok but not to the uni")
    assert account.consent[0].share == "all"
    assert account.statements[0].keep_from == []
    assert words(account, "people.must_not_be_told") == ["not to the uni"]


def test_a_child_is_heard_by_its_age() -> None:
    account = at("others_at_risk")
    told(account, "my lad Sam is 9 hes not hurt but he hears it")
    assert account.others_at_risk == "yes"
    assert account.children_at_risk is True


def test_others_spoken_of_in_passing_are_passed_on_only_if_they_are_at_risk() -> None:
    account = at("others_at_risk")
    account.add("others_at_risk", "he wont let me see the grandchildren", 1)
    told(account, "no", intent="deny")
    assert account.others_at_risk == "no"
    assert words(account, "others_at_risk") == []
    assert summary.build(account)["others_at_risk"]["own_words"] == []


def test_what_a_niece_tells_word_for_word_stands_as_her_aunts_own_and_is_marked() -> None:
    account = at("outcomes")
    account.role = "family"
    told(account, "Jean says I only want my key back")
    told(account, "him moved out")
    document = summary.build(account)
    assert [said["own_words"] for said in document["outcomes"]] == ["Jean says I only want my key back"]
    assert [said["own_words"] for said in document["representative_view"]["outcomes"]] == ["him moved out"]
    assert any("Check them with the person" in line for line in document["for_the_worker"]["to_think_about"])


@pytest.mark.parametrize("text", ["The manager told me I was wrong", "she says she's fine", "i want my key back"])
def test_what_others_say_or_is_told_in_other_words_is_not_the_persons_own(text: str) -> None:
    assert not voices.reported(text)


@pytest.mark.parametrize(
    "text", ["he says i want my dinner now", "he said dont you tell anyone", "she told me not to tell my sister"]
)
def test_what_somebody_else_says_is_no_wish_and_no_name_to_keep_out(text: str) -> None:
    assert not listening.wanted(text)
    assert not listening.told_not_to(text)


def test_a_wish_said_again_is_one_wish_and_a_story_said_again_is_known() -> None:
    account = at("outcomes")
    account.add("outcomes", "i just want to see my sister again", 1)
    told(account, "to see my sister. and my own bank card")
    assert words(account, "outcomes") == ["i just want to see my sister again", "my own bank card"]
    account = at("concerns", "more")
    account.add("concerns", "my grandson takes money from my purse", 1)
    assert said(told(account, "my grandson takes my money"))[0] == "heard_before"


@pytest.mark.parametrize("asks", ["read_back", "not_wanted"])
def test_a_wish_that_is_no_longer_wished_makes_room_for_the_new_one(asks: str) -> None:
    account = at(asks)
    account.add("outcomes", "Darren to move out", 1)
    told(account, "I dont want Darren to move out any more, I want him to get help")
    assert words(account, "outcomes") == ["I want him to get help"]
    assert words(account, "not_wanted") == []


def test_no_is_not_yes_to_is_it_right() -> None:
    turn = told(at("read_back", "again"), "no", intent="deny")
    assert said(turn) == ["ask_what_to_change"]


def test_yes_to_anything_more_is_not_written_down() -> None:
    account = at("outcomes", "more")
    assert said(told(account, "yes", intent="affirm")) == ["tell_me"]
    assert account.statements == []


@pytest.mark.parametrize("text", ["no that's all dear", "thats yer lot", "nothing special mate", "no thats it"])
def test_nothing_more_is_said_in_many_ways(text: str) -> None:
    assert nothing_more(Heard(text, 1))


def test_dont_ring_text_is_a_way_and_no_refusal() -> None:
    account = at("safe_contact")
    turn = told(account, "dont ring me. text me 07624 222333 after 6")
    assert "no_contact_noted" not in said(turn)
    assert words(account, "safe_contact.ways") == ["dont ring me. text me 07624 222333 after 6"]


@pytest.mark.parametrize(
    ("wish", "ground"),
    [
        ("Denise not to come back", "gone"),
        ("my xbox back", "back"),
        ("my kids back", "children"),
        ("Leave me be", None),
    ],
)
def test_what_cannot_be_promised_is_told_by_what_was_wished(wish: str, ground: str | None) -> None:
    assert expectations.ground(Account().add("outcomes", wish, 1)) == ground  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("how long do you keep it", "ask_kept"),
        ("do i have to give my name?", "ask_name"),
        ("and what happens if I change my mind", "ask_change_mind"),
        ("can you phone me instead", "ask_call_me"),
        ("is this going to Sharon?", "ask_who_sees_it"),
        ("did I tell you about my grandson?", "ask_what_i_said"),
    ],
)
def test_what_people_ask_first_is_known(text: str, name: str) -> None:
    assert questions.asked(Heard(text, 1)) == name


def test_who_reads_it_in_the_middle_is_not_told_that_they_said_no() -> None:
    account = at("not_wanted")
    account.add("outcomes", "him gone", 1)
    del account.answers["outcomes"]
    told(account, "read it", choice="read_back")
    turn = told(account, "yes", intent="affirm")
    assert "check_fine" in said(turn)
    assert account.asks == "outcomes"
    assert not account.settled("read_back")


def test_a_question_at_the_read_back_does_not_read_it_all_again() -> None:
    account = at("read_back")
    account.add("outcomes", "him gone", 1)
    told(account, "add the dog stays with me")
    assert said(told(account, "how long do you keep it?"))[-1] == "ask_read_back"


@pytest.mark.parametrize(("step", "field"), [("not_told", "people.must_not_be_told"), (None, "people.involve")])
@pytest.mark.parametrize("text", ["yes that is right", "thats right thanks", "just him", "correct"])
def test_that_it_is_right_is_not_taken_for_a_name(step: str | None, field: str, text: str) -> None:
    account = at("people", step)
    account.add(field, "my brother", 1)
    told(account, text)
    assert words(account, field) == ["my brother"]


def test_a_name_after_a_yes_is_still_a_name() -> None:
    account = at("people", "not_told")
    account.add("people.must_not_be_told", "my brother", 1)
    told(account, "yes and just him next door")
    assert len(words(account, "people.must_not_be_told")) == 2


@pytest.mark.parametrize(
    ("text", "role", "relation"),
    [
        ("my mum", "family", "mum"),
        ("its for me nan really", "family", "nan"),
        ("one of my residents", "worker", "resident"),
    ],
)
def test_who_it_is_for_may_be_all_that_is_said(text: str, role: str, relation: str) -> None:
    account = at("who")
    told(account, text)
    assert (account.role, account.relation, account.asks, account.step) == (role, relation, "who", "authority")


@pytest.mark.parametrize("text", ["my husband shouts", "my mum takes my money", "me", "me and my mum"])
def test_who_does_it_is_not_who_it_is_for(text: str) -> None:
    account = at("who")
    told(account, text)
    assert account.role == "person"


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("he goes through my phone every night when hes in from the pub", False),
        ("she reads it if she is home", False),
        ("hes in", True),
        ("when he comes in he reads it, he is here", True),
    ],
)
def test_a_habit_of_watching_is_not_somebody_who_is_there(text: str, now: bool) -> None:
    assert bool(safe_words.WATCHED_NOW.search(text)) is now


def test_nothing_is_said_to_be_kept_that_was_not() -> None:
    account = at("safe_to_talk")
    assert said(told(account, "well you know")) == ["ask_safe_to_talk"]
    account = at("safe_to_talk")
    assert "kept_before_safe" in said(
        told(account, "he takes my money off me every week", concerns=[Code("financial", "")])
    )


def test_im_ok_is_a_yes_to_is_it_safe() -> None:
    account = at("safe_to_talk")
    told(account, "im ok i think")
    assert account.asks != "safe_to_talk"


def test_a_wish_beside_what_must_not_happen_is_kept_as_a_wish() -> None:
    account = at("outcomes")
    turn = told(account, "i want it to stop but i dont want him arrested")
    assert words(account, "outcomes") == ["i want it to stop"]
    assert words(account, "not_wanted") == ["i dont want him arrested"]
    assert "heard_outcomes" in said(turn)


def test_a_yes_with_a_part_left_out_takes_back_a_no() -> None:
    account = at("consent", "why")
    account.declined = {"what": "sharing", "reason": None, "own_words": "no", "offered": [], "at": ""}
    account.add("what_matters", "my cat Biscuit", 1)
    told(account, "well yes but not the bit about the cat")
    assert account.consent[0].share == "parts"
    assert account.declined is None
    assert account.statements[0].keep_from == ["*"]


@pytest.mark.parametrize("text", ["no nothing", "no, none thanks", "nothing no", "no 1 else", "dont want to say more"])
def test_no_nothing_is_nothing_more(text: str) -> None:
    assert nothing_more(Heard(text, 1))


def test_no_1_else_is_no_number() -> None:
    account = at("consent", "parts")
    account.add("concerns", "the lads make me carry stuff", 1)
    told(account, "no 1 else")
    assert account.statements[0].keep_from == []


def test_a_story_told_at_a_question_about_who_writes_is_kept_as_one() -> None:
    account = at("who", "alone")
    account.role, account.relation, account.authority, account.person_knows = "worker", "resident", "none", "no"
    text = "one of the seniors gives them all sleeping tablets at 7"
    told(account, text, concerns=[Code("organisational", text, 0.9)])
    assert words(account, "concerns") == [text]
    assert words(account, "who") == []
