"""A question from the person, answered; then back to where we were."""

from sqlalchemy.orm import Session

from actions.turn import TurnAction
from bot.msp import conversation
from bot.msp.turn import Turn


class ActionAnswer(TurnAction):
    """A question from the person, answered; then back to where we were."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_answer"

    def take(self, turn: Turn, session: Session, conversation_id: str) -> None:
        """Answers, and asks the open question again."""
        conversation.answer_question(turn)
