"""What the door says where it cannot start."""

import socket

import pytest

from bot.door.__main__ import main
from tests.conftest import forget_settings


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_a_busy_port_is_said_in_a_sentence_with_what_to_do(
    records: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("MYSAY_CHAT_PORT", str(other.getsockname()[1]))
        forget_settings()
        assert main() == 1
    said = capsys.readouterr().err
    assert "Set MYSAY_CHAT_PORT to another port." in said
    assert "Traceback" not in said


def test_a_database_that_was_not_migrated_is_said_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 1
    assert capsys.readouterr().err == "The database is not at this version. Run: python -m bot.records.migrate\n"
