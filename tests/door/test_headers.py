"""What every answer carries, who may call from another site, and what is never said."""

import pytest

from bot.door.headers import ON_EVERY_ANSWER
from tests.auxil.doors import Door, door_here
from tests.auxil.scripted_rasa import ScriptedRasa
from tests.conftest import forget_settings

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)

CALLS = [
    ("GET", "/", None),
    ("GET", "/healthz", None),
    ("GET", "/chat/", None),
    ("GET", "/chat/widget.js", None),
    ("GET", "/chat/openapi.json", None),
    ("GET", "/chat/nothing", None),
    ("PATCH", "/chat/resume", None),
    ("POST", "/chat/conversations", b"{}"),
    ("POST", "/chat/conversations", b"{"),
    ("POST", "/chat/conversations", b"a" * 70_000),
    ("GET", "/chat/conversations/1/messages", None),
    ("OPTIONS", "/chat/conversations", None),
]


def test_every_answer_has_its_headers_and_says_nothing_about_the_server(door: Door, rasa: ScriptedRasa) -> None:
    for method, path, body in CALLS:
        answer = door.http.request(method, path, content=body)
        for header in ON_EVERY_ANSWER:
            assert answer.headers.get(header), (method, path, header)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert "Server" not in answer.headers
        assert "X-Powered-By" not in answer.headers
        assert "Set-Cookie" not in answer.headers
        for word in ("Traceback", "starlette", "uvicorn", "sqlalchemy", "python"):
            assert word not in answer.text.lower() or path == "/chat/", (method, path, word)


def test_no_answer_of_a_conversation_is_kept_by_a_browser_or_a_proxy(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    for method, what in [("GET", "/messages"), ("GET", "/record"), ("POST", "/pause"), ("DELETE", "")]:
        assert person.call(method, what).headers["Cache-Control"] == "no-store"


def test_only_sites_that_the_service_named_may_call_from_a_browser(
    records: str, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYSAY_ALLOWED_ORIGINS", "https://www.example.im,https://charity.example.im")
    forget_settings()
    with door_here() as door:

        def asked_from(origin: str, path: str = "/chat/conversations") -> str | None:
            before = door.http.options(
                path,
                headers={
                    "Origin": origin,
                    "Access-Control-Request-Method": "POST",
                    "Access-Control-Request-Headers": "authorization,content-type",
                },
            )
            call = door.http.post(path, headers={"Origin": origin}, json={})
            allowed = before.headers.get("Access-Control-Allow-Origin")
            assert call.headers.get("Access-Control-Allow-Origin") == allowed
            assert "Access-Control-Allow-Credentials" not in call.headers
            return allowed

        assert asked_from("https://www.example.im") == "https://www.example.im"
        assert asked_from("https://charity.example.im", "/chat/resume") == "https://charity.example.im"
        for stranger in (
            "https://evil.example",
            "null",
            "https://www.example.im.evil.example",
            "http://www.example.im",
        ):
            assert asked_from(stranger) is None
        assert (
            "Access-Control-Allow-Origin"
            not in door.http.get("/chat/", headers={"Origin": "https://www.example.im"}).headers
        )
        refused = door.http.get("/chat/conversations/1/messages", headers={"Origin": "https://www.example.im"})
        assert refused.headers["Access-Control-Allow-Origin"] == "https://www.example.im", "the widget can read why"


def test_without_a_list_no_other_site_may_call(door: Door, rasa: ScriptedRasa) -> None:
    answer = door.http.post("/chat/conversations", headers={"Origin": "https://www.example.im"})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_service_on_https_stays_on_https(records: str, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYSAY_PUBLIC_URL", "https://mysay.example.im")
    forget_settings()
    with door_here() as door:
        assert "max-age=" in door.http.get("/healthz").headers["Strict-Transport-Security"]


def test_an_error_nobody_foresaw_is_said_kindly_and_without_its_details(
    door: Door, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    person = door.begin()

    def broken(*_args: object) -> None:
        raise RuntimeError("the words he hits me were here")

    monkeypatch.setattr("bot.door.conversations.cleaned", broken)
    answer = person.post(text="he hits me")
    assert (answer.status_code, answer.json()["error"]) == (503, "not_kept")
    assert "999" in answer.json()["message"]
    assert "he hits me" not in answer.text
    captured = capfd.readouterr()
    assert "he hits me" not in captured.out + captured.err
