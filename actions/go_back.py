"""Back to the question before."""

from sqlalchemy.engine import Connection

from actions.turn import TurnAction
from bot.msp import at_their_pace
from bot.msp.turn import Turn


class ActionGoBack(TurnAction):
    """Back to the question before."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_go_back"

    def take(self, turn: Turn, connection: Connection, conversation_id: str) -> None:
        """Shows what was said there, and asks it again."""
        at_their_pace.go_back(turn)
