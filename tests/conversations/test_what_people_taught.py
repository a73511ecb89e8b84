"""What went wrong when people of all kinds talked to it, and must not again."""

import pytest

from tests.auxil.person import Person
from tests.conversations.test_happy_path import words

SON = {
    "concerns": ["my son takes my bank card and shouts at me when hes drunk", "no"],
    "feeling_safe": "6",
    "what_matters": "my home",
    "outcomes": ["him to get help with drink", "my card back", "nothing else"],
    "outcomes:most": "the card",
    "not_wanted": "dont want him arrested",
    "people": "my sister Jean",
    "expectations": "he would be kind",
    "consent": "yes all of it",
    "consent:anyone else": "no",
    "safe_contact": "text 07624 333444 evenings",
}


def shares(person: Person) -> dict[str, str]:
    return {given["recipient"]: given["share"] for given in person.summary()["consent"]}


@pytest.mark.parametrize("said", ["not the police", "my doctor but not the police"])
def test_not_the_police_is_a_no_for_the_police(person: Person, said: str) -> None:
    person.answers(SON | {"consent:anyone else": said})
    assert shares(person)["police"] == "none"
    assert shares(person)["safeguarding_team"] == "all"
    assert "For the police: nothing." in person.now[-1]["text"]


def test_a_yes_to_a_part_is_not_a_yes_to_all(person: Person) -> None:
    person.answers(SON, until="consent")
    person.says("you can tell the nurse, not the rest")
    assert shares(person)["safeguarding_team"] == "parts"


def test_a_no_that_is_half_a_yes_keeps_the_alarm(person: Person) -> None:
    person.starts()
    person.answers({}, until="concerns")
    person.says("i feel like ending it some days")
    person.says("no. not tonight. i have pills put by if im honest")
    assert any("alone with this" in message["text"] for message in person.now)
    summary = person.summary()
    assert summary["safety"]["alerts"][-1]["confirmed"] is not False
    assert summary["urgency"]["level"] in ("now", "today")


@pytest.mark.parametrize("said", ["me. for me", "for me. i deaf", "its for me", "myself"])
def test_for_me_is_for_me(person: Person, said: str) -> None:
    person.presses("safe:yes")
    person.presses("welcome:start")
    person.says(said)
    assert person.summary()["who_typed"]["role"] == "person"
    assert person.asked == "communication"


def test_a_husband_who_does_it_does_not_make_her_his_representative(person: Person) -> None:
    person.presses("safe:yes")
    person.says("Start. It's about my husband, he hits me")
    summary = person.summary()
    assert summary["who_typed"]["role"] == "person"
    assert any("he hits me" in said for said in words(summary["concerns"]))


def test_who_was_taken_for_a_relative_can_put_it_right(person: Person) -> None:
    person.presses("safe:yes")
    person.presses("welcome:start")
    person.presses("who:other")
    person.says("my mum")
    said = person.says("no its about me. I am writing for myself")
    assert "your own words" in said
    assert person.summary()["who_typed"]["role"] == "person"


def test_what_is_told_with_the_answer_to_who_is_kept(person: Person) -> None:
    person.presses("safe:yes")
    person.presses("welcome:start")
    said = person.says("me. its the man upstairs, he follows me to the bus and touched me on the stairs")
    assert "Thank you for telling me" in said
    assert any("upstairs" in told for told in words(person.summary()["concerns"]))


def test_not_wanting_is_not_wanting(person: Person) -> None:
    person.starts()
    person.answers({}, until="what_matters")
    person.says("my room. i dont want to move and nor do I want him moved")
    assert person.summary()["outcomes"] == []


def test_that_is_the_lot_is_not_a_name(person: Person) -> None:
    person.starts()
    person.answers({}, until="people")
    person.says("my sister Jean")
    person.says("no thats the lot")
    assert person.summary()["people"]["must_not_be_told"] == []
    assert person.asked == "others_at_risk"


