"""Danger, in any state: numbers at once, no further question about the story, and a worker is told."""

from sqlalchemy.engine import Connection

from actions.hand_over import follow_up
from actions.turn import TurnAction
from bot.msp import conversation
from bot.msp.turn import Turn


class ActionDanger(TurnAction):
    """Says what must be said for the level that was heard, and passes on what the welcome said must be."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_danger"

    def take(self, turn: Turn, connection: Connection, conversation_id: str) -> None:
        """Shows 999, Samaritans or the cover; the alert is stored with the answer, or not at all."""
        conversation.danger(turn)
        follow_up(turn, connection, conversation_id)
