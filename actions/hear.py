"""An answer to what was asked, with whatever else it holds."""

from sqlalchemy.engine import Connection

from actions.hand_over import follow_up
from actions.turn import TurnAction
from bot.msp import conversation
from bot.msp.turn import Turn
from bot.records import experience
from bot.records.base import session_on


class ActionHear(TurnAction):
    """Hears an answer, goes on to the next question, and sends what is ready to be sent."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_hear"

    def take(self, turn: Turn, connection: Connection, conversation_id: str) -> None:
        """Hears; a correction of an alert or the last "it is right" sends at once."""
        conversation.hear(turn)
        if told := [said for said in turn.account.current("experience") if said.n == turn.heard.n]:
            with session_on(connection) as session:
                for said in told:
                    experience.add(session, said.own_words, restricted=bool(turn.account.conflict_of_interest))
        follow_up(turn, connection, conversation_id)
