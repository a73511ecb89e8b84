"""A worker has written: the conversation asks what it is waiting for, if anything."""

from sqlalchemy.orm import Session

from actions.turn import TurnAction
from bot.msp import conversation
from bot.msp.turn import Turn
from bot.records.conversations import Conversation


class ActionWorkerReplied(TurnAction):
    """A worker has written: the conversation asks what it is waiting for, if anything."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_worker_replied"

    def take(self, turn: Turn, session: Session, row: Conversation) -> None:
        """Asks the open question."""
        conversation.ask_again(turn)
