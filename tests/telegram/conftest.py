"""People with Telegram on their phones, the Bot API they are on, a door, and a scripted Rasa behind it."""

import itertools
from collections.abc import Callable, Iterator

import pytest

from bot.door import answering
from bot.door.telegram import by_chat, line, receiving, sending
from tests.auxil.doors import Door, door_here, until
from tests.auxil.scripted_rasa import ScriptedRasa
from tests.auxil.telegram_api import TelegramApi
from tests.auxil.telegram_http import TOKEN
from tests.auxil.telegram_phone import Phone
from tests.conftest import forget_settings

_numbers = itertools.count(700_000_001)


@pytest.fixture
def rasa(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedRasa]:
    """A Rasa that says what the test scripts, on a port of its own."""
    scripted = ScriptedRasa()
    monkeypatch.setenv("MYSAY_RASA_PORT", str(scripted.port))
    forget_settings()
    yield scripted
    scripted.stop()


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[TelegramApi]:
    """Telegram, with our bot on it; what waits or failed is looked at soon."""
    fake = TelegramApi()
    monkeypatch.setenv("MYSAY_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("MYSAY_TELEGRAM_API_URL", fake.base_url)
    monkeypatch.setenv("MYSAY_PUBLIC_URL", "https://my-say.example")
    for module, name, value in (
        (answering, "LOOK_EVERY", 0.1),
        (line, "LOOK_EVERY", 0.1),
        (line, "TRY_EVERY", 0.2),
        (by_chat, "PAUSE_AFTER_AN_ERROR", 0.1),
        (receiving, "PAUSE_AFTER_AN_ERROR", 0.1),
        (receiving, "POLL_SECONDS", 5),
        (sending, "A_SECOND", 500),
        (sending, "LONGEST_PAUSE", 0.1),
    ):
        monkeypatch.setattr(module, name, value)
    forget_settings()
    yield fake
    fake.close()


@pytest.fixture
def door(records: str, rasa: ScriptedRasa, api: TelegramApi) -> Iterator[Door]:
    """A door that holds the line to Telegram."""
    with door_here() as opened:
        until(lambda: api.commands)
        yield opened


@pytest.fixture
def new_phone(api: TelegramApi) -> Callable[[], Phone]:
    """Makes somebody with a phone."""
    return lambda: Phone(api, next(_numbers))


@pytest.fixture
def phone(new_phone: Callable[[], Phone]) -> Phone:
    """Somebody with a phone."""
    return new_phone()
