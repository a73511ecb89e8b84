"""Later: the same conversation asks what became of each outcome, and the worker reads it."""

import httpx

from tests.auxil.person import Person
from tests.auxil.stack import Stack
from tests.conversations.test_happy_path import DEE, handed_over


def test_a_review_asks_outcome_by_outcome_and_reaches_the_worker(stack: Stack, person: Person) -> None:
    person.answers(DEE)
    person.presses("read_back:right")
    reference = next(message["reference"] for message in person.now if message["kind"] == "sent")
    person.says("it was fine")
    worker = {"Authorization": f"Bearer {stack.environment['MYSAY_API_TOKEN']}"}
    httpx.post(
        f"{stack.inbox_url}/api/handovers/{reference}/review",
        json={"reason": "they are waiting for it"},
        headers=worker,
    ).raise_for_status()
    said = person.says("hello is anyone there")
    assert "Is it safe now?" in said or person.asked == "safe_to_talk"
    assert "card back" not in said
    said = person.says("yes")
    assert person.asked == "review"
    assert "i want my card back" in said
    said = person.presses("review:fully")
    assert "stop shouting" in said
    person.says("partly, he still shouts on fridays")
    person.says("yes a bit safer")
    person.says("no nothing was spoilt")
    document = handed_over(stack, reference)
    assert [outcome["achieved"] for outcome in document["outcomes"]] == ["fully", "partially"]
    assert document["review"]["feels_safer"] == "yes"
    assert any("fridays" in said["own_words"] for said in document["review"]["own_words"])
