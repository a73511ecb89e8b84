"""What is measured: how much waits and for how long, what failed; labels that can say nothing about anybody."""

import logging
import socket
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from prometheus_client import REGISTRY
from sqlalchemy import update

from bot import metrics, watch
from bot.metrics import CountErrors, FromRecords, of_the_door, of_the_outbox
from bot.records import exits
from bot.records.base import now, writing
from bot.records.conversations import Conversation, Message
from bot.records.hand_overs import RaisedAlert
from tests.conftest import forget_settings, free_port
from tests.inbox import documents
from tests.inbox.conftest import hand_over

LABELS = {"part", "level", "kind", "receiver", "channel"}


def seen(look: FromRecords) -> dict[tuple[str, ...], float]:
    """Name and label values of each sample that the records give."""
    found = {}
    for family in look.collect():
        assert set(family._labelnames) <= LABELS
        found |= {(sample.name, *sample.labels.values()): sample.value for sample in family.samples}
    return found


def errors(kind: str) -> float:
    return REGISTRY.get_sample_value("mysay_errors_total", {"kind": kind}) or 0.0


def test_what_waits_for_an_answer_is_counted_with_its_age_and_a_workers_reply_is_not(records: str) -> None:
    door = FromRecords(of_the_door)
    assert (seen(door)[("mysay_unanswered_messages",)], seen(door)[("mysay_unanswered_oldest_seconds",)]) == (0, 0)
    with writing() as session:
        session.add(Conversation(id="c" * 32, channel="web", token_hash="t", token_expires_at=now()))
        session.flush()
        for n, sender in ((1, "you"), (2, "you"), (3, "worker")):
            said = now() - timedelta(minutes=10 - n)
            session.add(Message(conversation_id="c" * 32, n=n, sender=sender, text="help", at=said))
    assert seen(door)[("mysay_unanswered_messages",)] == 2
    assert seen(door)[("mysay_unanswered_oldest_seconds",)] == pytest.approx(540, abs=60)
    with writing() as session:
        session.execute(update(Message).values(answered_at=now()))
    assert seen(door)[("mysay_unanswered_messages",)] == 0


def test_what_must_be_told_and_open_alerts_are_counted_until_they_are_done(records: str) -> None:
    outbox = FromRecords(of_the_outbox)
    assert seen(outbox) == {}
    hand_over(documents.ines())
    found = seen(outbox)
    assert found[("mysay_outbox_deliveries", "webhook")] == found[("mysay_outbox_deliveries", "email")] == 2
    assert 0 <= found[("mysay_outbox_oldest_seconds", "email")] < 60
    raised = len(documents.ines()["safety"]["alerts"])
    assert sum(value for name, value in found.items() if name[0] == "mysay_alerts_open") == raised
    with writing() as session:
        session.execute(update(RaisedAlert).values(acknowledged_at=now()))
    assert not [name for name in seen(outbox) if name[0] == "mysay_alerts_open"]


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_who_used_the_way_out_is_known_for_whole_months_alone(records: str) -> None:
    last = exits.month_of(now().astimezone(exits.service().time_zone).replace(day=1) - timedelta(days=1))
    with writing() as session:
        exits.count(session, "web")
        session.add_all([exits.Exit(month=last, channel="telegram"), exits.Exit(month="2020-01", channel="widget")])
    found = seen(FromRecords(of_the_door))
    assert {name: value for name, value in found.items() if "exits" in name[0]} == {
        ("mysay_exits_last_month", "telegram"): 1
    }


def test_records_that_cannot_be_read_are_an_error_that_is_counted_and_no_crash() -> None:
    before = errors("OperationalError")
    assert list(FromRecords(of_the_door).collect()) == []
    assert errors("OperationalError") == before + 1


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    """A logger whose errors are counted."""
    made, counting = logging.getLogger("tests.counted"), CountErrors()
    made.addHandler(counting)
    yield made
    made.removeHandler(counting)


def test_what_is_logged_as_an_error_is_counted_by_its_kind_and_never_by_its_words(logger: logging.Logger) -> None:
    before = errors("KeyError"), errors("tests.counted"), errors("Timeout")
    try:
        raise KeyError("zzsentinelzz")
    except KeyError:
        logger.exception("zzsentinelzz")
    logger.error("zzsentinelzz")
    logger.error("zzsentinelzz", extra={"fields": {"failure": "Timeout"}})
    logger.warning("zzsentinelzz")
    assert (errors("KeyError"), errors("tests.counted"), errors("Timeout")) == tuple(count + 1 for count in before)
    assert not [family for family in REGISTRY.collect() if "zzsentinelzz" in str(family)]


def test_labels_are_of_a_short_list() -> None:
    for metric in (metrics.TURN, metrics.DANGER, metrics.ERRORS):
        assert set(metric._labelnames) <= LABELS


def test_who_cannot_serve_says_so_and_stays_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("MYSAY_METRICS_PORT", str(port))
    forget_settings()
    watch.serve("door", alive=lambda: True, ready=lambda: False)
    paths = ("/healthz", "/readyz", "/metrics", "/anything")
    assert [httpx.get(f"http://127.0.0.1:{port}{path}").status_code for path in paths] == [200, 503, 200, 404]


def test_a_taken_port_is_said_and_the_process_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("MYSAY_METRICS_PORT", str(other.getsockname()[1]))
        forget_settings()
        watch.serve("door", alive=lambda: True, ready=lambda: True)
    said = capsys.readouterr().err
    assert "Set MYSAY_METRICS_PORT." in said
    assert said.count("\n") == 1
