"""How to reach a human."""

from sqlalchemy.engine import Connection

from actions.turn import TurnAction
from bot.msp import at_their_pace
from bot.msp.turn import Turn


class ActionTalkToAPerson(TurnAction):
    """How to reach a human."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_talk_to_a_person"

    def take(self, turn: Turn, connection: Connection, conversation_id: str) -> None:
        """Gives the number that answers now."""
        at_their_pace.talk_to_a_person(turn)
