"""A door that listens, with a scripted Rasa behind it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.door import answering
from tests.auxil.doors import Door, door_here
from tests.auxil.scripted_rasa import ScriptedRasa
from tests.conftest import forget_settings


@pytest.fixture
def rasa(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedRasa]:
    """A Rasa that says what the test scripts, on a port of its own."""
    scripted = ScriptedRasa()
    monkeypatch.setenv("MYSAY_RASA_PORT", str(scripted.port))
    forget_settings()
    yield scripted
    scripted.stop()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is answered later is looked for at once."""
    monkeypatch.setattr(answering, "LOOK_EVERY", 0.1)
    monkeypatch.setattr(answering, "GRACE", timedelta())


@pytest.fixture
def door(records: str, rasa: ScriptedRasa, quick: None) -> Iterator[Door]:
    """A door on each engine in turn."""
    with door_here() as opened:
        yield opened
