"""The first words of a conversation."""

from sqlalchemy.engine import Connection

from actions.turn import TurnAction
from bot.msp import conversation
from bot.msp.turn import Turn


class ActionBegin(TurnAction):
    """The first words of a conversation."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_begin"

    def take(self, turn: Turn, connection: Connection, conversation_id: str) -> None:
        """Says hello and asks whether it is safe."""
        conversation.begin(turn)
