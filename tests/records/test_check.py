"""A process that cannot work says so at its start, in a sentence, before anybody writes to it."""

from datetime import date
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet

from bot.records import check
from bot.records.base import now, writing
from bot.records.conversations import Conversation, Message
from bot.service import service
from bot.settings import settings
from tests.conftest import forget_settings


def test_all_is_well(records: str) -> None:
    assert check.at_start() == service().out_of_date(date.today())


def test_a_wrong_key_is_said_at_the_start(records: str, monkeypatch: pytest.MonkeyPatch) -> None:
    old = settings().secret_keys[0]
    with writing() as session:
        made = Conversation(channel="web", token_hash=uuid4().hex, token_expires_at=now())
        session.add(made)
        session.flush()
        session.add(Message(conversation_id=made.id, n=1, sender="you", text="my words"))
    monkeypatch.setenv("MYSAY_SECRET_KEYS", Fernet.generate_key().decode())
    forget_settings()
    with pytest.raises(check.CannotStart, match="None of the keys can read what is stored"):
        check.at_start()
    monkeypatch.setenv("MYSAY_SECRET_KEYS", f"{Fernet.generate_key().decode()},{old}")
    forget_settings()
    check.at_start()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("MYSAY_SECRET_KEYS", "not a key", "32 url-safe base64 bytes"),
        ("MYSAY_SERVICE_FILE", "no-such-file.yml", "There is no no-such-file.yml"),
        ("MYSAY_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none", "The database cannot be read"),
        ("MYSAY_DATABASE_URL", "sqlite://", "Run: python -m bot.records.migrate"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    name: str, value: str, says: str, empty_sqlite: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    forget_settings()
    with pytest.raises(check.CannotStart, match=says):
        check.at_start()
