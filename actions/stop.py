"""Stopping, at once and kindly."""

from sqlalchemy.engine import Connection

from actions.turn import TurnAction
from bot.msp import at_their_pace
from bot.msp.turn import Turn


class ActionStop(TurnAction):
    """Stopping, at once and kindly."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_stop"

    def take(self, turn: Turn, connection: Connection, conversation_id: str) -> None:
        """Stops; nothing is sent and nothing is lost."""
        at_their_pace.stop(turn)
