"""Many people at once lose nothing, and the check that says so would see it if they did."""

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from bot.records.base import LASTING, new_engine
from bot.records.conversations import Message
from scripts.load import check
from scripts.load.crowd import Played, play
from tests.auxil.doors import until
from tests.auxil.stack import Stack

PEOPLE, MESSAGES = 6, 30


@pytest.fixture(scope="module")
def looking(stack: Stack) -> Iterator[Session]:
    """A session of the stack's own records; what a test changes in it is taken back."""
    engine = new_engine(stack.database_url)
    with Session(engine, future=True) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="module")
def played(stack: Stack, looking: Session) -> Played:
    """People who type, send bursts and click twice, until all of them have their answers."""
    found = asyncio.run(play([stack.chat_url], PEOPLE, MESSAGES, speed=200, seed=1))

    def all_answered() -> bool:
        looking.rollback()
        return not check.unanswered(looking, found.sent)

    until(all_answered, 60)
    return found


def test_of_many_people_at_once_nothing_is_lost_or_doubled_or_out_of_order(looking: Session, played: Played) -> None:
    assert len(played.sent) == MESSAGES
    assert check.faults(looking, played.sent) == []


def writes(looking: Session) -> None:
    """Begins anew, with the place to write: what has read before may not write once somebody else has written."""
    looking.rollback()
    looking.connection(execution_options={"writes": LASTING})


def test_answers_in_another_order_would_be_seen(looking: Session, played: Played) -> None:
    writes(looking)
    changed = update(Message).where(Message.conversation_id == played.sent[0].conversation, Message.sender == "bot")
    looking.execute(changed.values(answers=1000 - Message.answers), execution_options={"synchronize_session": False})
    assert "Answers stand in another order than the messages." in check.faults(looking, played.sent)
    looking.rollback()


def test_a_lost_message_would_be_seen(looking: Session, played: Played) -> None:
    writes(looking)
    lost = delete(Message).where(Message.client_id == played.sent[0].client_id)
    looking.execute(lost, execution_options={"synchronize_session": False})
    assert check.faults(looking, played.sent)[0] == "A message is stored 0 times."
    looking.rollback()
