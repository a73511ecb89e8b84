"""The inbox API, as other software uses it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import openapi
from schemathesis.specs.openapi.checks import positive_data_acceptance

from bot.records import workers
from bot.records.base import now, writing
from bot.records.workers import ApiToken, Worker
from bot.settings import settings as own_settings
from tests.conftest import forget_settings
from tests.inbox import documents
from tests.inbox.conftest import hand_over, look

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)


@pytest.fixture
def api(inbox: Flask, token: str) -> Callable[..., Any]:
    """Calls the API with the token."""

    def call(address: str, method: str = "GET", **more: Any) -> Any:
        return inbox.test_client().open(address, method=method, headers={"Authorization": f"Bearer {token}"}, **more)

    return call


def test_other_software_reads_acknowledges_assigns_and_closes(
    api: Callable[..., Any], people: dict[str, Worker]
) -> None:
    reference = hand_over(documents.wilf())
    (line,) = api("/api/handovers?status=new&urgency=routine").json["handovers"]
    assert (line["reference"], line["unread"], line["version"]) == (reference, True, 1)
    document = api(f"/api/handovers/{reference}").json
    assert document["outcomes"][0]["own_words"] == "To be left in peace"
    assert api(f"/api/handovers/{reference}.pdf").data.startswith(b"%PDF")
    assert api(f"/api/handovers/{reference}/acknowledge", "POST").json["status"] == "open"
    again = api(f"/api/handovers/{reference}/acknowledge", "POST")
    assert (again.status_code, again.json["error"]) == (409, "already_acknowledged")
    given = api(f"/api/handovers/{reference}/assign", "POST", json={"worker": "worker@example.org"})
    assert given.json["assigned_to"] == people["worker"].id
    refused = api(f"/api/handovers/{reference}/assign", "POST", json={"worker": "auditor@example.org"})
    assert refused.status_code == 422
    assert api(f"/api/handovers/{reference}/reply", "POST", json={"text": "Hello"}).status_code == 200
    assert api(f"/api/handovers/{reference}/review", "POST").json["status"] == "review"
    close = {"asked": "asked_not_expressed", "risk_result": "ceased", "capacity": "did_not_lack", "achieved": None}
    assert api(f"/api/handovers/{reference}/close", "POST", json=close).json["status"] == "closed"
    assert api("/api/handovers").json["total"] == 0
    assert api("/api/handovers?status=closed").json["total"] == 1


@pytest.mark.parametrize(
    ("address", "method", "body"),
    [
        ("/api/handovers?status=king", "GET", None),
        ("/api/handovers?urgency=king", "GET", None),
        ("/api/handovers?page=x", "GET", None),
        ("/api/handovers?page=0", "GET", None),
        ("/api/handovers/{r}?version=-1", "GET", None),
        ("/api/handovers/{r}/reply", "POST", b"{"),
        ("/api/handovers/{r}/reply", "POST", b"[]"),
        ("/api/handovers/{r}/reply", "POST", b'{"text": 7}'),
        ("/api/handovers/{r}/assign", "POST", b"{}"),
        ("/api/handovers/{r}/assign", "POST", b'{"worker": 1}'),
        ("/api/handovers/{r}/close", "POST", b'{"asked": []}'),
    ],
)
def test_what_is_malformed_is_answered_with_what_is_wrong(
    api: Callable[..., Any], address: str, method: str, body: bytes | None
) -> None:
    answer = api(address.format(r=hand_over(documents.wilf())), method, data=body)
    assert answer.status_code == 400
    assert set(answer.json) == {"error", "message"}


def test_a_body_of_a_megabyte_is_refused(api: Callable[..., Any]) -> None:
    answer = api(f"/api/handovers/{hand_over(documents.wilf())}/reply", "POST", data=b"x" * 1_000_000)
    assert answer.status_code == 413


def test_the_token_of_the_settings_may_read_and_act(inbox: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = hand_over(documents.wilf())
    monkeypatch.setattr("bot.inbox.access.settings", lambda: _With(api_token="a token of the settings"))
    headers = {"Authorization": "Bearer a token of the settings"}
    client = inbox.test_client()
    assert client.get(f"/api/handovers/{reference}", headers=headers).status_code == 200
    assert client.post(f"/api/handovers/{reference}/acknowledge", headers=headers).status_code == 200
    assert not look(reference).unread


class _With:
    def __init__(self, **more: Any) -> None:
        self.__dict__.update(more)


def test_a_token_that_ran_out_or_was_taken_back_opens_nothing(inbox: Flask, people: dict[str, Worker]) -> None:
    for field, value in (("expires_at", now() - timedelta(seconds=1)), ("revoked_at", now())):
        with writing() as session:
            token = workers.new_token(session, "old", ["read"], 1)
            setattr(session.query(ApiToken).order_by(ApiToken.id.desc()).first(), field, value)
        answer = inbox.test_client().get("/api/handovers", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401


def test_the_description_and_the_health_are_open(inbox: Flask) -> None:
    client = inbox.test_client()
    described = client.get("/api/openapi.json").json
    assert "/api/handovers/{reference}/acknowledge" in described["paths"]
    assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200


def test_not_ready_without_a_database(inbox: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYSAY_DATABASE_URL", "sqlite:////nowhere/at/all.db")
    monkeypatch.setattr("pathlib.Path.mkdir", lambda *_a, **_k: None)
    forget_settings()
    assert own_settings().database_url.endswith("all.db")
    answer = inbox.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"status": "not ready"})
    assert inbox.test_client().get("/healthz").status_code == 200


def test_whatever_software_sends_is_answered_as_described(inbox: Flask, token: str) -> None:
    described = openapi.from_wsgi("/api/openapi.json", inbox)
    reference = hand_over(documents.wilf())
    headers, tried = {"Authorization": f"Bearer {token}"}, 0
    for operation in described.get_all_operations():
        cases = operation.ok().as_strategy()

        @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=cases, ours=st.booleans())
        def answers(case: schemathesis.Case, ours: bool) -> None:
            nonlocal tried
            tried += 1
            if ours and "reference" in (case.path_parameters or {}):
                case.path_parameters["reference"] = reference
            case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

        answers()
    assert tried > 50
