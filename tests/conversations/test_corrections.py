"""Read-back with change, take out, add and make more important, until it is right."""

from tests.auxil.person import Person
from tests.conversations.test_happy_path import DEE, words

MAUREEN = {
    "concerns": [
        "My friend Gregory is on a rig and his accounts are frozen. I have sent about £23,000.",
        "that is all",
    ],
    "outcomes": ["To know whether Gregory is real", "If he isn't, to get some of the money back", "no"],
    "consent": "yes",
    "consent:anyone else": "no",
    "safe_contact": "E-mail is best, or telephone on weekday afternoons.",
}


def test_an_outcome_is_removed_and_another_added_in_one_message(person: Person) -> None:
    person.answers(MAUREEN)
    person.says(
        "I'd like the second one removed. It's my own silly fault, I don't want the money chased. "
        "I would like somewhere to talk to others it has happened to."
    )
    assert person.asked == "read_back"
    outcomes = words(person.summary()["outcomes"])
    assert "To know whether Gregory is real" in outcomes
    assert not any("money back" in said for said in outcomes)
    assert any("talk to others" in said for said in outcomes)
    assert any("money chased" in said for said in words(person.summary()["not_wanted"]))


def test_a_bit_of_a_long_answer_is_taken_out_and_the_rest_stays(person: Person) -> None:
    story = "lads come round. they eat my food, ricky had my bank card and he knows my number. they call me names"
    person.answers(
        DEE | {"concerns": [story, "that is all"], "outcomes": ["them to stop", "no"], "expectations": "some peace"}
    )
    said = person.says("take out the bit about my card")
    assert "I have taken it out" in said
    summary = str(person.summary())
    assert "bank card" not in summary
    assert "they eat my food" in summary
    assert "they call me names" in summary


def test_a_line_can_be_changed_by_its_number(person: Person) -> None:
    person.answers(DEE)
    line = next(
        line for message in person.now for line in message.get("lines", []) if "text me after 3" in line["text"]
    )
    person.presses(f"change:{line['id']}")
    said = person.says("text me after 5, not on mondays")
    assert "text me after 5, not on mondays" in said
    assert "fridays" not in str(person.summary()["safe_contact"])


def test_a_line_can_be_kept_from_one_recipient(person: Person) -> None:
    person.answers(DEE)
    line = next(line for message in person.now for line in message.get("lines", []) if "my cat" in line["text"])
    person.presses(f"keep:{line['id']}:safeguarding_team")
    consent = person.summary()["consent"][0]
    assert consent["share"] == "parts"
    assert consent["withheld"] == ["what_matters"]


def test_something_can_be_made_more_important(person: Person) -> None:
    person.answers(DEE)
    person.says("him to stop shouting matters most")
    assert person.summary()["outcomes"][0]["own_words"] == "i want him to stop shouting"


def test_something_forgotten_is_added(person: Person) -> None:
    person.answers(DEE)
    person.says("i also want someone to help me with my forms")
    assert any("forms" in said for said in words(person.summary()["outcomes"]))
    assert person.asked == "read_back"


def test_coming_back_with_more_makes_a_new_version(person: Person) -> None:
    person.answers(DEE)
    person.presses("read_back:right")
    first = next(message["reference"] for message in person.now if message["kind"] == "sent")
    person.says("it was ok")
    person.says("he came again yesterday and took my phone")
    if person.asked == "safe_to_talk":
        # it may sound like danger now: then the person is asked first
        person.says("no that was yesterday")
    assert person.asked == "read_back"
    person.presses("read_back:right")
    again = next(message["reference"] for message in person.now if message["kind"] == "sent")
    assert again == first
    assert person.record()["hand_over"]["version"] == 2
