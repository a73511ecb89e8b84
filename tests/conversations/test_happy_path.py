"""Whole conversations, from the first question to the worker's document."""

import json

import httpx
import jsonschema

from bot.msp.summary import SCHEMA_FILE
from tests.auxil.person import Person
from tests.auxil.stack import Stack

DEE = {
    "communication": "easy words please",
    "concerns": ["my cousin comes round and takes my bank card. he shouts at me if i say no", "that is all"],
    "feeling_safe": "about a four",
    "what_matters": "my cat and my flat",
    "what_matters:helps": "my neighbour Pat",
    "outcomes": ["i want my card back", "i want him to stop shouting", "nothing else"],
    "outcomes:most": "the card",
    "not_wanted": "i dont want to move",
    "people": "my neighbour Pat",
    "people:must not": "dont tell my aunt",
    "others_at_risk": "no",
    "expectations": "i could buy my own food",
    "conflict": "no",
    "consent": "yes",
    "consent:anyone else": "no",
    "safe_contact": "text me after 3, not on fridays",
    "safe_contact:message": "no",
    "safe_contact:code word": "bluebell",
}


def handed_over(stack: Stack, reference: str) -> dict:
    """The document as an integration reads it."""
    answer = httpx.get(
        f"{stack.inbox_url}/api/handovers/{reference}",
        headers={"Authorization": f"Bearer {stack.environment['MYSAY_API_TOKEN']}"},
    )
    answer.raise_for_status()
    return answer.json()


def words(items: list[dict]) -> list[str]:
    return [item["own_words"] for item in items]


def test_what_a_person_tells_reaches_the_worker_in_their_words(stack: Stack, person: Person) -> None:
    person.answers(DEE)
    assert "read_back" in person.kinds
    person.presses("read_back:right")
    sent = next(message for message in person.now if message["kind"] == "sent")
    document = handed_over(stack, sent["reference"])
    jsonschema.Draft202012Validator(json.loads(SCHEMA_FILE.read_text())).validate(document)
    assert words(document["concerns"]) == ["my cousin comes round and takes my bank card. he shouts at me if i say no"]
    assert document["safety"]["score_0_10"] == 4
    assert words(document["outcomes"]) == ["i want my card back", "i want him to stop shouting"]
    assert document["outcomes"][0]["priority"] == 1
    assert document["outcomes"][0]["expectation_discussed"]
    assert "i dont want to move" in words(document["not_wanted"])
    assert words(document["people"]["must_not_be_told"]) == ["dont tell my aunt"]
    assert document["safe_contact"]["code_word"] == "bluebell"
    assert document["safe_contact"]["leave_message"] == "no"
    assert "easy_read" in document["communication"]["needs"]
    assert document["consent"][0]["share"] == "all"
    assert document["person_reviewed"]["done"]
    assert document["asked_about_outcomes"] == "asked_expressed"


def test_the_read_back_the_record_and_the_hand_over_are_one_document(stack: Stack, person: Person) -> None:
    person.answers(DEE)
    read_back = next(message["summary"] for message in person.now if message["kind"] == "read_back")
    person.presses("read_back:right")
    reference = next(message["reference"] for message in person.now if message["kind"] == "sent")
    document = handed_over(stack, reference)
    for part in ("concerns", "outcomes", "not_wanted", "people", "safe_contact", "consent", "communication", "safety"):
        assert read_back[part] == document[part]


def test_afterwards_the_experience_is_asked_once_and_is_not_in_the_summary(person: Person) -> None:
    person.answers(DEE)
    person.presses("read_back:right")
    assert person.asked == "experience"
    person.says("it was easier than the phone")
    assert person.asked is None
    assert "easier than the phone" not in str(person.summary())
