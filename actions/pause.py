"""A break of any length, with a few plain words to come back with."""

from sqlalchemy.orm import Session

from actions.turn import TurnAction
from bot.msp import at_their_pace
from bot.msp.turn import Turn
from bot.records import resume


class ActionPause(TurnAction):
    """Gives the words to come back with."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_pause"

    def take(self, turn: Turn, session: Session, conversation_id: str) -> None:
        """Makes a new code; the one before no longer works."""
        at_their_pace.pause(turn, resume.new_code(session, conversation_id))
