"""Where Telegram brings updates to us: only Telegram may, and nothing is confirmed that is not stored."""

from collections.abc import Iterator

import pytest

from bot.door.telegram import receiving
from tests.auxil.doors import Door, door_here, until
from tests.auxil.scripted_rasa import ScriptedRasa
from tests.auxil.telegram_api import TelegramApi
from tests.auxil.telegram_phone import Phone
from tests.conftest import forget_settings

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)


@pytest.fixture
def door(records: str, rasa: ScriptedRasa, api: TelegramApi, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """A door to whose webhook Telegram brings updates."""
    monkeypatch.setenv("MYSAY_TELEGRAM_WEBHOOK_URL", "https://my-say.example/telegram")
    forget_settings()
    with door_here() as opened:
        until(lambda: api.commands)
        # Telegram reaches the door by its public address; here that is where it listens
        api.webhook["url"] = f"{opened.url}/telegram"
        yield opened


def test_a_person_is_answered_through_the_webhook(door: Door, phone: Phone, api: TelegramApi) -> None:
    (told,) = api.called("setWebhook")
    assert told["url"] == "https://my-say.example/telegram"
    assert len(told["secret_token"]) == 64
    assert set(told["allowed_updates"]) >= {"message", "edited_message", "callback_query", "my_chat_member"}
    phone.write("/start")
    until(lambda: phone.last() == "I heard: open")
    assert api.waiting() == 0


@pytest.mark.parametrize("secret", ["", "wrong", "0" * 64])
def test_nobody_else_can_bring_an_update(secret: str, door: Door, phone: Phone, api: TelegramApi) -> None:
    message = api.new_message(phone.chat, phone.user, text="send money")
    assert api.deliver({"update_id": 1, "message": message}, secret=secret) == 403
    right = receiving.secret()
    assert door.http.post("/telegram", content=b"not json", headers={receiving.SECRET_HEADER: right}).status_code == 200
    assert door.http.post("/telegram", json=[1], headers={receiving.SECRET_HEADER: right}).status_code == 200
    assert door.http.get("/telegram").status_code == 405
    phone.write("/help")
    until(lambda: "/exit" in phone.last())
    assert len(phone.texts()) == 1


def test_the_same_update_brought_twice_is_handled_once(
    door: Door, phone: Phone, api: TelegramApi, rasa: ScriptedRasa
) -> None:
    phone.write("/start")
    update = phone.write("once")
    assert api.deliver(update) == 200
    phone.write("on")
    until(lambda: phone.last() == "I heard: on")
    assert [turn.get("text") for turn in rasa.turns] == [None, "once", "on"]


def test_what_cannot_be_stored_is_not_confirmed(
    door: Door, phone: Phone, api: TelegramApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(receiving, "_keep", lambda *_args: 1 / 0)
        update = phone.write("/start")
        assert api.waiting() == 1
    assert api.deliver(update) == 200
    until(lambda: phone.last() == "I heard: open")


def test_without_a_token_there_is_no_telegram(
    records: str, rasa: ScriptedRasa, api: TelegramApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MYSAY_TELEGRAM_TOKEN")
    forget_settings()
    with door_here() as door:
        assert door.http.post("/telegram", json={}).status_code == 404
        assert door.http.get("/readyz").json()["status"] == "ok"
    assert api.calls == []


@pytest.mark.parametrize("token", ["123456:not-the-token", "nonsense"])
def test_a_wrong_token_does_not_keep_the_page_from_working(
    token: str, records: str, rasa: ScriptedRasa, api: TelegramApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYSAY_TELEGRAM_TOKEN", token)
    forget_settings()
    with door_here() as door:
        person = door.begin()
        assert [m["text"] for m in person.say("hello")] == ["I heard: hello"]
    assert "not-the-token" not in str(api.calls)


def test_a_door_starts_while_telegram_cannot_be_reached(
    records: str, rasa: ScriptedRasa, api: TelegramApi, monkeypatch: pytest.MonkeyPatch, phone: Phone
) -> None:
    gone = True
    api.fails = lambda _method, _body: "close" if gone else None
    with door_here() as door:
        assert door.begin().say("hello")
        gone = False
        phone.write("/start")
        until(lambda: phone.last() == "I heard: open", 30)