def test_what_is_forgotten_until_the_last_question_is_not_lost(person: Person) -> None:
    person.answers(SON)
    person.presses("read_back:right")
    person.says("Good enough. I forgot to say, I have been eating out of date tins")
    if person.asked == "safe_to_talk":
        # it may sound like danger: then the person is asked first, and the question comes back
        person.says("no")
        person.says("it was ok")
    assert person.asked == "read_back"
    assert any("tins" in told for told in words(person.summary()["concerns"]))


def test_a_change_of_mind_after_declining_is_welcome(person: Person) -> None:
    person.answers(SON, until="consent")
    person.says("no")
    person.says("id rather not say why")
    person.says("no thank you")
    person.says("ok actually you can send the bit about the card, not the shouting")
    assert shares(person)["safeguarding_team"] == "parts"
    assert person.summary()["declined"] is None


@pytest.mark.parametrize(
    "said",
    [
        "ok she's gone",
        "I live alone, nobody sees anything.",
        "Quite safe thank you",
        "yes its safe. who am i talking to",
    ],
)
def test_being_safe_is_heard_in_peoples_own_ways(person: Person, said: str) -> None:
    person.says(said)
    assert person.asked == "welcome"


def test_no_children_are_no_children(person: Person) -> None:
    person.starts()
    person.answers({}, until="others_at_risk")
    person.says("other 4 girls in the house yes. no children")
    summary = person.summary()
    assert summary["others_at_risk"]["answer"] == "yes"
    assert summary["others_at_risk"]["children"] is not True


def test_dunno_after_danger_does_not_go_on_asking(person: Person) -> None:
    person.starts()
    person.answers({}, until="concerns")
    person.says("he is kicking the door in right now and he has a knife")
    person.says("dunno")
    assert person.asked is None
    assert "999" in person.now[-1]["text"]


def test_the_number_of_a_line_at_the_read_back_picks_the_line(person: Person) -> None:
    person.answers(SON)
    person.presses("read_back:change")
    person.says("2")
    said = person.says("2")
    assert "How safe, from 0 to 10: 2" in said
    assert person.summary()["safety"]["score_0_10"] == 2


def test_a_code_word_told_in_passing_is_not_asked_for(person: Person) -> None:
    person.answers(SON, until="safe_contact")
    person.says("text 07624 333444 evenings, no messages please. codeword is bluebell")
    assert person.asked == "read_back"
    assert person.summary()["safe_contact"]["code_word"] == "bluebell"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Are you still there? I don't know what to write", "Take your time"),
        ("what did i say i wanted?", "my card back"),
        ("what happens if the neighbours find out?", "I do not tell the people round you"),
    ],
)
def test_what_people_really_ask_is_answered(person: Person, said: str, answer: str) -> None:
    person.answers(SON, until="not_wanted")
    assert answer in person.says(said)
    assert person.asked == "not_wanted"


def test_danger_told_where_a_wish_was_asked_for_is_no_wish(person: Person) -> None:
    person.starts()
    person.answers({}, until="outcomes")
    person.says("theyre saying tonight they want me to hold a gun")
    person.says("nah got it wrong it aint like that")
    assert person.asked == "outcomes"
    said = person.says("me flat back")
    assert "“me flat back”" in said
    summary = person.summary()
    assert words(summary["outcomes"]) == ["me flat back"]
    assert any("gun" in told for told in words(summary["concerns"]))


def test_everything_in_one_long_message_lands_where_it_belongs(person: Person) -> None:
    person.starts()
    person.answers({}, until="concerns")
    person.says(
        "my support worker Lee borrows my cash and forgets. he said dont say owt or ill lose my hours. i dont want to lose "
        "my hours. i want a different worker. my sister Bev does my forms. dont tell Lee and dont tell the office. im about "
        "a 5. you can ring me on 07624 445566 but not monday. thats everything i want to say"
    )
    person.answers({}, until="consent")
    summary = person.summary()
    assert words(summary["outcomes"]) == ["i want a different worker"]
    assert words(summary["not_wanted"]) == ["i dont want to lose my hours."]
    assert "Lee" in str(words(summary["people"]["must_not_be_told"]))
    assert "say owt" not in str(words(summary["people"]["must_not_be_told"]))
    assert "07624 445566" in str(words(summary["safe_contact"]["ways"]))
    assert summary["safety"]["score_0_10"] == 5
