"""Every route and every role: who gets in. A route that is not in this table fails the test."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from bot.inbox.access import access_of
from bot.inbox.app import create_app
from bot.records import workers
from bot.records.base import now, writing
from bot.records.workers import IDLE, LONGEST, ROLES, ApiToken, Worker, WorkerSession
from tests.inbox import documents
from tests.inbox.conftest import browser_of, hand_over, look

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)

READERS = {"worker", "lead", "independent_lead"}
LEADS = {"lead", "independent_lead"}
EVERYBODY = set(ROLES)
ADMIN = {"administrator"}
WORKED_ON = [
    "acknowledge", "acknowledge_alert", "take", "assign", "note", "decision", "override", "capacity", "own_fields",
    "reply", "review", "close",
]  # fmt: skip

# endpoint: the roles that are let in (what they then find is another question); "anyone" and scopes are named
TABLE: dict[str, set[str]] = {
    "static": {"anyone"},
    "sign_in.sign_in": {"anyone"},
    "sign_in.second_factor": {"anyone"},
    "oidc.start": {"anyone"},
    "oidc.back": {"anyone"},
    "sign_in.healthz": {"anyone"},
    "sign_in.readyz": {"anyone"},
    "api.description": {"anyone"},
    "sign_in.sign_out": EVERYBODY,
    "hand_overs.listed": READERS,
    "hand_overs.page": READERS,
    "hand_overs.as_json": READERS,
    "hand_overs.as_pdf": READERS,
    **{f"work.{name}": READERS for name in WORKED_ON},
    "work.block": LEADS,
    "numbers.numbers": LEADS | {"auditor"},
    "numbers.national_return": {"lead", "auditor"},
    "experience.overview": LEADS | {"auditor"},
    "experience.export": LEADS | {"auditor"},
    "experience.improve": LEADS,
    "audit.entries": LEADS | {"auditor"},
    "audit.check": {"lead", "auditor"},
    "outbox.waiting": LEADS | ADMIN,
    "outbox.retry": LEADS | ADMIN,
    "administration.overview": ADMIN,
    "administration.add_worker": ADMIN,
    "administration.change_worker": ADMIN,
    "administration.add_token": ADMIN,
    "administration.revoke_token": ADMIN,
    "account.overview": EVERYBODY,
    "account.shown_as": EVERYBODY,
    "account.password": EVERYBODY,
    "account.second_factor": EVERYBODY,
    "account.second_factor_off": EVERYBODY,
    "account.add_token": READERS,
    "account.revoke_token": READERS,
    "api.listed": {"scope read"},
    "api.one": {"scope read"},
    "api.one_as_pdf": {"scope read"},
    "api.acknowledge": {"scope act"},
    "api.assign": {"scope act"},
    "api.reply": {"scope act"},
    "api.review": {"scope act"},
    "api.close": {"scope act"},
    "api.numbers": {"scope statistics"},
}
VALUES = {"reference": "HERON-0000", "delivery": 1, "worker": 1, "token": 1, "filename": "inbox.css"}


def calls(inbox: Flask) -> list[tuple[str, str, str]]:
    """Every endpoint with a method and an address."""
    adapter = inbox.url_map.bind("localhost")
    return [
        (rule.endpoint, method, adapter.build(rule.endpoint, {name: VALUES[name] for name in rule.arguments}, method))
        for rule in inbox.url_map.iter_rules()
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"})
    ]


def assert_guarded(answer: TestResponse) -> None:
    """It has all headers, and says nothing of what served it."""
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] in ("no-store", "no-cache")
    assert not {name.lower() for name in answer.headers.keys()} & {"server", "x-powered-by"}  # noqa: SIM118
    assert b"Traceback" not in answer.data


def test_every_route_is_in_the_table_and_says_who_may_use_it(inbox: Flask) -> None:
    assert {rule.endpoint for rule in inbox.url_map.iter_rules()} == set(TABLE)
    for endpoint, let_in in TABLE.items():
        if endpoint == "static":
            continue
        access = access_of(inbox, endpoint)
        assert access is not None, endpoint
        said = {"anyone"} if access.anyone else {f"scope {access.scope}"} if access.scope else set(access.roles)
        assert said == let_in, endpoint


def test_nobody_who_is_not_signed_in_gets_past_the_door(inbox: Flask) -> None:
    for endpoint, method, address in calls(inbox):
        answer = inbox.test_client().open(address, method=method)
        assert_guarded(answer)
        if "anyone" in TABLE[endpoint]:
            assert answer.status_code in (200, 302) or method == "POST" or endpoint.startswith("oidc."), endpoint
        elif endpoint.startswith("api."):
            assert answer.status_code == 401, endpoint
            assert set(answer.json) == {"error", "message"}
        else:
            assert answer.status_code == 302, endpoint
            assert answer.location.startswith("/sign-in")


def test_a_signed_in_worker_gets_in_only_where_their_role_may(
    inbox: Flask, signed_in: Callable[[str], FlaskClient]
) -> None:
    checked = 0
    for role in ROLES:
        browser = signed_in(role)
        for endpoint, method, address in calls(inbox):
            if endpoint in ("static", "sign_in.sign_in", "sign_in.second_factor", "sign_in.sign_out"):
                continue
            answer = browser.open(address, method=method)
            assert_guarded(answer)
            let_in = role in TABLE[endpoint] or "anyone" in TABLE[endpoint]
            if endpoint.startswith("api.") and not let_in:
                assert answer.status_code == 401, (role, endpoint)  # a session is no token
            else:
                assert (answer.status_code == 403) is not let_in, (role, endpoint, answer.status_code)
            checked += 1
    assert checked == len(ROLES) * (len(calls(inbox)) - 6)


def behind_a_token(inbox: Flask) -> list[tuple[str, str, str]]:
    """The calls that need a token."""
    return [call for call in calls(inbox) if call[0].startswith("api.") and "anyone" not in TABLE[call[0]]]


@pytest.mark.parametrize("bad", ["", "x", "mysay_" + "A" * 43, "é"])
def test_a_token_that_is_not_ours_opens_nothing(inbox: Flask, bad: str) -> None:
    for _, method, address in behind_a_token(inbox):
        headers = {"Authorization": f"Bearer {bad}".encode("latin-1", "replace").decode("latin-1")}
        answer = inbox.test_client().open(address, method=method, headers=headers)
        assert answer.status_code == 401
        assert_guarded(answer)


@pytest.mark.parametrize(
    "how",
    [{"expires_at": now() - timedelta(seconds=1)}, {"revoked_at": now()}, {"token_hash": "of another one"}],
    ids=["ran out", "taken back", "another"],
)
def test_a_token_whose_time_is_over_opens_nothing(inbox: Flask, token: str, how: dict[str, object]) -> None:
    with writing() as session:
        session.execute(update(ApiToken).values(how))
    for _, method, address in behind_a_token(inbox):
        answer = inbox.test_client().open(address, method=method, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401


def test_a_token_without_the_scope_is_refused(inbox: Flask, records: str) -> None:
    for scope in workers.SCOPES:
        with writing() as session:
            token = workers.new_token(session, "one thing only", [scope], 1)
        for endpoint, method, address in calls(inbox):
            if endpoint.startswith("api.") and "anyone" not in TABLE[endpoint]:
                answer = inbox.test_client().open(address, method=method, headers={"Authorization": f"Bearer {token}"})
                assert (answer.status_code == 403) is (TABLE[endpoint] != {f"scope {scope}"}), (scope, endpoint)


def over(worker: Worker, **changed: object) -> None:
    """The worker's session, or the worker, is not what it was."""
    table = Worker if "active" in changed else WorkerSession
    which = Worker.id if table is Worker else WorkerSession.worker_id
    with writing() as session:
        session.execute(update(table).where(which == worker.id).values(changed))


