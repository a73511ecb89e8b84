"""Others at risk are passed on as the welcome said, also if the person then leaves: what they told of themself is not."""

import httpx

from tests.auxil.person import Person
from tests.auxil.stack import Stack

STORY = "my brother takes my pension and shouts at me"


def key(stack: Stack) -> dict[str, str]:
    return {"Authorization": f"Bearer {stack.environment['MYSAY_API_TOKEN']}"}


def received(stack: Stack, reference: str) -> dict[str, object]:
    """The hand-over as the software of a service reads it."""
    answer = httpx.get(f"{stack.inbox_url}/api/handovers/{reference}", headers=key(stack), timeout=10)
    answer.raise_for_status()
    found: dict[str, object] = answer.json()
    return found


def test_who_leaves_after_it_has_still_told_of_the_others(person: Person, stack: Stack) -> None:
    person.starts()
    person.answers({"concerns": [STORY, "no"], "feeling_safe": "1"}, until="others_at_risk")
    said = person.says("yes he hits his little girl, she is 6")
    assert "I have to pass this on" in said
    assert person.record()["hand_over"] is None, "whoever it is about may work for the team"
    person.answers({}, until="conflict")
    person.says("no")
    reference = person.record()["hand_over"]["reference"]
    document = str(received(stack, reference))
    assert "little girl" in document
    assert "Children may be at risk." in document
    assert "pension" not in document, "they have not agreed to that"
    assert "0 to 10: 1" not in document


def test_about_somebody_of_the_team_it_goes_to_the_independent_lead(person: Person, stack: Stack) -> None:
    person.starts()
    person.answers({}, until="others_at_risk")
    person.says("yes the other residents are hit too")
    person.answers({}, until="conflict")
    person.says("yes")
    reference = person.record()["hand_over"]["reference"]
    answer = httpx.get(f"{stack.inbox_url}/api/handovers/{reference}", headers=key(stack), timeout=10)
    assert answer.status_code == 404
