"""Rasa's memory of a conversation: its few slots, read from what the last turn left behind. Rasa itself stores nothing.

Its event log would hold what people say in plain text, cannot be erased, and is replayed whole on every turn: turn 300
would cost ten times what turn 10 does (docs/performance.md). What was said lives in `records`, and so does what the
slots are: each action stores them with its answer, in one transaction (actions/turn.py).
"""

from collections.abc import Iterable
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.records.base import reading_plainly
from bot.records.conversations import slots_of


class RecordsTrackerStore(TrackerStore):
    """Reads `records`. Any number of Rasa processes may share it: the door sends them one turn at a time."""

    def __init__(self, domain: Any, host: Any = None, event_broker: Any = None, **kwargs: Any) -> None:
        """Takes what Rasa gives every store; where to connect is `MYSAY_DATABASE_URL`."""
        super().__init__(domain, event_broker, **kwargs)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Nothing is left to save: the action has stored it."""

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as the last turn left it, waiting for the next message; None if it is new."""
        with reading_plainly() as connection:
            slots = slots_of(connection, sender_id)
        if slots is None:
            return None
        return DialogueStateTracker.from_events(sender_id, events_of(slots), self.domain.slots if self.domain else [])

    async def keys(self) -> Iterable[str]:
        """Rasa lists no conversations here: nobody asks it to."""
        return []


def events_of(slots: dict[str, Any]) -> list[Event]:
    """The shortest history that leads to these slots, and to waiting for a message."""
    set_slots = [SlotSet(name, value) for name, value in slots.items() if value is not None]
    return [
        ActionExecuted(ACTION_SESSION_START_NAME),
        SessionStarted(),
        *set_slots,
        ActionExecuted(ACTION_LISTEN_NAME),
    ]
