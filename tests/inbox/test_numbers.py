"""The service's numbers: right, small ones held back, and the national return's own table."""

import csv
import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from bot.records import exits, statistics
from bot.records.base import now, reading, writing
from bot.records.cases import Closing
from bot.records.conversations import Conversation, Message
from bot.records.statistics import held_back, month_of
from tests.inbox import documents
from tests.inbox.conftest import hand_over, look

SignedIn = Callable[[str], FlaskClient]
on_sqlite = pytest.mark.parametrize("records", ["sqlite"], indirect=True)
CLOSED = {
    "asked": "asked_expressed",
    "achieved": "fully",
    "risk_result": "identified_action",
    "risk_outcome": "reduced",
}


def close(count: int, **more: str) -> None:
    """Hand-overs that came to an end."""
    for _ in range(count):
        reference = hand_over(documents.kev())
        with writing() as session:
            session.add(Closing(hand_over_id=look(reference).id, capacity="did_not_lack", **(CLOSED | more)))


def test_the_numbers_are_counted_by_month(records: str) -> None:
    close(6)
    close(2, achieved="partially")
    with reading() as session:
        (month,) = statistics.by_month(session, None)
    assert month.month == month_of(now())
    assert month.counts["handed_over"]["all"] == 8
    assert month.counts["achieved"] == {"fully": 6, "partially": 2}
    assert month.counts["concerns"] == {"financial": 8, "physical": 8}
    assert month.counts["return_sources"] == {"Other - Known to individual": 8}


def test_exits_are_counted_by_channel_and_small_numbers_are_held_back(records: str) -> None:
    with writing() as session:
        for channel, times in (("web", 9), ("widget", 7), ("telegram", 3)):
            for _ in range(times):
                exits.count(session, channel)
    with reading() as session:
        (month,) = statistics.by_month(session, None)
    assert month.counts["exits"] == {"web": 9, "widget": 7, "telegram": 3}
    shown = statistics.as_json([month])["months"][0]["counts"]["exits"]
    assert shown == {"web": 9, "widget": None, "telegram": None}, "the one small number must not be worked out"


def test_what_was_closed_twice_is_counted_once_as_it_ended(records: str) -> None:
    close(1, achieved="not_achieved")
    with writing() as session:
        first = session.query(Closing).one()
        session.add(Closing(hand_over_id=first.hand_over_id, capacity="did_not_lack", **CLOSED))
    with reading() as session:
        (month,) = statistics.by_month(session, None)
    assert (month.counts["closed"], month.counts["achieved"]) == ({"all": 1}, {"fully": 1})


@on_sqlite
def test_the_waiting_time_is_that_to_the_first_reading(inbox: Flask, signed_in: SignedIn) -> None:
    browser = signed_in("worker")
    for _ in range(5):
        browser.post(f"/handovers/{hand_over(documents.kev())}/acknowledge")
    with reading() as session:
        (month,) = statistics.by_month(session, None)
    assert month.median_hours == 0.0
    month.hours_to_read.pop()
    assert month.median_hours is None, "four are too few to say"


@on_sqlite
def test_where_conversations_stop_is_the_topic_asked_last(records: str) -> None:
    with writing() as session:
        for i, asks in enumerate(["consent", "consent", "concerns"]):
            conversation = Conversation(channel="web", token_hash=str(i), token_expires_at=now())
            session.add(conversation)
            session.flush()
            for n, (sender, topic) in enumerate([("bot", "welcome"), ("you", None), ("bot", asks), ("you", None)], 1):
                session.add(Message(conversation_id=conversation.id, n=n, sender=sender, text="x", asks=topic))
    hand_over(documents.kev())
    with reading() as session:
        (month,) = statistics.by_month(session, None)
    assert month.counts["stopped_at"] == {"consent": 2, "concerns": 1}


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40), max_size=8))
def test_no_small_number_is_given_out_or_can_be_worked_out(counts: dict[str, int]) -> None:
    held = held_back(counts)
    assert all(shown is None or shown == counts[code] for code, shown in held.items())
    assert not any(shown is not None and 0 < shown < 5 for shown in held.values())
    hidden = [code for code, shown in held.items() if shown is None]
    others = [code for code in counts if counts[code] > 0]
    assert len(hidden) != 1 or others == hidden


@on_sqlite
def test_the_page_draws_them_and_holds_small_ones_back(inbox: Flask, signed_in: SignedIn) -> None:
    close(7)
    close(2, achieved="not_achieved")
    text = signed_in("lead").get("/numbers").text
    achieved = text[text.index("Was what they wanted achieved") :].split("</figure>")[0]
    assert achieved.count("under 5") == 4, "two bars, drawn and in words"
    assert "Fully achieved" in achieved
    assert "<svg" in achieved


@on_sqlite
def test_the_national_return_has_its_own_categories(inbox: Flask, signed_in: SignedIn) -> None:
    close(6)
    close(6, achieved="partially")
    close(3, achieved="not_achieved")
    browser = signed_in("lead")
    for address, small in (("/numbers.csv", "*"), ("/numbers.csv?exact=1", "3")):
        rows = list(csv.DictReader(io.StringIO(browser.get(address).text)))
        achieved = {row["category"]: row["count"] for row in rows if row["table"] == "SG4a outcomes achieved"}
        assert achieved["Not achieved"] == small
        assert {row["category"] for row in rows if row["table"].startswith("SG2c")} >= {
            "Risk identified and action taken"
        }
        assert len([row for row in rows if row["table"] == "SG2a type of risk"]) == 11
    assert browser.get("/numbers.csv?year=2019").text.count(",0\r\n") > 30
