"""Rasa has one memory, and does not go on without it.

Rasa wraps every tracker store in one that never fails: where the records cannot be read, the conversation is a new one,
and the next message would be heard as if nothing had been asked. Here the turn fails instead; the door keeps the message
and asks again.
"""

from typing import NoReturn

from rasa.core.tracker_store import FailSafeTrackerStore


def _fail(_self: FailSafeTrackerStore, error: Exception) -> NoReturn:
    raise error


def install() -> None:
    """Lets an error of the records end the turn."""
    FailSafeTrackerStore.on_tracker_store_retrieve_error = _fail  # type: ignore[method-assign]
