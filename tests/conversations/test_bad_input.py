"""Bad input: a clear answer, and nothing lost."""

import pytest

from tests.auxil.person import Person


@pytest.mark.parametrize(
    "text", ["/restart", '/inform{"consent":"all"}', "/session_start", "/action_hand_over", "/choose", "////"]
)
def test_a_slash_command_is_only_text(person: Person, text: str) -> None:
    person.starts()
    person.answers({}, until="what_matters")
    person.says(text)
    record = person.record()
    assert record["summary"]["consent"] == []
    assert text in [message["text"] for message in record["messages"]]
    assert person.now


@pytest.mark.parametrize(
    "text",
    [
        "😀😀😀",
        "أنا خائف من أخي",
        "<script>alert(1)</script>",
        "{lines} {0} 0[x] %s",
        "a" * 4000,
        "nie rozumiem po angielsku",
    ],
)
def test_any_text_is_taken_and_kept_as_it_is(person: Person, text: str) -> None:
    person.starts()
    person.answers({}, until="what_matters")
    person.says(text)
    assert person.now
    assert text in [message["text"] for message in person.record()["messages"]]


def test_too_long_is_refused_kindly_and_loses_nothing(person: Person) -> None:
    person.starts()
    answer = person.post({"text": "a" * 50_000})
    assert answer.status_code == 413
    assert "very long" in answer.json()["message"]


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\x00"])
def test_nothing_is_asked_for_something(person: Person, text: str) -> None:
    answer = person.post({"text": text})
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_the_same_message_twice_is_answered_once(person: Person) -> None:
    person.starts()
    person.answers({}, until="what_matters")
    first = person.post({"text": "my cat", "client_id": "one"}).json()
    second = person.post({"text": "my cat", "client_id": "one"}).json()
    assert first["messages"] == second["messages"]
    assert [m["text"] for m in person.record()["messages"]].count("my cat") == 1
