"""A turn is taken once, however often and in whatever order the door asks it."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from actions.turn import ANSWERED_BEFORE, take_once
from bot.msp.turn import Turn
from bot.records.base import now, reading, writing
from bot.records.conversations import Conversation, Message

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)


@pytest.fixture
def conversation(records: str) -> str:
    """A conversation with three messages that wait for their answers."""
    with writing() as session:
        made = Conversation(channel="web", token_hash=uuid4().hex, token_expires_at=now())
        session.add(made)
        session.flush()
        for n in (1, 2, 3):
            session.add(Message(conversation_id=made.id, n=n, sender="you", text=f"message {n}"))
        return str(made.id)


class Taking:
    """What is done with a turn: `taken` are the messages it was done with."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def __call__(self, turn: Turn, _session: Session, _conversation_id: str) -> None:
        """Says back what was heard."""
        self.taken.append(turn.heard.text)
        turn.say("noted", words=turn.heard.text)


def ask(conversation: str, n: int, take: Taking) -> dict[str, Any]:
    """Asks the turn of a message, as Rasa does for the door."""
    return take_once(conversation, {"turn": f"m{n}", "n": n}, {}, take)


def the_door_has_the_answer(conversation: str, n: int) -> None:
    """The answer to message `n` is stored, as the door does."""
    with writing() as session:
        session.query(Message).filter_by(conversation_id=conversation, n=n).one().answered_at = now()


def test_a_turn_that_is_asked_again_after_a_later_one_gets_the_answer_it_got(conversation: str) -> None:
    take = Taking()
    first, second = ask(conversation, 1, take), ask(conversation, 2, take)
    assert (ask(conversation, 1, take), ask(conversation, 2, take)) == (first, second)
    assert take.taken == ["message 1", "message 2"]


def test_an_answer_is_kept_only_until_the_door_has_it(conversation: str) -> None:
    take = Taking()
    ask(conversation, 1, take)
    the_door_has_the_answer(conversation, 1)
    ask(conversation, 2, take)
    with reading() as session:
        assert set(session.get(Conversation, conversation).last_turn) == {"m2"}


def test_a_turn_that_was_answered_is_not_taken_again(conversation: str) -> None:
    take = Taking()
    ask(conversation, 1, take)
    the_door_has_the_answer(conversation, 1)
    ask(conversation, 2, take)
    assert ask(conversation, 1, take) == ANSWERED_BEFORE
    assert take.taken == ["message 1", "message 2"]
