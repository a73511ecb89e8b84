"""A break of any length, with a few plain words to come back with."""

from sqlalchemy.engine import Connection

from actions.turn import TurnAction
from bot.msp import at_their_pace
from bot.msp.turn import Turn
from bot.records import resume
from bot.records.base import session_on


class ActionPause(TurnAction):
    """Gives the words to come back with."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_pause"

    def take(self, turn: Turn, connection: Connection, conversation_id: str) -> None:
        """Makes a new code; the one before no longer works."""
        with session_on(connection) as session:
            at_their_pace.pause(turn, resume.new_code(session, conversation_id))
