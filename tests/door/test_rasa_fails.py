"""When the part that answers is slow, silent or dead: the person is told, nothing is lost, and the answer comes once."""

import itertools
import json
import resource
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, func, select, text

from bot.door import answering
from bot.door import rasa as rasa_module
from bot.records.base import reading, writing
from bot.records.conversations import Conversation, Message, next_n
from tests.auxil.doors import Door, DoorProcess, Person, door_here, until
from tests.auxil.scripted_rasa import ScriptedRasa, heard


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rasa has less time to answer, and what failed is tried again soon."""
    monkeypatch.setattr(rasa_module, "SECONDS", 0.4)
    monkeypatch.setattr(answering, "LONGEST_PAUSE", 0.2)


def is_told(answer: list[dict[str, Any]]) -> bool:
    """The one message that says plainly that something is not working, with the numbers."""
    (message,) = answer
    numbers = {choice["payload"] for choice in message["choices"]}
    return (
        message["kind"] == "urgent"
        and "999" in message["text"]
        and "01624 685969" in message["text"]
        and {"tel:999", "tel:01624 685969"} <= numbers
    )


def conversation_goes_on(person: Person, rasa: ScriptedRasa, *words: str) -> None:
    """All the words were asked once each in order, and are answered once each in order."""
    expected = [f"I heard: {each}" for each in words]

    def answers() -> list[str]:
        return [m["text"] for m in person.since(0) if m["from"] == "bot"][-len(words) :]

    until(lambda: answers() == expected)
    assert [m["text"] for m in person.since(0) if m["from"] == "you"] == list(words)
    asked = [each for each in rasa.asked(conversation=person.id) if each in words]
    assert sorted(set(asked), key=asked.index) == list(words)


FAILURES = {
    "empty": lambda rasa: rasa.fails(200, json.dumps({"messages": [], "then": None}).encode()),
    "broken": lambda rasa: rasa.fails(500, b"<h1>Traceback</h1>"),
    "not json": lambda rasa: rasa.fails(200, b"\xff\xfe oh"),
    "not a message": lambda rasa: rasa.fails(200, b'{"messages": [{"no": "text"}]}'),
    "not a list": lambda rasa: rasa.fails(200, b'{"messages": {"text": 3}}'),
    "null": lambda rasa: rasa.fails(200, b"null"),
    "silent": lambda rasa: rasa.hang(),
    "dead": lambda rasa: rasa.stop(),
}


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
@pytest.mark.parametrize("failure", FAILURES)
def test_the_person_is_told_with_the_numbers_and_the_true_answer_comes_later(
    failure: str, impatient: None, door: Door, rasa: ScriptedRasa
) -> None:
    person = door.begin()
    FAILURES[failure](rasa)
    answer = person.say("he hurt me")
    assert is_told(answer)
    kept = person.since(0)
    assert [m["text"] for m in kept if m["from"] == "you"] == ["he hurt me"]
    assert all(m["kind"] != "urgent" for m in kept)
    rasa.answer = heard
    rasa.go_on.set()
    if failure == "dead":
        rasa.start()
    came = until(lambda: person.since(answer[-1]["n"]))
    assert [m["text"] for m in came] == ["I heard: he hurt me"]
    conversation_goes_on(person, rasa, "he hurt me")


def test_what_was_said_while_nobody_answered_is_answered_once_in_order(
    impatient: None, door: Door, rasa: ScriptedRasa
) -> None:
    person = door.begin()
    rasa.stop()
    for words in ("one", "two", "three"):
        assert is_told(person.say(words))
    rasa.start()
    conversation_goes_on(person, rasa, "one", "two", "three")


def test_a_conversation_begun_while_nobody_answers_gets_its_first_question_later(
    impatient: None, door: Door, rasa: ScriptedRasa
) -> None:
    rasa.stop()
    person = door.begin()
    assert is_told(person.first)
    assert is_told(person.say("hello?"))
    rasa.start()
    until(lambda: len(person.since(0)) == 3)
    assert rasa.asked(conversation=person.id) == ["open", "hello?"]


def test_an_answer_that_takes_too_long_still_comes(
    monkeypatch: pytest.MonkeyPatch, door: Door, rasa: ScriptedRasa
) -> None:
    monkeypatch.setattr(answering, "PATIENCE", 0.2)
    person = door.begin()
    rasa.hang()
    assert is_told(person.say("slow"))
    rasa.go_on.set()
    conversation_goes_on(person, rasa, "slow")
    assert rasa.asked(conversation=person.id) == ["open", "slow"]


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_a_message_that_cannot_be_answered_does_not_hold_up_those_after_it(
    impatient: None, door: Door, rasa: ScriptedRasa
) -> None:
    person = door.begin()
    rasa.answer = lambda turn: (500, b"") if turn.get("text") == "poison" else heard(turn)
    assert is_told(person.say("poison"))
    until(lambda: not is_told_or(person.say("after it")))
    assert "poison" in [m["text"] for m in person.since(0)]
    rasa.answer = heard
    until(lambda: "I heard: poison" in [m["text"] for m in person.since(0)])


def is_told_or(answer: list[dict[str, Any]]) -> bool:
    """True if the answer only says that there is none yet."""
    return answer[0]["kind"] == "urgent"


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_a_retry_gets_its_answer_even_while_an_earlier_message_has_none(
    impatient: None, door: Door, rasa: ScriptedRasa
) -> None:
    person = door.begin()
    rasa.answer = lambda turn: (500, b"") if turn.get("text") == "poison" else heard(turn)
    person.say("poison")
    until(lambda: not is_told_or(person.say("fine", client_id="b-2")))
    assert [m["text"] for m in person.say("fine", client_id="b-2")] == ["I heard: fine"]


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_one_conversation_in_trouble_does_not_stop_another(impatient: None, door: Door, rasa: ScriptedRasa) -> None:
    stuck, other = door.begin(), door.begin()
    rasa.answer = lambda turn: (500, b"") if turn["conversation"] == stuck.id else heard(turn)
    assert is_told(stuck.say("help"))
    assert [m["text"] for m in other.say("hello")] == ["I heard: hello"]


def test_what_was_stored_before_a_stop_is_answered_after_the_start(
    records: str, rasa: ScriptedRasa, quick: None
) -> None:
    with door_here() as door:
        person = door.begin()
        token = person.token
    with writing() as session:
        for words in ("first", "second"):
            n = next_n(session, person.id)
            session.add(Message(conversation_id=person.id, n=n, sender="you", text=words))
            session.flush()
    with door_here() as door:
        again = Person(door.http, id=person.id, token=token, messages=[])
        conversation_goes_on(again, rasa, "first", "second")


def test_two_doors_on_postgresql_answer_each_message_once(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, rasa: ScriptedRasa, quick: None, impatient: None
) -> None:
    monkeypatch.setenv("MYSAY_DATABASE_URL", postgres_url)
    with door_here() as one, door_here() as two:
        person = one.begin()
        elsewhere = Person(two.http, id=person.id, token=person.token, messages=[])
        rasa.stop()
        words = [f"word {i}" for i in range(8)]
        for i, each in enumerate(words):
            (person if i % 2 else elsewhere).say(each)
        rasa.start()
        conversation_goes_on(person, rasa, *words)
        with reading() as session:
            twice = select(Message.answers).where(Message.sender == "bot").group_by(Message.answers)
            assert session.scalars(twice.having(func.count() > 1)).all() == []


def test_a_door_killed_in_the_middle_loses_nothing_and_answers_after_the_restart(
    records: str, rasa: ScriptedRasa, tmp_path: Path
) -> None:
    door = DoorProcess(tmp_path / "door.log")
    try:
        person = door.begin()
        person.say("one")
        rasa.hang()
        with pytest.raises(Exception, match=r"."), _short_timeout(door):
            person.say("two")
        until(lambda: "two" in rasa.asked(conversation=person.id))
    finally:
        door.kill()
    rasa.go_on.set()
    door = DoorProcess(tmp_path / "door.log")
    try:
        again = Person(door.http, id=person.id, token=person.token, messages=[])
        conversation_goes_on(again, rasa, "one", "two")
        turns = {(turn["n"], turn["turn"]) for turn in rasa.turns if turn.get("text") == "two"}
        assert len(turns) == 1, "the same turn is asked again, so that Rasa can answer it the same"
    finally:
        door.kill()


class _short_timeout:
    """The person's connection breaks before there is an answer."""

    def __init__(self, door: Door) -> None:
        self.http = door.http

    def __enter__(self) -> None:
        self.before, self.http.timeout = self.http.timeout, 1.0  # type: ignore[assignment]

    def __exit__(self, *_args: object) -> None:
        self.http.timeout = self.before


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_the_answer_that_erases_is_given_and_then_everything_is_gone(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    person.say("my story")
    rasa.says({"text": "It is all gone now."}, then="erase")
    assert [m["text"] for m in person.say("delete it")] == ["It is all gone now."]
    assert person.call("GET", "/messages").status_code == 401
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Conversation)) == 0
        assert session.scalar(select(func.count()).select_from(Message)) == 0


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_ready_says_whether_rasa_answers_and_stays_ready_without_it(door: Door, rasa: ScriptedRasa) -> None:
    assert door.http.get("/readyz").json() == {"status": "ok", "rasa": "ok"}
    rasa.stop()
    assert door.http.get("/readyz").json() == {"status": "ok", "rasa": "not answering"}
    assert door.http.get("/healthz").status_code == 200


