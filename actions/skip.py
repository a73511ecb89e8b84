"""Not this question."""

from sqlalchemy.engine import Connection

from actions.turn import TurnAction
from bot.msp import at_their_pace
from bot.msp.turn import Turn


class ActionSkip(TurnAction):
    """Not this question."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_skip"

    def take(self, turn: Turn, connection: Connection, conversation_id: str) -> None:
        """Leaves it out and goes on."""
        at_their_pace.skip(turn)
