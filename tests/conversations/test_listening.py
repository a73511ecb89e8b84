"""What was said is not asked again; what was said in passing is kept where it belongs."""

from tests.auxil.person import Person
from tests.conversations.test_happy_path import words


def test_a_story_told_before_the_first_question_is_answered_is_kept(person: Person) -> None:
    person.says("my cousin comes round every week and takes my bank card and my food")
    assert person.asked == "safe_to_talk"
    person.says("yes")
    person.presses("welcome:start")
    said = person.answers({}, until="concerns")
    assert "anything more" in said
    assert "takes my bank card" in str(person.summary()["concerns"])


def test_an_outcome_told_in_the_story_becomes_a_check(person: Person) -> None:
    person.starts()
    person.answers({}, until="concerns")
    person.says("the lads eat my food and hold me down. i just want my xbox back")
    said = person.answers({}, until="outcomes")
    assert "You told me what you want" in said
    assert "i just want my xbox back" in said


def test_two_answers_in_one_message_are_both_kept(person: Person) -> None:
    person.starts()
    person.answers({}, until="feeling_safe")
    person.says("about a 4 and i want my nan there")
    summary = person.summary()
    assert summary["safety"]["score_0_10"] == 4
    assert any("nan" in said for said in words(summary["people"]["involve"]))
    said = person.answers({}, until="people")
    assert "You told me who should be part of this" in said


def test_a_name_not_to_tell_is_kept_wherever_it_is_said(person: Person) -> None:
    person.starts()
    person.answers({}, until="not_wanted")
    person.says("dont want to move. dont want my mum told she will make me come home")
    told = words(person.summary()["people"]["must_not_be_told"])
    assert any("mum" in said for said in told)
    assert any("move" in said for said in words(person.summary()["not_wanted"]))


def test_to_be_left_alone_is_an_outcome_and_not_a_wish_to_stop(person: Person) -> None:
    person.starts()
    person.answers({}, until="outcomes")
    person.says("To be left alone")
    assert person.asked == "outcomes"
    assert words(person.summary()["outcomes"]) == ["To be left alone"]


def test_what_happened_is_not_written_down_as_a_fear(person: Person) -> None:
    person.starts()
    person.answers({}, until="not_wanted")
    person.says("he has never laid a finger on me")
    assert person.asked == "not_wanted"
    summary = person.summary()
    assert summary["not_wanted"] == []
    assert "he has never laid a finger on me" in words(summary["concerns"])


def test_a_number_that_is_not_on_the_scale_is_asked_again_kindly(person: Person) -> None:
    person.starts()
    person.answers({}, until="feeling_safe")
    said = person.says("11")
    assert "0 to 10" in said
    assert person.asked == "feeling_safe"
    person.says("about a four")
    assert person.summary()["safety"]["score_0_10"] == 4


def test_the_topics_can_be_taken_in_the_persons_order(person: Person) -> None:
    person.starts()
    person.answers({}, until="concerns")
    said = person.presses("topic:people")
    assert "Who helps you" in said
    person.says("my sister Jo")
    person.says("no one")
    assert person.asked == "concerns"
