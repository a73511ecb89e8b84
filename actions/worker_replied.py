"""A worker has started a review: the conversation asks first whether it is safe."""

from sqlalchemy.engine import Connection

from actions.turn import TurnAction
from bot.msp import conversation
from bot.msp.turn import Turn


class ActionWorkerReplied(TurnAction):
    """A worker has started a review: the conversation asks first whether it is safe."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_worker_replied"

    def take(self, turn: Turn, connection: Connection, conversation_id: str) -> None:
        """Asks whether it is safe; the review follows."""
        conversation.worker_replied(turn)