@pytest.mark.parametrize(
    "changed",
    [
        {"last_at": now() - IDLE},
        {"created_at": now() - LONGEST},
        {"token_hash": "of somebody else"},
        {"active": False},
        {"cookie": "cut"},
        {"cookie": "changed"},
    ],
    ids=["unused", "too long", "signed out", "worker stopped", "cookie cut", "cookie changed"],
)
def test_a_session_that_is_over_or_was_tampered_with_opens_no_page(
    inbox: Flask, people: dict[str, Worker], signed_in: Callable[[str], FlaskClient], changed: dict[str, object]
) -> None:
    browser = signed_in("lead")
    assert browser.get("/").status_code == 200
    if cookie := changed.get("cookie"):
        value = browser.get_cookie("mysay_inbox").value
        browser.set_cookie("mysay_inbox", value[:-3] + ("AAA" if cookie == "changed" else ""))
    else:
        over(people["lead"], **changed)
    for endpoint, method, address in calls(inbox):
        if "anyone" not in TABLE[endpoint] and not endpoint.startswith("api."):
            answer = browser.open(address, method=method)
            assert answer.status_code == 302, endpoint
            assert answer.location.startswith("/sign-in"), endpoint


def test_every_answer_carries_the_headers_and_no_version(inbox: Flask, signed_in: Callable[[str], FlaskClient]) -> None:
    browser, reference = signed_in("worker"), hand_over(documents.kev())
    for address in ("/", f"/handovers/{reference}", "/nothing", "/api/handovers", "/sign-in", "/static/inbox.css"):
        answer = browser.get(address)
        assert_guarded(answer)


def test_a_form_without_its_csrf_token_changes_nothing(records: str, people: dict[str, object]) -> None:
    reference = hand_over(documents.kev())
    browser = browser_of(create_app(), people["worker"])  # type: ignore[arg-type]
    for rule in create_app().url_map.iter_rules():
        if "POST" in rule.methods and not rule.endpoint.startswith("api."):
            address = (
                create_app().url_map.bind("x").build(rule.endpoint, {k: VALUES[k] for k in rule.arguments}, "POST")
            )
            assert browser.post(address).status_code in (400, 403), rule.endpoint
    assert browser.post(f"/handovers/{reference}/acknowledge").status_code == 400
    assert look(reference).unread
