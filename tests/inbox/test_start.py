"""Starting and stopping the inbox as a process, and saying plainly why it cannot start."""

import os
import signal
import socket
import subprocess
import sys

import httpx
import pytest

from tests.conftest import free_port
from tests.handover.conftest import until

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)


def start(port: int, **more: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "MYSAY_INBOX_PORT": str(port)} | more
    return subprocess.Popen([sys.executable, "-m", "bot.inbox"], env=environment, stderr=subprocess.PIPE, text=True)


def ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
    except httpx.ConnectError:
        return False


def test_it_serves_and_ends_when_it_is_asked_to(records: str) -> None:
    port = free_port()
    process = start(port)
    until(lambda: ready(port), 60)
    answer = httpx.get(f"http://127.0.0.1:{port}/sign-in")
    assert "server" not in answer.headers
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0


def test_a_port_that_is_taken_is_said_in_a_sentence(records: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = start(taken.getsockname()[1])
        _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "Set MYSAY_INBOX_PORT to another port." in said
    assert "Traceback" not in said


@pytest.mark.parametrize("module", ["bot.inbox", "bot.handover"])
def test_a_database_that_was_not_migrated_is_said_in_a_sentence(records: str, module: str, tmp_path: object) -> None:
    environment = {**os.environ, "MYSAY_DATABASE_URL": f"sqlite:///{tmp_path}/empty.db"}
    found = subprocess.run([sys.executable, "-m", module], env=environment, capture_output=True, text=True, check=False)
    assert found.returncode == 1
    assert "bot.records.migrate" in found.stderr
    assert "Traceback" not in found.stderr
