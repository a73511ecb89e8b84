"""A question from the person, answered; then back to where we were."""

from sqlalchemy.engine import Connection

from actions.turn import TurnAction
from bot.msp import conversation
from bot.msp.turn import Turn


class ActionAnswer(TurnAction):
    """A question from the person, answered; then back to where we were."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_answer"

    def take(self, turn: Turn, connection: Connection, conversation_id: str) -> None:
        """Answers, and asks the open question again."""
        conversation.answer_question(turn)
