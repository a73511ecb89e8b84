"""`.env.example` and bot/settings.py say the same: every setting, its default, and nothing else."""

import re
from pathlib import Path

import pytest
from environs import Env, EnvError

from bot.settings import ROOT, VAR, Settings, read

EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
SHOWN = dict(re.findall(r"^#(MYSAY_[A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even those that every test has."""
    for name in (
        "MYSAY_SECRET_KEYS",
        "MYSAY_DATABASE_URL",
        "MYSAY_INTERNAL_SECRET",
        "MYSAY_ERASED_FILE",
        "MYSAY_METRICS_PORT",
    ):
        monkeypatch.delenv(name, raising=False)


def asked_for() -> set[str]:
    """The variables that bot/settings.py reads."""
    env = Env()
    read(env)
    return set(env.dump())


def test_every_setting_is_in_the_example_and_nothing_that_is_none() -> None:
    assert set(SHOWN) == asked_for()


def test_each_setting_is_shown_once_and_with_what_it_means() -> None:
    lines = EXAMPLE.splitlines()
    shown = [line for line in lines if "MYSAY_" in line and "=" in line and not line.startswith("# ")]
    assert len(shown) == len(SHOWN)
    without_meaning = [
        line
        for number, line in enumerate(lines)
        if line in shown and not (lines[number - 1].startswith("# ") or lines[number - 1] in shown)
    ]
    assert without_meaning == []


def test_the_values_shown_are_those_that_hold_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    without = read(Env())
    for name, value in SHOWN.items():
        if value:
            monkeypatch.setenv(name, value.replace("sqlite:///var/", f"sqlite:///{VAR}/"))
    assert read(Env()) == without


def test_copying_the_example_changes_nothing(tmp_path: Path) -> None:
    from dotenv import dotenv_values

    copy = tmp_path / ".env"
    copy.write_text(EXAMPLE, encoding="utf-8")
    assert dotenv_values(copy) == {}


def test_what_is_malformed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYSAY_CHAT_PORT", "the usual one")
    with pytest.raises(EnvError, match="MYSAY_CHAT_PORT"):
        read(Env())


def test_lists_are_read_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYSAY_ALLOWED_ORIGINS", "https://one.example,https://two.example")
    settings: Settings = read(Env())
    assert settings.allowed_origins == ("https://one.example", "https://two.example")
