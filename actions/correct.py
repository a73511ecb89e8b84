"""An earlier message was changed: its new words take the place of the old ones."""

from sqlalchemy.engine import Connection

from actions.hand_over import follow_up
from actions.turn import TurnAction
from bot.msp import conversation
from bot.msp.turn import Turn


class ActionCorrect(TurnAction):
    """An earlier message was changed: its new words take the place of the old ones."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_correct"

    def take(self, turn: Turn, connection: Connection, conversation_id: str) -> None:
        """Puts it right; where nothing was kept from the old words, what they answered is asked again."""
        conversation.correct(turn)
        follow_up(turn, connection, conversation_id)
