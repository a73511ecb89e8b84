"""No help, tell no one: respected, and not the end (policy, "Refusals of adults at risk")."""

from sqlalchemy.engine import Connection

from actions.turn import TurnAction
from bot.msp import at_their_pace
from bot.msp.turn import Turn


class ActionDecline(TurnAction):
    """Takes the no, asks why once, and offers what needs no agreement."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_decline"

    def take(self, turn: Turn, connection: Connection, conversation_id: str) -> None:
        """Declines; nothing is sent."""
        at_their_pace.decline(turn)
