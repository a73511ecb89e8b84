"""Telegram is slow, full or gone, Rasa is gone, the door is killed: nothing is lost, nothing changes its order."""

import os
import signal
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.door import answering
from bot.door import rasa as rasa_module
from bot.door.telegram import handlers
from bot.records.base import reading
from bot.records.conversations import Message
from tests.auxil.doors import Door, DoorProcess, door_here, until
from tests.auxil.scripted_rasa import ScriptedRasa, heard
from tests.auxil.telegram_api import TelegramApi
from tests.auxil.telegram_http import Refusal
from tests.auxil.telegram_phone import Phone


def started(phone: Phone) -> None:
    """The person has pressed Start and sees the first question."""
    phone.write("/start")
    until(lambda: len(phone.texts()) == 2)


def said() -> list[str]:
    """What people are stored to have said."""
    with reading() as session:
        return list(session.scalars(select(Message.text).where(Message.sender == "you").order_by(Message.id)))


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_one_chat_that_is_told_to_wait_does_not_hold_up_another(
    door: Door, new_phone: Callable[[], Phone], api: TelegramApi
) -> None:
    slow, other = new_phone(), new_phone()
    started(slow)
    started(other)
    full = True
    api.fails = lambda method, body: (
        Refusal(429, "Too Many Requests: retry after 1", retry_after=1)
        if full and method == "sendMessage" and body["chat_id"] == slow.number
        else None
    )
    slow.write("one")
    slow.write("two")
    other.write("me too")
    until(lambda: other.last() == "I heard: me too")
    assert slow.last() == "I heard: open"
    full = False
    until(lambda: slow.texts()[2:] == ["I heard: one", "I heard: two"])


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "failure",
    [Refusal(500, "Internal Server Error"), Refusal(502, "Bad Gateway"), "close"],
    ids=["500", "502", "broken connection"],
)
def test_what_could_not_be_sent_is_sent_later_in_order(
    failure: Refusal | str, door: Door, phone: Phone, api: TelegramApi
) -> None:
    started(phone)
    failed: list[str] = []

    def fails(method: str, _body: object) -> Refusal | str | None:
        if method != "sendMessage" or len(failed) == 4:
            return None
        failed.append(method)
        return failure

    api.fails = fails
    for words in ("one", "two", "three"):
        phone.write(words)
    until(lambda: phone.texts()[2:] == ["I heard: one", "I heard: two", "I heard: three"])
    assert len(failed) == 4


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_telegram_gone_for_a_while_loses_nothing(door: Door, phone: Phone, api: TelegramApi) -> None:
    started(phone)
    gone = True
    api.fails = lambda _method, _body: "close" if gone else None
    phone.write("one")
    phone.write("two")
    gone = False
    until(lambda: phone.texts()[2:] == ["I heard: one", "I heard: two"])
    until(lambda: api.waiting() == 0)


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_an_update_that_comes_twice_is_handled_once(door: Door, phone: Phone, api: TelegramApi) -> None:
    started(phone)
    update = phone.write("only once")
    until(lambda: phone.last() == "I heard: only once")
    until(lambda: api.waiting() == 0)
    api.again(update)
    until(lambda: api.waiting() == 0)
    phone.write("and on")
    until(lambda: phone.last() == "I heard: and on")
    assert said() == ["only once", "and on"]
    assert phone.texts()[2:] == ["I heard: only once", "I heard: and on"]


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_what_telegram_will_never_take_does_not_hold_up_the_rest(door: Door, phone: Phone, api: TelegramApi) -> None:
    started(phone)
    api.fails = lambda method, body: (
        Refusal(400, "Bad Request: something new") if "poison" in str(body.get("text")) else None
    )
    phone.write("poison")
    phone.write("after it")
    until(lambda: phone.last() == "I heard: after it")


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_without_rasa_the_person_is_told_with_the_numbers_and_the_answer_comes_later_quietly(
    door: Door, phone: Phone, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rasa_module, "SECONDS", 0.4)
    monkeypatch.setattr(answering, "LONGEST_PAUSE", 0.2)
    started(phone)
    rasa.stop()
    phone.write("he hurt me")
    until(lambda: "I cannot answer you yet" in phone.last())
    assert "999" in phone.last()
    assert "01624 685969" in phone.last()
    rasa.start()
    until(lambda: phone.last() == "I heard: he hurt me")
    assert phone.screen()[-1]["silent"]
    phone.write("yes")
    until(lambda: phone.last() == "I heard: yes")
    assert "silent" not in phone.screen()[-1]


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_an_update_that_always_fails_is_given_up_and_the_person_is_told(
    door: Door, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.door.telegram import handling

    monkeypatch.setattr(handling, "LONGEST_PAUSE", 0.01)
    started(phone)

    def broken(*_args: object) -> None:
        raise ValueError("a mistake of ours")

    with monkeypatch.context() as patch:
        patch.setattr(handlers, "split", broken)
        phone.write("these words")
        until(lambda: "could not keep" in phone.last())
    phone.write("and these")
    until(lambda: phone.last() == "I heard: and these")


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_fifty_people_at_once_are_each_answered_in_order(
    door: Door, new_phone: Callable[[], Phone], rasa: ScriptedRasa
) -> None:
    people = [new_phone() for _ in range(50)]
    words = ["one", "two", "three"]
    for phone in people:
        phone.write("/start")
    for each in words:
        for phone in people:
            phone.write(f"{each} {phone.number}")
    for phone in people:
        expected = ["I heard: open", *(f"I heard: {each} {phone.number}" for each in words)]
        until(lambda phone=phone, expected=expected: phone.texts()[1:] == expected, 40)
    turns = defaultdict(list)
    for turn in rasa.turns:
        turns[turn["conversation"]].append(turn["turn"])
    assert len(turns) == 50
    assert all(len(set(mine)) == len(mine) == 4 for mine in turns.values())


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_a_restart_loses_nothing_and_says_nothing_twice(
    how: signal.Signals, records: str, api: TelegramApi, rasa: ScriptedRasa, phone: Phone, tmp_path: Path
) -> None:
    door = DoorProcess(tmp_path / "door.log")
    try:
        started(phone)
        rasa.hang()
        phone.write("one")
        until(lambda: rasa.turns[-1].get("text") == "one")
        phone.write("two")
        until(lambda: api.waiting() == 0)
    finally:
        os.kill(door.process.pid, how)
        rasa.go_on.set()
        door.process.wait(30)
    phone.write("three")
    door = DoorProcess(tmp_path / "door.log")
    try:
        until(lambda: phone.last() == "I heard: three", 30)
        assert phone.texts()[2:] == ["I heard: one", "I heard: two", "I heard: three"]
        assert said() == ["one", "two", "three"]
    finally:
        door.kill()
    log = (tmp_path / "door.log").read_text()
    for secret in (str(phone.number), "only-for-these-tests", "Margaret", "I heard"):
        assert secret not in log


def test_two_doors_hold_one_line_and_the_second_takes_over(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, api: TelegramApi, rasa: ScriptedRasa, phone: Phone
) -> None:
    from tests.conftest import forget_settings

    monkeypatch.setenv("MYSAY_DATABASE_URL", postgres_url)
    forget_settings()
    with door_here():
        until(lambda: api.commands)
        with door_here():
            started(phone)
            phone.write("one")
            until(lambda: phone.last() == "I heard: one")
            assert len(api.called("setMyCommands")) == 1
            rasa.answer = heard
    with door_here():
        phone.write("two")
        until(lambda: phone.last() == "I heard: two")
    assert phone.texts()[2:] == ["I heard: one", "I heard: two"]
