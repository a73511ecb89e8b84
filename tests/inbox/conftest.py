"""An inbox with a worker of every role, and hand-overs of invented people."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from bot.inbox import tries
from bot.inbox.app import create_app
from bot.msp.account import Account
from bot.records import hand_overs, workers
from bot.records.base import now, reading, writing
from bot.records.conversations import Conversation
from bot.records.hand_overs import HandOver
from bot.records.workers import ROLES, Worker

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """argon2 with the least work, so that tests are quick."""
    tries._storage.cache_clear()
    monkeypatch.setattr(workers, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def inbox(records: str) -> Flask:
    """The application."""
    return create_app({"WTF_CSRF_ENABLED": False, "TESTING": False})


@pytest.fixture
def people(records: str) -> dict[str, Worker]:
    """A worker of each role, by role."""
    with writing() as session:
        return {
            role: workers.add(session, f"Robin {role.replace('_', ' ').title()}", f"{role}@example.org", role, PASSWORD)
            for role in ROLES
        }


@pytest.fixture
def signed_in(inbox: Flask, people: dict[str, Worker]) -> Callable[[str], FlaskClient]:
    """Gives a browser in which the worker of that role is signed in."""

    def sign_in(role: str) -> FlaskClient:
        return browser_of(inbox, people[role])

    return sign_in


def browser_of(inbox: Flask, worker: Worker) -> FlaskClient:
    """A browser in which a worker is signed in."""
    client = inbox.test_client()
    with writing() as session:
        token = workers.start_session(session, worker, second_factor=True)
    with client.session_transaction() as kept:
        kept["token"] = token
    return client


def without_form_tokens(text: str) -> str:
    """A page without what differs at every request."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", text)


def hand_over(document: dict[str, Any], recipient: str = "safeguarding_team") -> str:
    """Sends a document from a conversation of its own; gives the reference."""
    with writing() as session:
        conversation = Conversation(
            channel=document["channel"],
            token_hash=str(id(document)) + str(now()),
            token_expires_at=now(),
            account=Account(channel=document["channel"]).to_json(),
        )
        session.add(conversation)
        session.flush()
        return str(hand_overs.send(session, conversation.id, document, recipient).reference)


def again(reference: str, document: dict[str, Any]) -> None:
    """Sends another version."""
    with writing() as session:
        found = held(session, reference)
        hand_overs.send(session, found.conversation_id, document, found.recipient)


def held(session: Session, reference: str) -> HandOver:
    """The hand-over in a session."""
    found: HandOver = session.query(HandOver).filter_by(reference=reference).one()
    return found


def look(reference: str) -> HandOver:
    """The hand-over as it is stored now."""
    with reading() as session:
        found = held(session, reference)
        _ = (found.versions, found.alerts, found.blocked)
        return found


@pytest.fixture
def token(records: str, people: dict[str, Worker]) -> str:
    """A token of an integration that may do everything."""
    with writing() as session:
        made = workers.new_token(session, "case system", ["read", "act", "statistics"], 30)
    return made
