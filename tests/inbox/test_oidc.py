"""Signing in with an organisation's account: a real provider on loopback, as it should be and as it should not."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import RSAKey

from bot.inbox.app import create_app
from bot.records.base import writing
from bot.records.workers import Worker
from tests.conftest import forget_settings

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)


class Organisation:
    """An OpenID Connect provider: `claims` is what it says of whoever signs in, `key` what it signs with."""

    def __init__(self) -> None:
        self.shown_key = self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.claims: dict[str, Any] = {"sub": "u-17", "email": "worker@example.org", "email_verified": True}
        self.nonce = ""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                address = urlsplit(self.path)
                if address.path == "/authorize":
                    asked = {key: value[0] for key, value in parse_qs(address.query).items()}
                    assert asked["code_challenge_method"] == "S256"
                    outer.nonce = asked["nonce"]
                    self.send_response(302)
                    back = urlencode({"code": "c1", "state": asked["state"]})
                    self.send_header("Location", f"{asked['redirect_uri']}?{back}")
                    self.end_headers()
                elif address.path == "/keys":
                    self.say({"keys": [outer.shown_key.as_dict(private=False)]})
                else:
                    self.say(outer.described())

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                now = int(time.time())
                about = {"iss": outer.url, "aud": "inbox", "iat": now, "exp": now + 60, "nonce": outer.nonce}
                signed = jwt.encode({"alg": "RS256", "kid": "one"}, about | outer.claims, outer.key)
                self.say({"access_token": "a", "token_type": "Bearer", "id_token": signed})

            def say(self, content: dict[str, Any]) -> None:
                body = json.dumps(content).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def described(self) -> dict[str, Any]:
        """Its discovery document."""
        return {
            "issuer": self.url,
            "authorization_endpoint": self.url + "/authorize",
            "token_endpoint": self.url + "/token",
            "jwks_uri": self.url + "/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
        }


@pytest.fixture
def organisation(people: dict[str, Worker], monkeypatch: pytest.MonkeyPatch) -> Iterator[Organisation]:
    """A provider the settings name."""
    made = Organisation()
    monkeypatch.setenv("MYSAY_OIDC_ISSUER", made.url)
    monkeypatch.setenv("MYSAY_OIDC_CLIENT_ID", "inbox")
    monkeypatch.setenv("MYSAY_OIDC_CLIENT_SECRET", "a secret")
    forget_settings()
    yield made
    made.server.shutdown()
    made.server.server_close()


def sign_in() -> tuple[FlaskClient, Any]:
    """Goes the whole way; gives the browser and the last answer."""
    client = create_app().test_client()
    assert "Sign in with your organisation" in client.get("/sign-in").text
    sent = client.get("/sign-in/organisation/")
    back = httpx.get(sent.location).headers["location"]
    return client, client.get(urlsplit(back)._replace(scheme="", netloc="").geturl())


def test_a_worker_who_was_added_gets_in(organisation: Organisation) -> None:
    client, answer = sign_in()
    assert answer.location == "/"
    assert client.get("/").status_code == 200
    organisation.claims["email"] = "changed@example.org"
    assert sign_in()[1].location == "/", "from then on by the organisation's own id"


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger@example.org"},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": None},
    ],
)
def test_somebody_who_was_not_added_or_is_not_verified_does_not(
    organisation: Organisation, claims: dict[str, Any]
) -> None:
    organisation.claims |= claims
    client, answer = sign_in()
    assert answer.status_code == 403
    assert client.get("/").status_code == 302


def test_another_account_with_the_same_address_does_not(organisation: Organisation) -> None:
    assert sign_in()[1].status_code == 302
    organisation.claims["sub"] = "u-18"
    assert sign_in()[1].status_code == 403


def test_a_worker_whose_sign_in_is_stopped_does_not(organisation: Organisation, people: dict[str, Worker]) -> None:
    with writing() as session:
        session.get(Worker, people["worker"].id).active = False
    assert sign_in()[1].status_code == 403


@pytest.mark.parametrize("wrong", [{"aud": "another"}, {"iss": "https://evil.example"}, {"exp": 1}, {"nonce": "other"}])
def test_a_token_that_is_not_for_us_does_not(organisation: Organisation, wrong: dict[str, Any]) -> None:
    organisation.claims |= wrong
    client, answer = sign_in()
    assert answer.status_code == 401
    assert client.get("/").status_code == 302


def test_a_token_signed_by_somebody_else_does_not(organisation: Organisation) -> None:
    organisation.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
    assert sign_in()[1].status_code == 401


def test_coming_back_without_having_left_does_not(organisation: Organisation) -> None:
    answer = create_app().test_client().get("/sign-in/organisation/back?code=c1&state=x")
    assert answer.status_code == 401


def test_an_organisation_that_cannot_be_reached_is_said_plainly(organisation: Organisation) -> None:
    organisation.server.shutdown()
    organisation.server.server_close()
    answer = create_app().test_client().get("/sign-in/organisation/")
    assert (answer.status_code, "cannot be reached" in answer.text) == (502, True)


def test_without_an_organisation_there_is_no_such_sign_in(people: dict[str, Worker]) -> None:
    client = create_app().test_client()
    assert "organisation" not in client.get("/sign-in").text
    assert client.get("/sign-in/organisation/").status_code == 404
