"""What is held about a person can be read by them, and erased by them."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, inspect, select, text
from sqlalchemy.engine import make_url

from bot.msp import summary
from bot.msp.account import Account
from bot.records.base import engine, reading, writing
from bot.records.conversations import Conversation, Message
from bot.records.hand_overs import HandOver, HandOverVersion, hand_over_of, send
from bot.settings import settings
from tests.auxil.doors import Door, Person, until
from tests.auxil.scripted_rasa import ScriptedRasa, heard


def an_account(person: Person) -> Account:
    """An account as the dialogue would have stored it."""
    account = Account(channel="web", asks="outcomes", answers={"concerns": "answered"})
    account.add("concerns", "he takes my money", 2)
    account.add("outcomes", "I want it back", 4)
    with writing() as session:
        session.get(Conversation, person.id).account = account.to_json()
        session.get(Conversation, person.id).last_turn = {"m2": {"slots": {"words": "my money"}}}
    return account


def hand_over(person: Person, account: Account) -> str:
    """Hands it over; the reference."""
    with writing() as session:
        sent: HandOver = send(session, person.id, summary.build(account), "safeguarding_team")
        return str(sent.reference)


def held_of(person: Person) -> dict[str, Any]:
    """What the person reads of what is held."""
    answer = person.call("GET", "/record")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_person_can_read_all_that_is_held(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    person.say("he takes my money")
    before = held_of(person)
    assert [m["text"] for m in before["messages"] if m["from"] == "you"] == ["he takes my money"]
    assert (before["summary"], before["alerts"], before["hand_over"]) == (None, [], None)
    assert "erase it on" in before["kept"]["message"]
    reference = hand_over(person, an_account(person))
    after = held_of(person)
    assert "he takes my money" in str(after["summary"]["concerns"])
    assert after["hand_over"]["reference"] == reference
    assert after["hand_over"]["version"] == 1
    assert after["hand_over"]["acknowledged_at"] is None
    assert after["kept"]["until"] is None


def test_what_was_not_handed_over_is_erased_without_a_rest(door: Door, rasa: ScriptedRasa) -> None:
    person, other = door.begin(), door.begin()
    person.say("he takes my money")
    an_account(person)
    other.say("something else")
    erased = person.call("DELETE")
    assert erased.status_code == 200
    assert erased.json()["kept"] == []
    assert person.call("GET", "/messages").status_code == 401
    with reading() as session:
        for table in inspect(engine()).get_table_names():
            columns = {column["name"] for column in inspect(engine()).get_columns(table)}
            for column in columns & {"conversation_id", "id"}:
                rows = session.execute(
                    text(f"SELECT * FROM {table} WHERE CAST({column} AS TEXT) = :id"), {"id": person.id}
                )
                assert rows.all() == [], table
        assert session.scalar(select(func.count()).select_from(Conversation)) == 1
    assert other.say("still here")


def test_what_was_handed_over_is_kept_by_the_service_and_the_person_is_told_why(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    person.say("he takes my money")
    reference = hand_over(person, an_account(person))
    kept = person.call("DELETE").json()["kept"]
    assert reference in kept[0]
    assert any("why" in sentence for sentence in kept)
    with reading() as session:
        left = session.scalar(select(HandOver).where(HandOver.reference == reference))
        assert left.conversation_id is None
        assert len(left.versions) == 1
        assert hand_over_of(session, person.id) is None
        assert session.scalar(select(func.count()).select_from(Message)) == 0
        assert session.scalar(select(func.count()).select_from(HandOverVersion)) == 1


def _files_of_the_database() -> list[Path]:
    path = Path(str(make_url(settings().database_url).database))
    return [path, *path.parent.glob(path.name + "-*")]


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_the_bytes_of_an_erased_conversation_are_in_no_file_of_the_database(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    for i in range(30):
        person.say(f"he takes my money {i} " + "and more " * i)
    an_account(person)
    stored: list[bytes] = []
    for table, column in [("messages", "text"), ("conversations", "account"), ("conversations", "last_turn")]:
        with sqlite3.connect(_files_of_the_database()[0]) as raw:
            stored += [row[0] for row in raw.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")]
    parts = {blob[start : start + 24] for blob in stored for start in range(0, len(blob) - 24, 200)}
    before = b"".join(path.read_bytes() for path in _files_of_the_database())
    assert all(part in before for part in parts)
    assert b"he takes my money" not in before
    assert person.call("DELETE").status_code == 200
    after = b"".join(path.read_bytes() for path in _files_of_the_database())
    assert [part for part in parts if part in after] == []
    assert person.id.encode() not in after


def test_what_is_erased_while_it_is_being_answered_is_gone_at_once_and_stays_gone(
    door: Door, rasa: ScriptedRasa
) -> None:
    person = door.begin()

    rasa.answer = heard
    rasa.hang()
    with ThreadPoolExecutor() as pool:
        saying = pool.submit(person.say, "he takes my money")
        until(lambda: "he takes my money" in rasa.asked(conversation=person.id))
        assert person.call("DELETE").status_code == 200
        assert person.call("GET", "/messages").status_code == 401
        rasa.go_on.set()
        assert saying.result()
    assert nothing_is_left(Conversation)
    assert nothing_is_left(Message)


def nothing_is_left(table: Any) -> bool:
    """True if there is no row of the table."""
    with reading() as session:
        return session.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_erasing_twice_does_no_harm(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    assert person.call("DELETE").status_code == 200
    assert person.call("DELETE").status_code == 401
    assert person.post(text="hello").status_code == 401
