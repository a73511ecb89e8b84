"""Measures what Rasa does of a turn: understanding the message, and deciding which action takes it."""

from rasa.core.processor import MessageProcessor

from bot.metrics import TURN


def install() -> None:
    """Puts a timer around the two steps."""
    for part, step in (("understood", "_parse_message_with_graph"), ("decided", "_predict_next_with_tracker")):
        setattr(MessageProcessor, step, TURN.labels(part).time()(getattr(MessageProcessor, step)))
