"""Every read and every change is noted, nothing that was said is, and nobody rewrites the past."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DatabaseError

from bot.inbox import trail
from bot.records import audit
from bot.records.audit import AuditEntry
from bot.records.base import engine, reading
from bot.records.workers import Worker
from tests.inbox import documents
from tests.inbox.conftest import browser_of, hand_over, look

SignedIn = Callable[[str], FlaskClient]
on_sqlite = pytest.mark.parametrize("records", ["sqlite"], indirect=True)


def entries() -> list[AuditEntry]:
    with reading() as session:
        found: list[AuditEntry] = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        return found


@on_sqlite
def test_each_read_and_each_change_is_noted_with_who(inbox: Flask, signed_in: SignedIn, token: str) -> None:
    reference, browser = hand_over(documents.kev()), signed_in("worker")
    browser.get("/")
    browser.get(f"/handovers/{reference}")
    browser.get(f"/handovers/{reference}.pdf?version=1")
    browser.post(f"/handovers/{reference}/note", data={"words": "a private note"})
    browser.get("/handovers/HERON-0000")
    browser.get("/administration/")
    inbox.test_client().get(f"/api/handovers/{reference}", headers={"Authorization": f"Bearer {token}"})
    assert [(e.actor, e.action, e.reference, e.detail) for e in entries()] == [
        ("Robin Worker", "hand_overs.listed", None, {}),
        ("Robin Worker", "hand_overs.page", reference, {}),
        ("Robin Worker", "hand_overs.as_pdf", reference, {"version": 1}),
        ("Robin Worker", "work.note", reference, {}),
        ("Robin Worker", "hand_overs.page", "HERON-0000", {"answer": 404}),
        ("Robin Worker", "administration.overview", None, {"answer": 403}),
        ("token: case system", "api.one", reference, {}),
    ]


@on_sqlite
def test_no_word_that_was_said_or_written_is_in_the_audit(inbox: Flask, signed_in: SignedIn, records: str) -> None:
    reference, browser = hand_over(documents.ines()), signed_in("worker")
    browser.get(f"/handovers/{reference}?search=Marco")
    browser.post(f"/handovers/{reference}/note", data={"words": "SENTINEL"})
    browser.post(f"/handovers/{reference}/reply", data={"words": "SENTINEL", "reason": "SENTINEL"})
    with create_engine(records).connect() as connection:
        rows = str(connection.exec_driver_sql("select * from audit").fetchall())
    assert "work.note" in rows
    assert "SENTINEL" not in rows
    assert "Marco" not in rows


@on_sqlite
def test_what_cannot_be_noted_is_not_shown(inbox: Flask, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    reference, browser = hand_over(documents.kev()), signed_in("worker")

    def broken(*_a: object, **_k: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(trail.audit, "add", broken)
    answer = browser.get(f"/handovers/{reference}")
    assert answer.status_code == 500
    assert "bank card" not in answer.text
    assert "Traceback" not in answer.text
    assert "disk full" not in answer.text
    assert browser.post(f"/handovers/{reference}/acknowledge").status_code == 500
    assert look(reference).unread, "the change is undone with it"


def test_an_entry_cannot_be_changed_or_deleted(records: str, inbox: Flask, people: dict[str, Worker]) -> None:
    browser_of(inbox, people["worker"]).get("/")
    for statement in ("UPDATE audit SET actor = 'somebody else'", "DELETE FROM audit"):
        with pytest.raises(DatabaseError, match="only added to"), engine().begin() as connection:
            connection.execute(text(statement))
    assert [one.actor for one in entries()] == ["Robin Worker"]


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit SET actor = 'somebody else' WHERE id = 3",
        "UPDATE audit SET detail = '{\"answer\": 404}' WHERE id = 3",
        "DELETE FROM audit WHERE id = 3",
        "DELETE FROM audit WHERE id = 1",
        "UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE id = 5",
    ],
)
@on_sqlite
def test_somebody_who_gets_around_that_is_found(
    inbox: Flask, people: dict[str, Worker], signed_in: SignedIn, tampering: str
) -> None:
    browser = browser_of(inbox, people["worker"])
    for _ in range(5):
        browser.get("/")
    with reading() as session:
        whole = audit.verify(session)
    assert (whole.entries, whole.broken_at) == (5, None)
    with engine().begin() as connection:
        connection.execute(text("DROP TRIGGER audit_no_update"))
        connection.execute(text("DROP TRIGGER audit_no_delete"))
        connection.execute(text(tampering))
    with reading() as session:
        assert audit.verify(session).broken_at is not None
    assert "The audit is broken" in signed_in("auditor").get("/audit/check").text


@on_sqlite
def test_the_command_checks_the_chain_and_a_tail_that_was_cut(
    records: str, inbox: Flask, people: dict[str, Worker]
) -> None:
    browser = browser_of(inbox, people["worker"])
    for _ in range(3):
        browser.get("/")
    seal = entries()[-1].seal

    def verify(*more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bot.records.audit", "verify", *more]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    good = verify("--last", seal)
    assert (good.returncode, good.stdout) == (0, f"The audit is whole: 3 entries. Last seal: {seal}\n")
    with engine().begin() as connection:
        connection.execute(text("DROP TRIGGER audit_no_delete"))
        connection.execute(text("DELETE FROM audit WHERE id = 3"))
    assert verify().returncode == 0
    cut = verify("--last", seal)
    assert cut.returncode == 1
    assert "cut off" in cut.stdout


def test_entries_added_at_once_make_one_chain(records: str, inbox: Flask, people: dict[str, Worker]) -> None:
    browsers = [browser_of(inbox, people[role]) for role in ("worker", "lead")] * 3
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda browser: [browser.get("/") for _ in range(4)], browsers))
    with reading() as session:
        checked = audit.verify(session)
    assert (checked.entries, checked.broken_at) == (24, None)
