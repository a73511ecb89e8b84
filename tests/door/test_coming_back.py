"""Pausing, and coming back on any device with four words."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from limits import parse
from sqlalchemy import select, update

from bot.door import limits
from bot.records.base import now, reading, writing
from bot.records.conversations import Conversation
from bot.records.resume import ONE_REQUEST
from tests.auxil.doors import Door, until
from tests.auxil.scripted_rasa import ScriptedRasa


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests try more often than a person."""
    monkeypatch.setattr(limits, "LIMITS", dict.fromkeys(limits.LIMITS, (parse("1000/second"),)))


def test_a_person_comes_back_with_four_words_and_the_story_is_not_shown(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    person.say("he hits me")
    paused = person.call("POST", "/pause").json()
    assert len(paused["code"].split()) == 4
    back = door.resume(paused["code"])
    assert back.id == person.id
    assert [m["text"] for m in back.first] == ["I heard: resume"]
    assert "he hits me" not in str(back.first) + str(back.since(0))
    assert back.say("I am back")[0]["text"] == "I heard: I am back"
    assert [m["text"] for m in back.since(0)] == ["I heard: resume", "I am back", "I heard: I am back"]
    assert "he hits me" in back.call("GET", "/record").text, "but what is held can be read when it is asked for"


def test_coming_back_closes_the_conversation_where_it_was_open_before(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    back = door.resume(person.call("POST", "/pause").json()["code"])
    assert person.call("GET", "/messages").status_code == 401
    assert back.call("GET", "/messages").status_code == 200


def test_two_requests_for_words_at_the_same_time_get_the_same_words(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    with ThreadPoolExecutor(4) as all_at_once:
        answers = list(all_at_once.map(lambda _: person.call("POST", "/pause").json()["code"], range(4)))
    assert len(set(answers)) == 1
    assert door.resume(answers[0]).id == person.id


def test_words_that_arrive_twice_open_it_once_and_whichever_answer_is_seen_is_good(
    door: Door, rasa: ScriptedRasa
) -> None:
    code = door.begin().call("POST", "/pause").json()["code"]
    with ThreadPoolExecutor(2) as both:
        first, second = both.map(door.resume, [code, code])
    assert first.say("I am back") == first.since(0)[-1:]
    assert second.since(0) == first.since(0)
    assert [m["text"] for m in second.since(0)] == ["I heard: resume", "I am back", "I heard: I am back"]
    with writing() as session:
        session.scalars(select(Conversation)).one().token_expires_at -= ONE_REQUEST
    later = door.resume(code)
    assert second.call("GET", "/messages").status_code == 401, "later it is somebody coming back again"
    assert later.call("GET", "/messages").status_code == 200


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_an_answer_to_what_was_said_before_is_not_shown_after_coming_back(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    code = person.call("POST", "/pause").json()["code"]
    rasa.stop()
    person.say("he hits me")
    rasa.start()
    back = door.resume(code)
    until(lambda: "he hits me" in rasa.asked(conversation=person.id))
    back.say("hello")
    assert "he hits me" not in str(back.first) + str(back.since(0))


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_the_words_may_be_typed_in_any_way(door: Door, rasa: ScriptedRasa) -> None:
    code = door.begin().call("POST", "/pause").json()["code"]
    for typed in (
        code.upper(),
        code.title(),
        code.replace(" ", "-"),
        code.replace(" ", ""),
        f"  {code.replace(' ', ',  ')}.",
        code.replace(" ", "\n"),
    ):
        door.resume(typed)


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_only_the_newest_words_of_a_conversation_open_it(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    old = person.call("POST", "/pause").json()["code"]
    assert person.call("POST", "/pause").json()["code"] == old, "a request that arrives twice is one request"
    with writing() as session:
        session.execute(update(Conversation).values(resume_expires_at=now() + timedelta(days=29)))
    new = person.call("POST", "/pause").json()["code"]
    assert door.http.post("/chat/resume", json={"code": old}).status_code == 401
    assert door.resume(new).id == person.id


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_words_end_after_thirty_days(door: Door, rasa: ScriptedRasa) -> None:
    paused = door.begin().call("POST", "/pause").json()
    with writing() as session:
        session.execute(update(Conversation).values(resume_expires_at=now() - timedelta(seconds=1)))
    gone = door.http.post("/chat/resume", json={"code": paused["code"]})
    never = door.http.post("/chat/resume", json={"code": "amber otter lantern kite"})
    assert gone.status_code == never.status_code == 401
    assert gone.json() == never.json()


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_wrong_words_say_so_kindly(door: Door, rasa: ScriptedRasa) -> None:
    for code, status in [
        ("amber otter lantern kite", 401),
        ("", 400),
        ("1234", 401),
        ("x" * 201, 400),
        (7, 400),
        (None, 400),
        ("' OR 1=1 --", 401),
    ]:
        answer = door.http.post("/chat/resume", json={"code": code})
        assert (answer.status_code, set(answer.json())) == (status, {"error", "message"}), code


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_the_words_are_not_stored_and_are_not_in_the_address(door: Door, rasa: ScriptedRasa) -> None:
    code = door.begin().call("POST", "/pause").json()["code"]
    with reading() as session:
        stored = session.scalar(select(Conversation.resume_hash))
    assert len(stored) == 64
    assert not any(word in stored for word in code.split())
    assert door.http.get("/chat/resume", params={"code": code}).status_code == 405
