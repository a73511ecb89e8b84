"""Not sure is an answer."""

from sqlalchemy.engine import Connection

from actions.turn import TurnAction
from bot.msp import at_their_pace
from bot.msp.turn import Turn


class ActionNotSure(TurnAction):
    """Not sure is an answer."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_not_sure"

    def take(self, turn: Turn, connection: Connection, conversation_id: str) -> None:
        """Takes it as one, or offers a few to choose from."""
        at_their_pace.not_sure(turn)
