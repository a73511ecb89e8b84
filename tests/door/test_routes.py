"""Who may do what at each address. The table below must name every route: a new one that is not in it fails."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import update
from starlette.routing import BaseRoute, Mount, Route

from bot.door.app import create_app
from bot.door.headers import ON_EVERY_ANSWER
from bot.records.base import now, writing
from bot.records.conversations import Conversation
from tests.auxil.doors import Door, Person
from tests.auxil.scripted_rasa import ScriptedRasa

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Row:
    """One call. `status`: what somebody gets who may; `needs_token`: only with the token of that conversation."""

    method: str
    path: str
    needs_token: bool
    status: int
    body: dict[str, str] | None = None


OPEN, TOKEN = False, True
TABLE = [
    Row("GET", "/", OPEN, 307),
    Row("GET", "/healthz", OPEN, 200),
    Row("GET", "/readyz", OPEN, 200),
    Row("GET", "/chat", OPEN, 308),
    Row("GET", "/chat/", OPEN, 200),
    Row("GET", "/chat/page.json", OPEN, 200),
    Row("GET", "/chat/widget.js", OPEN, 200),
    Row("GET", "/chat/parts/{hash}/{name:path}", OPEN, 404),
    Row("GET", "/chat/openapi.json", OPEN, 200),
    Row("POST", "/chat/conversations", OPEN, 201),
    Row("POST", "/chat/left", OPEN, 204),
    Row("POST", "/chat/resume", OPEN, 401, {"code": "amber otter lantern kite"}),
    Row("POST", "/chat/conversations/{id}/messages", TOKEN, 200, {"text": "hello"}),
    Row("GET", "/chat/conversations/{id}/messages", TOKEN, 200),
    Row("GET", "/chat/conversations/{id}/record", TOKEN, 200),
    Row("POST", "/chat/conversations/{id}/pause", TOKEN, 200),
    Row("DELETE", "/chat/conversations/{id}", TOKEN, 200),
]
NEEDS_TOKEN = [row for row in TABLE if row.needs_token]


def name(row: Row) -> str:
    """How a row is named in the tests."""
    return f"{row.method} {row.path}"


def routes_of(routes: list[BaseRoute], before: str = "") -> set[str]:
    """Every method and path that the door serves."""
    found: set[str] = set()
    for route in routes:
        if isinstance(route, Mount):
            found |= routes_of(list(route.routes), before + route.path)
        else:
            assert isinstance(route, Route), "another kind of route needs a place in this test"
            found |= {f"{method} {before}{route.path}" for method in route.methods or () if method != "HEAD"}
    return found


def test_every_route_is_in_the_table(records: str) -> None:
    assert routes_of(create_app().routes) == {name(row) for row in TABLE}


def test_somebody_who_may_is_let_in(door: Door, rasa: ScriptedRasa) -> None:
    for row in TABLE:
        person = door.begin()
        path = row.path.replace("{id}", person.id)
        headers = person.headers if row.needs_token else {}
        answer = door.http.request(row.method, path, json=row.body, headers=headers)
        assert answer.status_code == row.status, name(row)
        assert_guarded(answer)


def assert_guarded(answer: httpx.Response) -> None:
    """It has all headers, and says nothing of what served it."""
    assert answer.headers.keys() >= {header.lower() for header in ON_EVERY_ANSWER}
    assert not answer.headers.keys() & {"server", "x-powered-by", "set-cookie"}
    assert "Traceback" not in answer.text


def _changed(token: str) -> str:
    return ("A" if token[0] != "A" else "B") + token[1:]


HEADERS: dict[str, Callable[[Person, Person], dict[str, str]]] = {
    "no token": lambda _mine, _other: {},
    "an empty token": lambda _mine, _other: {"Authorization": "Bearer"},
    "another conversation's token": lambda _mine, other: other.headers,
    "a changed token": lambda mine, _other: {"Authorization": f"Bearer {_changed(mine.token)}"},
    "a token cut short": lambda mine, _other: {"Authorization": f"Bearer {mine.token[:-1]}"},
    "a token with something after it": lambda mine, _other: {"Authorization": f"Bearer {mine.token}x"},
    "another way of signing in": lambda mine, _other: {"Authorization": f"Basic {mine.token}"},
    "the id as token": lambda mine, _other: {"Authorization": f"Bearer {mine.id}"},
    "letters no token has": lambda _mine, _other: {"Authorization": "Bearer caf\xe9"},
    "a very long token": lambda mine, _other: {"Authorization": "Bearer " + mine.token * 100},
}


def test_nobody_gets_in_without_the_token_of_that_conversation(door: Door, rasa: ScriptedRasa) -> None:
    mine, other = door.begin(), door.begin()
    mine.say("only for me")
    for row in NEEDS_TOKEN:
        for wrong, make in HEADERS.items():
            raw = [(key.encode(), value.encode("latin-1")) for key, value in make(mine, other).items()]
            answer = door.http.request(row.method, row.path.replace("{id}", mine.id), json=row.body, headers=raw)
            nobody = door.http.request(row.method, row.path.replace("{id}", "0" * 32), json=row.body, headers=raw)
            assert answer.status_code == nobody.status_code == 401, (name(row), wrong)
            assert_guarded(answer)
            assert answer.json() == nobody.json(), "nobody learns whether there is such a conversation"
    assert [m["text"] for m in mine.since(0) if m["from"] == "you"] == ["only for me"]


def test_a_token_in_the_address_or_a_cookie_opens_nothing(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    for name_ in ("token", "access_token", "authorization"):
        for value in (person.token, f"Bearer {person.token}"):
            address = f"/chat/conversations/{person.id}/messages"
            assert door.http.get(address, params={name_: value}).status_code == 401
            assert door.http.get(address, headers={"Cookie": f"{name_}={value}"}).status_code == 401


@pytest.mark.parametrize(
    "what", [{"token_expires_at": timedelta(seconds=-1)}, {"last_at": timedelta(hours=-24, seconds=-1)}], ids=str
)
def test_a_token_ends_after_its_time(what: dict[str, timedelta], door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    with writing() as session:
        session.execute(update(Conversation).values({key: now() + moved for key, moved in what.items()}))
    for row in NEEDS_TOKEN:
        path = row.path.replace("{id}", person.id)
        answer = door.http.request(row.method, path, json=row.body, headers=person.headers)
        assert (answer.status_code, answer.json()["error"]) == (401, "not_open"), name(row)


def test_an_unknown_address_and_a_wrong_method_are_answered_plainly(door: Door, rasa: ScriptedRasa) -> None:
    for method, path, status in [
        ("GET", "/chat/nothing", 404),
        ("GET", "/chat/conversations", 405),
        ("PUT", "/chat/resume", 405),
        ("GET", "/webhooks/rest/webhook", 404),
        ("POST", "/webhooks/internal/webhook", 404),
        ("GET", "/../../etc/passwd", 404),
    ]:
        answer = door.http.request(method, path)
        assert answer.status_code == status
        assert_guarded(answer)
        assert set(answer.json()) == {"error", "message"}
