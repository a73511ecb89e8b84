"""Rasa's memory: small, encrypted, without words, and the same after a restart."""

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import SQLAlchemyError

from bot.dialogue import one_memory
from bot.dialogue.tracker_store import RecordsTrackerStore
from bot.records.base import engine, reading
from bot.records.conversations import Tracker
from bot.settings import ROOT

SENTINEL = "zzsentinelzz"


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


async def test_slots_survive_and_words_do_not(records: str, domain: Domain) -> None:
    store = RecordsTrackerStore(domain)
    tracker = DialogueStateTracker.from_events(
        "c1",
        [
            UserUttered(SENTINEL, {"name": "inform"}),
            SlotSet("asks", "outcomes"),
            SlotSet("easy_words", True),
            ActionExecuted("action_listen"),
        ],
        domain.slots,
    )
    await store.save(tracker)
    found = await store.retrieve("c1")
    assert found
    assert found.get_slot("asks") == "outcomes"
    assert found.get_slot("easy_words") is True
    assert found.latest_action_name == "action_listen"
    with reading() as session:
        assert SENTINEL not in str(session.get(Tracker, "c1").snapshot)
    with engine().connect() as connection:
        stored = connection.exec_driver_sql("SELECT snapshot FROM trackers").scalar()
        assert b"outcomes" not in bytes(stored)


async def test_the_snapshot_does_not_grow_with_the_conversation(records: str, domain: Domain) -> None:
    store = RecordsTrackerStore(domain)
    sizes = []
    for turns in (2, 200):
        events = [
            event
            for n in range(turns)
            for event in (UserUttered(f"words {n}", {"name": "inform"}), SlotSet("step", str(n % 7)))
        ]
        await store.save(DialogueStateTracker.from_events(f"c{turns}", events, domain.slots))
        found = await store.retrieve(f"c{turns}")
        assert found
        sizes.append(len(found.events))
    assert sizes[0] == sizes[1]


async def test_who_is_not_known_is_new(records: str, domain: Domain) -> None:
    assert await RecordsTrackerStore(domain).retrieve("nobody") is None
    assert list(await RecordsTrackerStore(domain).keys()) == []


async def test_a_turn_whose_memory_cannot_be_read_or_kept_fails_and_is_not_heard_as_the_first(
    records: str, domain: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("on_tracker_store_error", "on_tracker_store_retrieve_error"):
        monkeypatch.setattr(FailSafeTrackerStore, name, getattr(FailSafeTrackerStore, name))
    one_memory.install()
    store = FailSafeTrackerStore(RecordsTrackerStore(domain))
    with engine().begin() as connection:
        connection.exec_driver_sql("ALTER TABLE trackers RENAME TO elsewhere")
    with pytest.raises(SQLAlchemyError):
        await store.retrieve("c1")
    with pytest.raises(SQLAlchemyError):
        await store.save(DialogueStateTracker.from_events("c1", [SlotSet("asks", "outcomes")], domain.slots))
