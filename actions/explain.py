"""The same in other words."""

from sqlalchemy.engine import Connection

from actions.turn import TurnAction
from bot.msp import at_their_pace
from bot.msp.turn import Turn


class ActionExplain(TurnAction):
    """The same in other words."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_explain"

    def take(self, turn: Turn, connection: Connection, conversation_id: str) -> None:
        """Explains, and asks again."""
        at_their_pace.explain(turn)
