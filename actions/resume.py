"""Back after a break, without showing the story."""

from sqlalchemy.engine import Connection

from actions.turn import TurnAction
from bot.msp import conversation
from bot.msp.turn import Turn


class ActionResume(TurnAction):
    """Back after a break, without showing the story."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_resume"

    def take(self, turn: Turn, connection: Connection, conversation_id: str) -> None:
        """Asks whether it is safe, and nothing else."""
        conversation.resume(turn)
