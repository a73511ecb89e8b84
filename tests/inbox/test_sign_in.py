"""Signing in: passwords, waiting after failures, the second factor, and sessions that end."""

from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from bot.inbox.workers import first_sign_ins
from bot.records import workers
from bot.records.audit import AuditEntry
from bot.records.base import now, reading, writing
from bot.records.workers import Worker, WorkerSession
from tests.inbox.conftest import PASSWORD, without_form_tokens

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)


def sign_in(inbox: Flask, email: str = "worker@example.org", password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    client = inbox.test_client()
    return client, client.post("/sign-in", data={"email": email, "password": password} | more)


def test_a_worker_signs_in_and_sees_the_page_they_asked_for(inbox: Flask, people: dict[str, Worker]) -> None:
    client, answer = sign_in(inbox, " WORKER@example.org ", next="/?status=closed")
    assert answer.location == "/?status=closed"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_elsewhere(inbox: Flask, people: dict[str, Worker], elsewhere: str) -> None:
    assert sign_in(inbox, next=elsewhere)[1].location == "/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(inbox: Flask, people: dict[str, Worker]) -> None:
    wrong, unknown = sign_in(inbox, password="wrong")[1], sign_in(inbox, email="nobody@example.org")[1]
    assert wrong.status_code == unknown.status_code == 401
    assert without_form_tokens(wrong.text) == without_form_tokens(unknown.text)


def test_after_five_wrong_passwords_the_right_one_has_to_wait(inbox: Flask, people: dict[str, Worker]) -> None:
    for _ in range(5):
        sign_in(inbox, password="wrong")
    answer = sign_in(inbox)[1]
    assert answer.status_code == 429
    assert b"Wait a minute" in answer.data
    with writing() as session:
        session.get(Worker, people["worker"].id).locked_until = now() - timedelta(seconds=1)
    assert sign_in(inbox)[1].status_code == 302


def test_somebody_who_tries_many_workers_from_one_place_is_slowed_down(inbox: Flask, people: dict[str, Worker]) -> None:
    answers = [sign_in(inbox, email=f"guess{n}@example.org")[1].status_code for n in range(61)]
    assert answers == [401] * 60 + [429]
    assert sign_in(inbox)[1].status_code == 429


def test_each_further_failure_doubles_the_wait_up_to_a_quarter_of_an_hour(records: str) -> None:
    worker, waits = Worker(failures=0), []
    for _ in range(12):
        workers.failed(worker)
        wait = workers.locked_for(worker)
        waits.append(round(wait.total_seconds()) if wait else 0)
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_a_session_ends_after_half_an_hour_without_use_and_after_ten_hours(
    inbox: Flask, people: dict[str, Worker]
) -> None:
    for field, ago in (("last_at", timedelta(minutes=31)), ("created_at", timedelta(hours=10, minutes=1))):
        client, _ = sign_in(inbox)
        with writing() as session:
            for kept in session.scalars(select(WorkerSession)):
                setattr(kept, field, now() - ago)
        assert client.get("/").location.startswith("/sign-in"), field


def test_a_worker_whose_sign_in_is_stopped_is_out_at_once(inbox: Flask, people: dict[str, Worker]) -> None:
    client, _ = sign_in(inbox)
    with writing() as session:
        session.get(Worker, people["worker"].id).active = False
    assert client.get("/").location.startswith("/sign-in")
    assert sign_in(inbox)[1].status_code == 401


def test_with_a_second_factor_the_password_alone_opens_nothing(inbox: Flask, people: dict[str, Worker]) -> None:
    client, _ = sign_in(inbox)
    shown = client.post("/account/second-factor").text
    with client.session_transaction() as kept:
        secret = kept["new_totp"]
    assert secret in shown
    codes = client.post("/account/second-factor", data={"code": pyotp.TOTP(secret).now()}).text
    recovery = codes.split('<li class="secret">')[1].split("<")[0]

    client, answer = sign_in(inbox)
    assert answer.location == "/sign-in/second-factor"
    assert client.get("/").location.startswith("/sign-in")
    assert client.post("/sign-in/second-factor", data={"code": "000000"}).status_code == 401
    used = pyotp.TOTP(secret).now()
    assert client.post("/sign-in/second-factor", data={"code": used}).status_code == 401, "used when it was set up"
    later = pyotp.TOTP(secret).at(now() + timedelta(seconds=30))
    assert client.post("/sign-in/second-factor", data={"code": later}).status_code == 302
    assert client.get("/").status_code == 200

    client, _ = sign_in(inbox)
    assert client.post("/sign-in/second-factor", data={"code": recovery}).status_code == 302
    assert client.get("/").status_code == 200
    client, _ = sign_in(inbox)
    assert client.post("/sign-in/second-factor", data={"code": recovery}).status_code == 401, (
        "a recovery code is good once"
    )


def test_a_new_password_signs_every_other_browser_out(inbox: Flask, people: dict[str, Worker]) -> None:
    other, _ = sign_in(inbox)
    client, _ = sign_in(inbox)
    assert client.post("/account/password", data={"old": PASSWORD, "new": "short"}).status_code == 422
    assert client.post("/account/password", data={"old": "wrong", "new": "four random words here"}).status_code == 422
    assert client.post("/account/password", data={"old": PASSWORD, "new": "four random words here"}).status_code == 302
    assert client.get("/").status_code == 200
    assert other.get("/").location.startswith("/sign-in")
    assert sign_in(inbox, password="four random words here")[1].status_code == 302


def test_signing_in_and_failing_are_both_in_the_audit(inbox: Flask, people: dict[str, Worker]) -> None:
    sign_in(inbox, password="wrong")
    sign_in(inbox, email="somebody.private@example.org")
    sign_in(inbox)
    with reading() as session:
        noted = [(entry.actor, entry.action) for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert noted == [
        ("worker@example.org", "sign_in.failed"),
        ("nobody we know", "sign_in.failed"),
        ("worker@example.org", "sign_in.signed_in"),
    ]


def test_a_new_installation_has_first_sign_ins_once(inbox: Flask) -> None:
    first = first_sign_ins()
    assert [made.role for made in first] == ["lead", "independent_lead"]
    assert sign_in(inbox, first[0].email, first[0].password)[1].status_code == 302
    assert first_sign_ins() == []


def test_an_administrator_adds_a_worker_who_can_sign_in(inbox: Flask, people: dict[str, Worker]) -> None:
    client, _ = sign_in(inbox, "administrator@example.org")
    shown = client.post(
        "/administration/workers", data={"name": "Jo", "email": "jo@example.org", "role": "worker"}
    ).text
    password = shown.split('<p class="secret">')[1].split("<")[0]
    assert sign_in(inbox, "jo@example.org", password)[1].status_code == 302
    refused = client.post("/administration/workers", data={"name": "Jo", "email": "jo@example.org", "role": "worker"})
    assert refused.status_code == 422
    assert client.post("/administration/workers", data={"name": "", "email": "x", "role": "king"}).status_code == 422
