"""Declining is all right, is asked about once, and is not the end (policy, "Refusals of adults at risk")."""

from tests.auxil.person import Person

SHEILA = {
    "concerns": ["I fell. Nothing is happening. The nurse has a vivid imagination.", "no"],
    "feeling_safe": "10",
    "what_matters": "My marriage. My privacy.",
    "outcomes": ["To be left alone", "no"],
    "not_wanted": "No visits.",
    "people": "Nobody",
    "people:must not": "My husband",
    "consent": "I would rather you did not.",
}


def declines(person: Person) -> str:
    person.answers(SHEILA, until="consent")
    return person.says("I would rather you did not.")


def test_a_no_is_respected_and_nothing_is_sent(person: Person) -> None:
    said = declines(person)
    assert "It is your choice" in said
    person.presses("skip")
    person.says("no thank you")
    assert person.asked is None
    record = person.record()
    assert record["hand_over"] is None
    assert record["summary"]["consent"][0]["share"] == "none"
    assert record["summary"]["safety"]["score_0_10"] == 10
    assert record["summary"]["safe_contact"]["ways"] == []


def test_the_reason_is_asked_once_and_help_without_a_name_is_offered(person: Person) -> None:
    declines(person)
    assert "May I ask why" in person.now[-1]["text"]
    said = person.says("I do not trust it")
    assert "without giving your name" in said
    said = person.presses("offer:numbers")
    assert "01624" in said
    assert person.summary()["declined"]["offered"]


def test_a_hypothetical_question_is_answered_and_the_door_stays_open(person: Person) -> None:
    declines(person)
    person.presses("skip")
    person.says("no thank you")
    said = person.says("hypothetically, if someone did want to talk to a woman, when is it open?")
    assert "speak to a woman" in said
    assert "9 to 5" in said
    assert "hypothetically" in str(person.summary()["questions"])


def test_asking_to_delete_and_then_leaving_it_keeps_both(person: Person) -> None:
    declines(person)
    said = person.says("please delete my answers")
    assert "Shall I delete it?" in said
    person.says("leave it")
    events = [event["what"] for event in person.summary()["events"]]
    assert events == ["asked_to_erase", "chose_to_leave_it"]


def test_erasing_erases(person: Person) -> None:
    person.answers(SHEILA, until="outcomes")
    person.says("delete everything")
    person.presses("erase:yes")
    assert person.http.get(f"/conversations/{person.id}/messages?after=0").status_code in (401, 404)


def test_a_part_can_be_shared_after_a_no(person: Person) -> None:
    declines(person)
    person.presses("why:distrust")
    person.presses("consent:parts")
    assert any(payload.startswith("part:") for payload in person.offered)
    person.says("not the bit about my marriage")
    person.presses("part:done")
    person.says("no")
    consent = person.summary()["consent"][0]
    assert consent["share"] == "parts"
    assert consent["withheld"] == ["what_matters"]
