"""The wish to delete everything: asked once, then done by the door."""

from sqlalchemy.engine import Connection

from actions.turn import TurnAction
from bot.msp import at_their_pace, conversation
from bot.msp.turn import Turn


class ActionErase(TurnAction):
    """The wish to delete everything: asked once, then done by the door."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_erase"

    def take(self, turn: Turn, connection: Connection, conversation_id: str) -> None:
        """Takes out the one thing that is plainly meant; else says what erasing all does, and asks."""
        if not conversation.taken_out(turn):
            at_their_pace.ask_to_erase(turn)