@pytest.mark.parametrize("records", ["postgresql"], indirect=True)
def test_when_postgresql_restarts_the_next_message_is_kept_and_answered(
    records: str, door: Door, rasa: ScriptedRasa
) -> None:
    person = door.begin()
    person.say("before")
    with create_engine(records, future=True, isolation_level="AUTOCOMMIT").connect() as admin:
        admin.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        )
    assert person.say("after")[0]["text"] == "I heard: after"
    conversation_goes_on(person, rasa, "before", "after")


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_a_full_disk_is_said_at_once_and_what_was_accepted_before_stays(
    records: str, rasa: ScriptedRasa, tmp_path: Path
) -> None:
    door = DoorProcess(tmp_path / "door.log")
    try:
        person = door.begin()
        person.say("accepted")
        largest = max(path.stat().st_size for path in tmp_path.glob("my-say.db*"))
        resource.prlimit(door.process.pid, resource.RLIMIT_FSIZE, (largest + 100, resource.RLIM_INFINITY))
        sent = itertools.count(1)
        refused = until(lambda: (answer := person.post(text=f"word {next(sent)}")).status_code != 200 and answer)
        assert (refused.status_code, refused.json()["error"]) == (503, "not_kept")
        assert "999" in refused.json()["message"]
        accepted = ["accepted", *(f"word {i}" for i in range(1, next(sent) - 1))]
        resource.prlimit(door.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert person.say("there is room again")[0]["text"] == "I heard: there is room again"
        conversation_goes_on(person, rasa, *accepted, "there is room again")
    finally:
        door.kill()
