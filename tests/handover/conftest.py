"""A real mail server and a real webhook receiver on loopback, which can be told to misbehave."""

import asyncio
import email
import email.message
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.auxil.receiver import Receiver
from tests.conftest import forget_settings, free_port


class Mailbox:
    """What aiosmtpd was given; `refuse` is what it answers instead of taking it, `hang` how many seconds it waits."""

    def __init__(self) -> None:
        self.got: list[tuple[list[str], email.message.Message]] = []
        self.refuse, self.hang = "", 0.0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Takes a mail."""
        await asyncio.sleep(self.hang)
        if self.refuse:
            return self.refuse
        self.got.append((list(envelope.rcpt_tos), email.message_from_bytes(envelope.content)))
        return "250 OK"


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """A webhook receiver that the settings name."""
    made = Receiver()
    monkeypatch.setenv("MYSAY_WEBHOOK_URL", made.url)
    monkeypatch.setenv("MYSAY_WEBHOOK_SECRET", "a shared secret")
    forget_settings()
    yield made
    made.close()


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mail server that the settings name, with somebody on duty."""
    box = Mailbox()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("MYSAY_SMTP_URL", f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv("MYSAY_DUTY_EMAIL", "duty@example.org")
    monkeypatch.setenv("MYSAY_MAIL_FROM", "my-say@example.org")
    forget_settings()
    yield box
    controller.stop()


def until(condition: Any, seconds: float = 15.0) -> Any:
    """Waits for a condition; fails if it does not come true."""
    end = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < end, "it did not happen"
        threading.Event().wait(0.02)
    return result
