"""Several Rasa processes behind one door: what one cannot answer another does, and the person notices nothing."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.prepare import parts
from bot.settings import settings
from tests.auxil.doors import Door, door_here, until
from tests.auxil.scripted_rasa import ScriptedRasa
from tests.conftest import forget_settings

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)


@pytest.fixture
def rasas(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[ScriptedRasa, ScriptedRasa]]:
    """Two that say the same, as two Rasa processes over the same records do."""
    one, other = ScriptedRasa(), ScriptedRasa()
    monkeypatch.setenv("MYSAY_RASA_URLS", f"http://127.0.0.1:{one.port}, http://127.0.0.1:{other.port}/")
    forget_settings()
    yield one, other
    one.stop()
    other.stop()


@pytest.fixture
def door(records: str, rasas: tuple[ScriptedRasa, ScriptedRasa], quick: None) -> Iterator[Door]:
    with door_here() as opened:
        yield opened


@pytest.mark.parametrize("fails", [ScriptedRasa.stop, ScriptedRasa.fails], ids=["it is dead", "its action server is"])
def test_what_one_cannot_answer_the_other_does_at_once(
    fails: Callable[[ScriptedRasa], None], door: Door, rasas: tuple[ScriptedRasa, ScriptedRasa]
) -> None:
    person = door.begin()
    fails(rasas[0])
    for words in ("one", "two", "three"):
        assert [m["text"] for m in person.say(words)] == [f"I heard: {words}"]
    assert [m["text"] for m in person.since(0) if m["from"] == "you"] == ["one", "two", "three"]


def test_one_that_dies_in_the_middle_of_a_turn_is_replaced_within_that_turn(
    door: Door, rasas: tuple[ScriptedRasa, ScriptedRasa]
) -> None:
    person = door.begin()
    for rasa in rasas:
        rasa.hang()
    with ThreadPoolExecutor() as pool:
        saying = pool.submit(person.say, "he hurt me")
        asked = until(lambda: [rasa for rasa in rasas if "he hurt me" in rasa.asked(conversation=person.id)])
        other = next(rasa for rasa in rasas if rasa not in asked)
        other.go_on.set()
        asked[0].stop()
        assert [m["text"] for m in saying.result()] == ["I heard: he hurt me"]
    turns = [turn for rasa in rasas for turn in rasa.turns if turn.get("text") == "he hurt me"]
    assert len({turn["turn"] for turn in turns}) == 1, "the same turn is asked again, so that it is not taken twice"


def test_who_writes_while_one_is_busy_is_answered_by_the_other(
    door: Door, rasas: tuple[ScriptedRasa, ScriptedRasa]
) -> None:
    one, two = door.begin(), door.begin()
    for rasa in rasas:
        rasa.hang()
    with ThreadPoolExecutor() as pool:
        first = pool.submit(one.say, "first")
        busy = until(lambda: [rasa for rasa in rasas if "first" in rasa.asked(conversation=one.id)])
        second = pool.submit(two.say, "second")
        free = until(lambda: [rasa for rasa in rasas if "second" in rasa.asked(conversation=two.id)])
        assert busy != free
        for rasa in rasas:
            rasa.go_on.set()
        assert first.result()
        assert second.result()


def test_when_none_is_there_the_person_is_told_and_one_that_is_back_answers(
    door: Door, rasas: tuple[ScriptedRasa, ScriptedRasa]
) -> None:
    person = door.begin()
    for rasa in rasas:
        rasa.stop()
    assert person.say("hello?")[0]["kind"] == "urgent"
    rasas[1].start()
    assert until(lambda: [m for m in person.since(0) if m["text"] == "I heard: hello?"])


def test_each_rasa_process_of_a_machine_has_an_action_server_of_its_own(
    records: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYSAY_RASA_PROCESSES", "2")
    monkeypatch.setenv("MYSAY_RASA_PORT", "6000")
    monkeypatch.setenv("MYSAY_ACTIONS_PORT", "7000")
    forget_settings()
    told = {
        part.name: (part.ready, part.environment) for part in parts(settings()) if part.name[:4] in ("rasa", "acti")
    }
    assert {name: (at, its["MYSAY_RASA_PORT"], its["MYSAY_ACTIONS_PORT"]) for name, (at, its) in told.items()} == {
        "actions": ("http://127.0.0.1:7000/health", "6000", "7000"),
        "rasa": ("http://127.0.0.1:6000/webhooks/internal/", "6000", "7000"),
        "actions2": ("http://127.0.0.1:7001/health", "6001", "7001"),
        "rasa2": ("http://127.0.0.1:6001/webhooks/internal/", "6001", "7001"),
    }
    assert settings().rasa_urls == ("http://127.0.0.1:6000", "http://127.0.0.1:6001")
