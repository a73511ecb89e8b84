"""Telling others: at least once, in order for one hand-over, whatever is broken."""

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, update

from bot.handover import email, sender, webhook
from bot.handover.sender import Sender, send_one
from bot.records import outbox, workers
from bot.records.base import now, reading, writing
from bot.records.outbox import Delivery
from bot.settings import settings
from tests.handover.conftest import Mailbox, Receiver, until
from tests.inbox import documents
from tests.inbox.conftest import again, hand_over, held

on_sqlite = pytest.mark.parametrize("records", ["sqlite"], indirect=True)


def drain(receiver: str) -> int:
    """Sends all that is due."""
    count = 0
    while send_one(receiver):
        count += 1
    return count


def make_due() -> None:
    """Time passes: everything that waits to be tried again is due."""
    with writing() as session:
        session.execute(update(Delivery).where(Delivery.done_at.is_(None)).values(next_at=now() - timedelta(seconds=1)))


def undone() -> list[Delivery]:
    with reading() as session:
        found: list[Delivery] = session.scalars(
            select(Delivery).where(Delivery.done_at.is_(None)).order_by(Delivery.id)
        ).all()
        return found


@on_sqlite
def test_a_receiver_is_told_of_a_hand_over_signed_and_without_words(records: str, receiver: Receiver) -> None:
    reference = hand_over(documents.ines())
    assert drain("webhook") == 2
    kinds = [json.loads(body)["type"] for _, body in receiver.got]
    assert kinds == ["handover.created", "alert.raised"]
    for headers, body in receiver.got:
        told = json.loads(body)
        assert told["data"] == {"reference": reference, "version": 1, "urgency": "now"}
        expected = webhook.signature("a shared secret", headers["webhook-id"], int(headers["webhook-timestamp"]), body)
        assert headers["webhook-signature"] == expected
        assert told["id"] == headers["webhook-id"]
        for words in ("Marco", "kill", "stairs", "bakery", "Ana"):
            assert words not in body.decode()


@on_sqlite
def test_the_signature_is_that_of_the_published_scheme(records: str) -> None:
    # the example of the Standard Webhooks specification
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    content = b'{"test": 2432232314}'
    made = webhook.signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, content)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_receiver_that_answers_500_for_an_hour_loses_nothing_and_gets_it_in_order(
    records: str, receiver: Receiver
) -> None:
    receiver.status = 500
    reference = hand_over(documents.kev())
    again(reference, documents.kev())
    again(reference, documents.kev())
    for _ in range(12):
        drain("webhook")
        make_due()
    failing = [row for row in undone() if row.receiver == "webhook"]
    assert [row.attempts for row in failing] == [12, 0, 0], "later ones wait behind the first"
    assert failing[0].last_error == "The receiver answered 500."
    receiver.status = 200
    receiver.got.clear()
    make_due()
    drain("webhook")
    assert [json.loads(body)["data"]["version"] for _, body in receiver.got] == [1, 2, 3]
    assert [row for row in undone() if row.receiver == "webhook"] == []


@on_sqlite
def test_the_wait_doubles_up_to_ten_minutes(records: str) -> None:
    hand_over(documents.kev())
    waits = []
    with reading() as session:
        first = session.scalar(select(Delivery.id).where(Delivery.receiver == "webhook"))
    for _ in range(12):
        with writing() as session:
            outbox.failed(session, first, "No.")
            waits.append(round((session.get(Delivery, first).next_at - now()).total_seconds()))
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600]


def test_one_hand_over_that_cannot_be_told_holds_no_other_back(records: str, receiver: Receiver) -> None:
    stuck, free = hand_over(documents.kev()), hand_over(documents.wilf())
    receiver.answers[stuck] = 503
    drain("webhook")
    told = [json.loads(body)["data"]["reference"] for _, body in receiver.got]
    assert told == [stuck, free]


