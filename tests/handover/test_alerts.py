"""Danger is told to whoever is on duty, again and again, until somebody says that they are dealing with it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.handover import duty
from bot.handover.sender import send_one
from bot.records import workers
from bot.records.base import now, reading, writing
from bot.records.outbox import OutboxEvent
from tests.handover.conftest import Mailbox
from tests.inbox import documents
from tests.inbox.conftest import again, hand_over, held


def alerts() -> list[dict[str, object]]:
    with reading() as session:
        wanted = select(OutboxEvent).where(OutboxEvent.event == "alert.raised").order_by(OutboxEvent.id)
        return [event.data for event in session.scalars(wanted)]


def minutes_later(minutes: int) -> int:
    with writing() as session:
        return duty.repeat(session, now() + timedelta(minutes=minutes))


def test_an_alert_is_repeated_and_escalates_until_it_is_acknowledged(records: str) -> None:
    reference = hand_over(documents.ines())
    assert minutes_later(9) == 0
    assert minutes_later(11) == 1
    assert minutes_later(12) == 0
    assert minutes_later(32) == 1
    assert [(one.get("repeat"), one.get("escalated")) for one in alerts()] == [(None, None), (1, False), (2, True)]
    with writing() as session:
        for alert in held(session, reference).alerts:
            alert.acknowledged_at = now()
    assert minutes_later(600) == 0


def test_the_pause_between_tellings_grows_to_two_hours(records: str) -> None:
    assert [duty.pause(n).total_seconds() / 60 for n in (1, 2, 3, 4, 5, 50)] == [10, 20, 40, 80, 120, 120]


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_an_escalated_alert_reaches_the_leads_too(records: str, mailbox: Mailbox) -> None:
    with writing() as session:
        workers.add(session, "Lee", "lee@example.org", "lead", "a long enough password")
    hand_over(documents.ines())
    minutes_later(31)
    while send_one("email"):
        pass
    assert mailbox.got[-1][0] == ["duty@example.org", "lee@example.org"]
    assert "told 2 times" in mailbox.got[-1][1]["Subject"].replace("\n", "")


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_only_danger_that_is_new_is_told_with_a_new_version(records: str) -> None:
    reference = hand_over(documents.kev())
    assert alerts() == []
    again(reference, documents.kev())
    assert alerts() == []
    in_danger = documents.kev()
    in_danger["safety"]["alerts"] = documents.ines()["safety"]["alerts"][:1]
    again(reference, in_danger)
    again(reference, in_danger)
    assert len(alerts()) == 1


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_somebody_watching_is_noted_but_wakes_nobody(records: str) -> None:
    watched = documents.kev()
    watched["safety"]["alerts"] = [documents.ines()["safety"]["alerts"][0] | {"level": "not_safe_to_talk"}]
    hand_over(watched)
    assert alerts() == []
