"""Not this question."""

from sqlalchemy.orm import Session

from actions.turn import TurnAction
from bot.msp import at_their_pace
from bot.msp.turn import Turn


class ActionSkip(TurnAction):
    """Not this question."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_skip"

    def take(self, turn: Turn, session: Session, conversation_id: str) -> None:
        """Leaves it out and goes on."""
        at_their_pace.skip(turn)
