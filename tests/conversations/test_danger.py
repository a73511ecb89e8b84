"""Danger comes before the topic, in every state (research, section 3)."""

import httpx
import pytest

from tests.auxil.person import Person
from tests.auxil.stack import Stack
from tests.conversations.test_happy_path import handed_over

NOW = "he is kicking the door in right now and he has a knife"
DESPAIR = "i want to kill myself tonight"
WATCHED = "hes coming back in the room he can see my phone"
STATES = (
    "safe_to_talk",
    "welcome",
    "communication",
    "concerns",
    "feeling_safe",
    "outcomes",
    "people",
    "consent",
    "read_back",
)


def bring_to(person: Person, topic: str) -> None:
    if topic == "safe_to_talk":
        return
    if topic == "welcome":
        person.presses("safe:yes")
        return
    person.starts()
    person.answers(
        {
            "concerns": ["my cousin takes my card", "that is all"],
            "consent": "yes",
            "safe_contact": "text me after 3",
            "read_back": "",
        },
        until=topic,
    )
    assert person.asked == topic


@pytest.mark.parametrize("topic", STATES)
def test_danger_now_shows_999_and_asks_nothing_about_the_story(person: Person, topic: str) -> None:
    bring_to(person, topic)
    said = person.says(NOW)
    assert set(person.kinds) == {"urgent"}
    assert "999" in said
    assert "cannot call for you" in said
    assert "tel:999" in person.offered
    assert person.now[-1]["text"] == "Is it safe to keep writing?"
    alert = person.summary()["safety"]["alerts"][-1]
    assert alert["level"] == "danger_now"
    assert alert["quote"] in NOW
    assert "999" in alert["shown"]


@pytest.mark.parametrize("topic", STATES)
def test_self_harm_is_met_kindly_with_samaritans_and_a_direct_question(person: Person, topic: str) -> None:
    bring_to(person, topic)
    said = person.says(DESPAIR)
    assert "116 123" in said
    assert "999" in said
    assert "end your life" in said
    person.says("yes")
    assert person.summary()["safety"]["alerts"][-1]["confirmed"] is True
    person.says("go on")
    assert person.asked not in (None, "safe_to_talk") or topic == "safe_to_talk"


@pytest.mark.parametrize("topic", STATES)
def test_somebody_watching_gets_neutral_words_and_nothing_else(person: Person, topic: str) -> None:
    bring_to(person, topic)
    said = person.says(WATCHED)
    assert person.kinds == ["cover"]
    assert "Weather" in said
    assert person.offered == []
    said = person.says("hello")
    assert said == "Is it safe now?"
    person.says("yes")
    if topic not in ("safe_to_talk", "welcome"):
        assert person.asked == topic


def test_the_team_is_told_at_once_and_only_what_must_be_passed_on(stack: Stack, person: Person) -> None:
    person.starts()
    person.answers({}, until="what_matters")
    person.says("my garden is everything to me")
    person.answers({}, until="outcomes")
    person.says("theyre saying tonight they want me to hold a gun for them or theyll shoot me")
    reference = person.record()["hand_over"]["reference"]
    document = handed_over(stack, reference)
    assert document["urgency"]["level"] == "now"
    assert document["for_the_worker"]["override_ground"] == "danger_to_life"
    assert "gun" in document["safety"]["alerts"][0]["quote"]
    assert "garden" not in str(document)


def test_i_got_it_wrong_corrects_the_flag_and_both_stay(stack: Stack, person: Person) -> None:
    person.starts()
    person.answers({}, until="concerns")
    person.says(NOW)
    said = person.presses("safety:wrong")
    assert "putting me right" in said
    assert person.asked == "concerns"
    alert = person.summary()["safety"]["alerts"][-1]
    assert alert["confirmed"] is False
    assert alert["correction"]
    assert alert["quote"] in NOW


def test_the_worker_is_told_about_danger_before_anything_is_agreed(stack: Stack, person: Person) -> None:
    person.starts()
    person.says(NOW)
    listed = httpx.get(
        f"{stack.inbox_url}/api/handovers?urgency=now",
        headers={"Authorization": f"Bearer {stack.environment['MYSAY_API_TOKEN']}"},
    ).json()
    assert person.record()["hand_over"]["reference"] in str(listed)


def test_its_just_messing_corrects_the_flag_and_does_not_become_the_account(person: Person) -> None:
    person.starts()
    person.answers({}, until="concerns")
    person.says("they call me names and hold me down and tickle me but it hurts")
    person.says("they was holding me down")
    if person.asked == "safe_to_talk":
        person.says("its just messing")
        assert person.summary()["safety"]["alerts"][-1]["confirmed"] is False
    concerns = [said["own_words"] for said in person.summary()["concerns"]]
    assert any("hold me down" in said for said in concerns)
    assert "its just messing" not in concerns
