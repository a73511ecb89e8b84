"""A concern about somebody who works for the service: its own readers alone know that it exists."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.handover.receivers import Notice, addresses
from bot.records import outbox, workers
from bot.records.base import now, reading, writing
from bot.records.outbox import Delivery
from bot.records.workers import Worker
from bot.settings import settings
from tests.inbox import documents
from tests.inbox.conftest import PASSWORD, again, browser_of, hand_over, held, look, without_form_tokens

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)
SignedIn = Callable[[str], FlaskClient]
EVERYWHERE = ["/", "/?status=all", "/?status=new", "/numbers", "/outbox", "/audit", "/administration/"]


@pytest.fixture
def named(people: dict[str, Worker]) -> Worker:
    """The worker Hester's daughter-in-law names."""
    with writing() as session:
        return workers.add(session, "Nadia Quirk", "nadia@example.org", "lead", PASSWORD)


def test_it_is_invisible_to_everybody_but_its_readers(
    inbox: Flask, signed_in: SignedIn, named: Worker, token: str
) -> None:
    team, conflict = hand_over(documents.kev()), hand_over(documents.hester(), "independent_lead")
    signed_in("independent_lead").get(f"/handovers/{conflict}")
    with writing() as session:
        for delivery in session.query(Delivery):
            outbox.failed(session, delivery.id, "The receiver answered 500.")
    for role in ("worker", "lead", "auditor", "administrator"):
        browser = signed_in(role)
        for address in [*EVERYWHERE, f"/?search={conflict}&status=all", f"/audit?reference={conflict}"]:
            answer = browser.get(address)
            listed = re.sub(r'value="[^"]*"', "", answer.text)
            assert conflict not in listed, (role, address)
        for address in (f"/handovers/{conflict}", f"/handovers/{conflict}.json", f"/handovers/{conflict}.pdf"):
            refused = browser.get(address)
            assert refused.status_code in (403, 404), (role, address)
            absent = browser.get(address.replace(conflict, "HERON-0000"))
            pages = [without_form_tokens(page.text.replace("HERON-0000", conflict)) for page in (refused, absent)]
            assert pages[0] == pages[1], "as if it did not exist"
        assert browser.post(f"/handovers/{conflict}/acknowledge").status_code in (403, 404)
    headers = {"Authorization": f"Bearer {token}"}
    api = inbox.test_client()
    assert [one["reference"] for one in api.get("/api/handovers?status=all", headers=headers).json["handovers"]] == [
        team
    ]
    assert api.get(f"/api/handovers/{conflict}", headers=headers).status_code == 404
    assert api.post(f"/api/handovers/{conflict}/acknowledge", headers=headers).status_code == 404
    assert look(conflict).unread
    independent = signed_in("independent_lead")
    assert conflict in independent.get("/").text
    assert team not in independent.get("/?status=all").text
    assert independent.get(f"/handovers/{team}").status_code == 404
    assert conflict in independent.get("/audit").text
    assert team not in independent.get("/audit").text


def test_the_counts_do_not_give_it_away(inbox: Flask, signed_in: SignedIn, token: str) -> None:
    def shown() -> list[str]:
        return [
            without_form_tokens(signed_in("lead").get(address).text) for address in ("/", "/?status=all", "/numbers")
        ]

    before = shown()
    hand_over(documents.hester(), "independent_lead")
    assert shown() == before
    headers = {"Authorization": f"Bearer {token}"}
    assert inbox.test_client().get("/api/statistics", headers=headers).json["months"] == []


def test_what_becomes_a_conflict_later_vanishes_from_the_team_with_its_past(
    inbox: Flask, signed_in: SignedIn, token: str
) -> None:
    reference, changed = hand_over(documents.kev()), documents.kev()
    signed_in("worker").get(f"/handovers/{reference}")
    assert reference in signed_in("auditor").get("/audit").text
    changed["for_the_worker"]["conflict_of_interest"] = True
    again(reference, changed)
    assert signed_in("worker").get(f"/handovers/{reference}").status_code == 404
    assert reference not in signed_in("auditor").get("/audit").text
    assert reference in signed_in("independent_lead").get("/").text


def test_a_worker_the_person_named_is_blocked_even_as_independent_lead(inbox: Flask, named: Worker) -> None:
    conflict = hand_over(documents.hester(), "independent_lead")
    assert {one.worker_id for one in look(conflict).blocked} == {named.id}
    with writing() as session:
        session.get(Worker, named.id).role = "independent_lead"
    browser = browser_of(inbox, named)
    assert conflict not in browser.get("/?status=all").text
    assert browser.get(f"/handovers/{conflict}").status_code == 404
    assert conflict not in browser.get("/audit").text
    with writing() as session:
        own = workers.new_token(session, "own", ["read"], 1, named.id)
    answer = inbox.test_client().get(f"/api/handovers/{conflict}", headers={"Authorization": f"Bearer {own}"})
    assert answer.status_code == 404


def test_an_independent_lead_with_a_token_reads_it(inbox: Flask, people: dict[str, Worker]) -> None:
    conflict = hand_over(documents.hester(), "independent_lead")
    with writing() as session:
        own = workers.new_token(session, "own", ["read"], 1, people["independent_lead"].id)
    answer = inbox.test_client().get(f"/api/handovers/{conflict}", headers={"Authorization": f"Bearer {own}"})
    assert answer.json["reference"] == conflict


def test_a_lead_keeps_a_worker_from_seeing_a_hand_over(
    inbox: Flask, signed_in: SignedIn, people: dict[str, Worker]
) -> None:
    reference = hand_over(documents.kev())
    lead, worker = signed_in("lead"), signed_in("worker")
    worker.post(f"/handovers/{reference}/take")
    assert lead.post(f"/handovers/{reference}/block", data={"worker": people["worker"].id}).status_code == 302
    assert worker.get(f"/handovers/{reference}").status_code == 404
    assert reference not in worker.get("/?status=all").text
    assert look(reference).assigned_to_id is None
    assert lead.post(f"/handovers/{reference}/assign", data={"worker": people["worker"].id}).status_code == 422
    assert lead.post(f"/handovers/{reference}/block", data={"worker": people["lead"].id}).status_code == 422


def test_its_e_mails_go_to_independent_leads_and_no_webhook_hears_of_it(
    inbox: Flask, named: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    conflict = hand_over(documents.hester(), "independent_lead")
    with reading() as session:
        assert {one.receiver for one in session.query(Delivery).filter_by(reference=conflict)} == {"email"}
        notice = Notice("1", "handover.created", conflict, now(), {})
        assert addresses(session, notice, settings()) == ["independent_lead@example.org"]


def test_where_nobody_may_read_it_an_administrator_is_asked_to_add_somebody(
    inbox: Flask, signed_in: SignedIn, people: dict[str, Worker]
) -> None:
    conflict = hand_over(documents.hester(), "independent_lead")
    assert "there is none who may read it" not in signed_in("administrator").get("/administration/").text
    with writing() as session:
        session.get(Worker, people["independent_lead"].id).active = False
        assert held(session, conflict).unread
        notice = Notice("1", "alert.raised", conflict, now(), {})
        assert addresses(session, notice, settings()) == ["administrator@example.org"]
    shown = signed_in("administrator").get("/administration/").text
    assert "there is none who may read it" in shown
    assert conflict not in shown
