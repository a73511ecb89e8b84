"""Rasa's memory: what the last turn left behind, and nothing stored by Rasa itself."""

from typing import Any

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import func, inspect, select, table
from sqlalchemy.exc import SQLAlchemyError

from bot.dialogue import one_memory
from bot.dialogue.tracker_store import RecordsTrackerStore
from bot.records.base import engine, now, reading, writing
from bot.records.conversations import Conversation
from bot.settings import ROOT


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


def after_a_turn(slots: dict[str, Any]) -> str:
    """A conversation whose last turn left these slots."""
    with writing() as session:
        row = Conversation(channel="web", token_hash="x", token_expires_at=now())
        row.last_turn = {"m2": {"messages": [], "slots": slots}}
        session.add(row)
        session.flush()
        return str(row.id)


def rows() -> dict[str, int]:
    """How many rows each table has."""
    with reading() as session:
        tables = inspect(engine()).get_table_names()
        return {name: session.scalar(select(func.count()).select_from(table(name))) for name in tables}


async def test_the_slots_are_those_the_last_turn_left(records: str, domain: Domain) -> None:
    slots = {"asks": "outcomes", "step": None, "easy_words": True, "voice": "person"}
    found = await RecordsTrackerStore(domain).retrieve(after_a_turn(slots))
    assert found
    assert {name: found.get_slot(name) for name in slots} == slots
    assert found.latest_action_name == "action_listen"


async def test_rasa_itself_stores_nothing(records: str, domain: Domain) -> None:
    store = RecordsTrackerStore(domain)
    events = [UserUttered("he hurt me", {"name": "inform"}), SlotSet("step", "x"), ActionExecuted("action_listen")]
    before = rows()
    await store.save(DialogueStateTracker.from_events("c1", events, domain.slots))
    assert await store.retrieve("c1") is None
    assert rows() == before


async def test_who_is_not_known_is_new(records: str, domain: Domain) -> None:
    assert await RecordsTrackerStore(domain).retrieve("nobody") is None
    assert list(await RecordsTrackerStore(domain).keys()) == []


async def test_a_turn_whose_memory_cannot_be_read_fails_and_is_not_heard_as_the_first(
    records: str, domain: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "on_tracker_store_retrieve_error"
    monkeypatch.setattr(FailSafeTrackerStore, name, getattr(FailSafeTrackerStore, name))
    one_memory.install()
    store = FailSafeTrackerStore(RecordsTrackerStore(domain))
    with engine().begin() as connection:
        connection.exec_driver_sql("ALTER TABLE conversations RENAME TO elsewhere")
    with pytest.raises(SQLAlchemyError):
        await store.retrieve("c1")