@on_sqlite
def test_a_mail_server_that_hangs_holds_no_webhook_back(
    records: str, receiver: Receiver, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(email, "SECONDS", 1)
    mailbox.hang = 20
    running = Sender()
    running.start()
    try:
        for made in (documents.kev(), documents.wilf(), documents.ines()):
            hand_over(made)
        until(lambda: len(receiver.got) == 4)
        until(lambda: any(row.receiver == "email" and row.attempts for row in undone()))
    finally:
        running.stop()
    (tried, *_) = [row for row in undone() if row.receiver == "email" and row.attempts]
    assert tried.last_error.startswith("The mail server cannot be reached (")


def test_two_senders_share_the_work_and_tell_each_thing_once(
    records: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "POLL_SECONDS", 0.01)
    running = [Sender(), Sender()]
    references = [hand_over(documents.wilf()) for _ in range(8)]
    for one in running:
        one.start()
    try:
        for reference in references[:4]:
            again(reference, documents.wilf())
        until(lambda: not undone())
    finally:
        for one in running:
            one.stop()
    told = [json.loads(body) for _, body in receiver.got]
    assert len(told) == len({one["id"] for one in told}) == 12
    for reference in references[:4]:
        assert [one["data"]["version"] for one in told if one["data"]["reference"] == reference] == [1, 2]


@on_sqlite
def test_what_a_killed_sender_held_is_told_again(records: str, receiver: Receiver, tmp_path: Path) -> None:
    receiver.status = 0
    hand_over(documents.wilf())
    process = subprocess.Popen([sys.executable, "-m", "bot.handover"], env=_environment())
    until(lambda: receiver.got)
    process.kill()
    process.wait()
    receiver.let_go.set()
    receiver.status = 200
    assert drain("webhook") == 0, "it is held for a minute"
    make_due()
    assert drain("webhook") == 1
    first, second = (json.loads(body)["id"] for _, body in receiver.got)
    assert first == second, "the receiver can tell that it is the same"


@on_sqlite
def test_the_sender_ends_when_it_is_asked_to(records: str, receiver: Receiver) -> None:
    process = subprocess.Popen([sys.executable, "-m", "bot.handover"], env=_environment())
    hand_over(documents.wilf())
    until(lambda: receiver.got)
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": "."}


@on_sqlite
def test_without_a_secret_nothing_is_sent(records: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MYSAY_WEBHOOK_SECRET")
    settings.cache_clear()
    hand_over(documents.wilf())
    drain("webhook")
    assert receiver.got == []
    assert "MYSAY_WEBHOOK_SECRET is not set" in next(row for row in undone() if row.receiver == "webhook").last_error


@on_sqlite
def test_an_e_mail_says_that_something_waits_and_nothing_else(records: str, mailbox: Mailbox) -> None:
    reference = hand_over(documents.ines())
    drain("email")
    assert [to for to, _ in mailbox.got] == [["duty@example.org"]] * 2
    whole = "".join(mail.as_string() for _, mail in mailbox.got)
    assert reference in whole
    assert "An alert waits in the inbox" in mailbox.got[1][1]["Subject"]
    for words in ("Marco", "kill", "danger", "self", "Ines", "bakery"):
        assert words not in whole


@on_sqlite
def test_who_holds_a_hand_over_is_told_what_changed(records: str, mailbox: Mailbox) -> None:
    reference = hand_over(documents.kev())
    with writing() as session:
        worker = workers.add(session, "Jo", "jo@example.org", "worker", "a long enough password")
        held(session, reference).assigned_to_id = worker.id
    again(reference, documents.kev())
    drain("email")
    assert [to for to, _ in mailbox.got] == [["duty@example.org"], ["jo@example.org"]]


@on_sqlite
@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("smtp://127.0.0.1:1", "The mail server cannot be reached (ConnectionRefusedError)."),
        ("smtps://127.0.0.1:{port}", "The mail server cannot be reached (SSLError)."),
        ("smtp+tls://127.0.0.1:{port}", "The mail server cannot be reached (SMTPNotSupportedError)."),
    ],
)
def test_mail_that_cannot_be_sent_says_why(
    records: str, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, url: str, why: str
) -> None:
    port = settings().smtp_url.rpartition(":")[2]
    monkeypatch.setenv("MYSAY_SMTP_URL", url.format(port=port))
    settings.cache_clear()
    hand_over(documents.kev())
    drain("email")
    assert next(row for row in undone() if row.receiver == "email").last_error == why


@on_sqlite
def test_mail_that_is_refused_is_tried_again(records: str, mailbox: Mailbox) -> None:
    mailbox.refuse = "451 try later"
    hand_over(documents.kev())
    drain("email")
    assert next(row for row in undone() if row.receiver == "email").last_error == "The mail server answered 451."
    mailbox.refuse = ""
    make_due()
    drain("email")
    assert len(mailbox.got) == 1


@on_sqlite
def test_nothing_set_up_leaves_nothing_waiting(records: str) -> None:
    hand_over(documents.ines())
    assert drain("email") == drain("webhook") == 2
    assert undone() == []


@on_sqlite
def test_the_outbox_at_rest_holds_no_words(records: str) -> None:
    hand_over(documents.ines())
    with create_engine(records).connect() as connection:
        rows = str(connection.exec_driver_sql("select * from outbox").fetchall())
    assert "Marco" not in rows
    assert "handover.created" in rows
