"""Behind a proxy with TLS the inbox knows that it is on TLS; without one nobody can tell it so."""

import os
import subprocess
import sys

import httpx
import pytest
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from bot.settings import ROOT
from tests.conftest import free_port


@retry(
    retry=retry_if_exception_type(httpx.TransportError), stop=stop_after_delay(30), wait=wait_fixed(0.1), reraise=True
)
def asked(port: int) -> httpx.Response:
    """What the inbox answers to a request that says it came over TLS."""
    return httpx.get(
        f"http://127.0.0.1:{port}/healthz",
        headers={
            "X-Forwarded-For": "203.0.113.9",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "inbox.example.org",
        },
        trust_env=False,
    )


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("proxies", "on_tls"), [("1", True), ("0", False)])
def test_only_a_proxy_of_ours_can_say_that_it_is_on_tls(records: str, proxies: str, on_tls: bool) -> None:
    port = free_port()
    inbox = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "bot.inbox"],
        cwd=ROOT,
        env=os.environ | {"MYSAY_INBOX_PORT": str(port), "MYSAY_TRUSTED_PROXIES": proxies},
        stderr=subprocess.DEVNULL,
    )
    try:
        assert ("strict-transport-security" in asked(port).headers) is on_tls
    finally:
        inbox.terminate()
        inbox.wait()
