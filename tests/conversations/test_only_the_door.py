"""Rasa and the action server: only the door may speak to them, and nothing of Rasa's own is open."""

from pathlib import Path

import httpx
import pytest

from tests.auxil.stack import Stack

TURN = {"conversation": "x", "turn": "m1", "n": 1, "channel": "web", "text": "hello"}


@pytest.mark.parametrize("secret", [None, "", "wrong"])
def test_without_the_secret_nobody_is_heard(stack: Stack, secret: str | None) -> None:
    headers = {} if secret is None else {"X-Internal-Secret": secret}
    rasa = httpx.post(f"http://127.0.0.1:{stack.rasa_port}/webhooks/internal/webhook", json=TURN, headers=headers)
    actions = httpx.post(
        f"http://127.0.0.1:{stack.actions_port}/webhook", json={"next_action": "action_hear"}, headers=headers
    )
    assert rasa.status_code == 403
    assert actions.status_code == 403
    assert rasa.json() == actions.json() == {"error": "forbidden"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/webhooks/rest/webhook"),
        ("GET", "/conversations/x/tracker"),
        ("POST", "/conversations/x/tracker/events"),
        ("POST", "/conversations/x/trigger_intent"),
        ("PUT", "/model"),
        ("POST", "/model/parse"),
        ("GET", "/domain"),
        ("GET", "/socket.io/"),
    ],
)
def test_rasas_own_ways_in_are_shut(stack: Stack, method: str, path: str) -> None:
    address, body = f"http://127.0.0.1:{stack.rasa_port}{path}", {"sender": "x", "message": "hi"}
    assert httpx.request(method, address, json=body).status_code == 403
    secret = {"X-Internal-Secret": stack.environment["MYSAY_INTERNAL_SECRET"]}
    assert httpx.request(method, address, json=body, headers=secret).status_code == 404


def test_without_the_secret_not_even_a_version_is_said(stack: Stack) -> None:
    for port, paths in (
        (stack.rasa_port, ("/", "/version", "/status", "/webhooks/internal/", "/nothing")),
        (stack.actions_port, ("/", "/actions", "/health", "/nothing")),
    ):
        for path in paths:
            answer = httpx.get(f"http://127.0.0.1:{port}{path}")
            alive = path in ("/webhooks/internal/", "/health")
            assert (answer.status_code, answer.json()) == (
                (200, {"status": "ok"}) if alive else (403, {"error": "forbidden"})
            )
            assert "server" not in answer.headers


def test_nothing_inside_listens_beyond_loopback(stack: Stack) -> None:
    listening = {}
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        local, state = line.split()[1], line.split()[3]
        if state == "0A":
            address, port = local.split(":")
            listening[int(port, 16)] = address
    assert listening[stack.rasa_port] == listening[stack.actions_port] == "0100007F"
