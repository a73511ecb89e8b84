"""The clock is put back by hours: what was stored before is not kept waiting until it has caught up."""

from datetime import timedelta

from sqlalchemy import select, update

from bot.handover import duty
from bot.records import outbox
from bot.records.base import now, reading, writing
from bot.records.conversations import Message, waiting_for_an_answer
from bot.records.hand_overs import RaisedAlert
from bot.records.outbox import Delivery
from tests.inbox import documents
from tests.inbox.conftest import hand_over
from tests.records.test_retention import a_conversation

AHEAD = timedelta(hours=5)


def test_a_message_from_before_is_answered(records: str) -> None:
    waiting = a_conversation(now())
    with writing() as session:
        session.execute(update(Message).values(at=now() + AHEAD))
    with reading() as session:
        assert waiting_for_an_answer(session, now() - timedelta(seconds=2)) == [waiting]


def test_a_receiver_is_told(records: str) -> None:
    hand_over(documents.kev())
    with writing() as session:
        session.execute(update(Delivery).values(next_at=now() + AHEAD))
    with reading() as session:
        assert outbox.is_due(session, "webhook")


def test_a_receiver_that_failed_is_still_given_its_time(records: str) -> None:
    hand_over(documents.kev())
    with writing() as session:
        first = session.scalar(select(Delivery.id).where(Delivery.receiver == "webhook"))
        for _ in range(12):
            outbox.failed(session, first, "No.")
    with reading() as session:
        assert not outbox.is_due(session, "webhook")


def test_an_alert_is_told_again(records: str) -> None:
    hand_over(documents.ines())
    with writing() as session:
        session.execute(update(RaisedAlert).values(told_at=now() + AHEAD))
    with writing() as session:
        assert duty.repeat(session, now()) == 1
        assert duty.repeat(session, now()) == 0
