"""Rasa's memory of a conversation: one small encrypted snapshot, never its event log.

The log would hold what people say in plain text, cannot be erased, and is replayed whole on every turn: turn 300 would
cost ten times what turn 10 does (docs/performance.md). What was said lives in `records`; Rasa needs only its slots,
an active loop and what it did last.
"""

from collections.abc import Iterable
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, FollowupAction, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import select

from bot.records.base import now, reading, writing
from bot.records.conversations import Tracker


class RecordsTrackerStore(TrackerStore):
    """Keeps the snapshot in `records`. Several Rasa processes may share it: the door sends them one turn at a time."""

    def __init__(self, domain: Any, host: Any = None, event_broker: Any = None, **kwargs: Any) -> None:
        """Takes what Rasa gives every store; where to connect is `MYSAY_DATABASE_URL`."""
        super().__init__(domain, event_broker, **kwargs)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Replaces the snapshot. A conversation that was erased meanwhile stays erased: see `retrieve`."""
        snapshot = take(tracker)
        with writing() as session:
            row = session.get(Tracker, tracker.sender_id)
            if row is None:
                session.add(Tracker(conversation_id=tracker.sender_id, snapshot=snapshot))
            elif row.snapshot != snapshot:
                row.snapshot, row.saved_at = snapshot, now()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as Rasa left it, waiting for the next message; None if it is new."""
        with reading() as session:
            row = session.get(Tracker, sender_id)
        if row is None:
            return None
        slots = self.domain.slots if self.domain else []
        return DialogueStateTracker.from_events(sender_id, events_of(row.snapshot), slots)

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations Rasa remembers."""
        with reading() as session:
            ids: list[str] = session.scalars(select(Tracker.conversation_id)).all()
        return ids


def take(tracker: DialogueStateTracker) -> dict[str, Any]:
    """What must outlive the turn."""
    return {
        "slots": {
            name: slot.value for name, slot in tracker.slots.items() if slot.value is not None and slot.has_been_set
        },
        "loop": tracker.active_loop_name,
        "followup": tracker.followup_action if tracker.followup_action != ACTION_LISTEN_NAME else None,
    }


def events_of(snapshot: dict[str, Any]) -> list[Event]:
    """The shortest history that leads to the snapshot."""
    events: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    events += [SlotSet(name, value) for name, value in snapshot["slots"].items()]
    if snapshot["loop"]:
        events.append(ActiveLoop(snapshot["loop"]))
    events.append(ActionExecuted(ACTION_LISTEN_NAME))
    if snapshot["followup"]:
        events.append(FollowupAction(snapshot["followup"]))
    return events
