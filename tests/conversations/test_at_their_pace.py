"""Skip, not sure, explain, go back, pause, stop, questions: at any point, and then back."""

import pytest

from tests.auxil.person import Person

OPEN = (
    "communication",
    "concerns",
    "feeling_safe",
    "what_matters",
    "outcomes",
    "not_wanted",
    "people",
    "others_at_risk",
    "conflict",
)


def test_every_question_can_be_skipped_and_is_not_read_as_a_no(person: Person) -> None:
    person.starts()
    skipped = []
    while person.asked != "consent":
        assert person.asked
        skipped.append(person.asked)
        person.presses("skip")
    assert set(OPEN) == set(skipped)
    assert set(OPEN) <= set(person.summary()["skipped"])


@pytest.mark.parametrize("topic", ["concerns", "consent"])
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("who will see this?", "You read it first"),
        ("are you a robot", "computer helper"),
        ("what happens next?", "A worker reads it"),
        ("where do I send the photographs?", "cannot take photos"),
    ],
)
def test_a_question_is_answered_and_the_topic_asked_again(
    person: Person, topic: str, question: str, answer: str
) -> None:
    person.starts()
    person.answers({}, until=topic)
    said = person.says(question)
    assert answer in said
    assert person.asked == topic


def test_what_means_say_it_in_another_way(person: Person) -> None:
    person.presses("safe:yes")
    said = person.says("what")
    assert "shorter way" in said
    assert person.asked == "welcome"


def test_football_is_answered_and_the_question_comes_back(person: Person) -> None:
    person.starts()
    person.answers({}, until="outcomes")
    said = person.says("did city win")
    assert "I do not know about that" in said
    assert person.asked == "outcomes"
    assert person.summary()["outcomes"] == []


def test_not_sure_what_one_wants_offers_a_few_outcomes_to_choose_from(person: Person) -> None:
    person.starts()
    person.answers({}, until="outcomes")
    person.presses("dont_know")
    assert "outcome:be_safe" in person.offered
    person.presses("outcome:be_safe")
    outcome = person.summary()["outcomes"][0]
    assert outcome["codes"][0]["code"] == "be_safe"
    assert outcome["codes"][0]["quote"] == outcome["own_words"]


def test_going_back_shows_what_was_said_and_asks_again(person: Person) -> None:
    person.starts()
    person.answers({"what_matters": "my cat and my garden"}, until="outcomes")
    said = person.presses("go_back")
    assert "my cat and my garden" in said
    assert person.asked == "what_matters"


def test_a_pause_gives_words_that_bring_the_person_back_without_the_story(person: Person) -> None:
    person.starts()
    person.answers({}, until="concerns")
    person.says("my cousin takes my bank card and shouts at me")
    code = person.http.post(f"/conversations/{person.id}/pause").json()["code"]
    back = person.http.post("/resume", json={"code": code}).json()
    shown = " ".join(message["text"] for message in back["messages"])
    assert back["id"] == person.id
    assert "Is it safe now" in shown
    assert "bank card" not in shown
    person.http.headers["Authorization"] = f"Bearer {back['token']}"
    person.says("yes")
    assert person.asked == "concerns"


def test_stop_stops_at_once_and_writing_again_goes_on(person: Person) -> None:
    person.starts()
    person.answers({}, until="what_matters")
    person.says("stop")
    assert person.asked is None
    person.presses("go_on")
    assert person.asked == "what_matters"


def test_asking_for_a_person_gives_a_number_that_answers(person: Person) -> None:
    person.starts()
    said = person.says("can i talk to a real person")
    assert "01624" in said
    assert "999" in said
