"""Each part is given the settings it reads and no others: Rasa knows no password of the mail server."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from bot.needs import NEEDS, environment_of
from bot.settings import GIVEN, ROOT, Settings

STARTS = {
    "actions": ("actions",),
    "rasa": ("bot.dialogue", "bot.nlu"),
    "door": ("bot.door.__main__",),
    "inbox": ("bot.inbox.__main__",),
    "outbox": ("bot.handover.__main__",),
}
# read in another way: a port in an address, a file of Rasa's, the settings handed on
OTHERS = {
    "door": {"RASA_PORT", "RASA_PROCESSES", "RASA_URLS"},
    "rasa": {"ACTIONS_PORT"},
    "outbox": {"DUTY_EMAIL"},
}


@cache
def modules() -> dict[str, Path]:
    """Our modules, by name."""
    files = [path for top in ("bot", "actions") for path in (ROOT / top).rglob("*.py")]
    names = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files}
    return {name.removesuffix(".__init__"): path for path, name in names.items()}


def imported_by(name: str) -> set[str]:
    """What a module of ours imports of ours, also within its functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(modules()[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{one.name}" for one in node.names}
    return found & modules().keys()


def settings_read(part: str) -> set[str]:
    """The settings that the modules of a part read, with all that they import."""
    waiting = [name for name in modules() if name.startswith(STARTS[part])]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in seen and name != "bot.settings":
            seen.add(name)
            waiting += imported_by(name)
    text = "\n".join(modules()[name].read_text(encoding="utf-8") for name in seen)
    return {
        field.upper()
        for field in Settings.__dataclass_fields__
        if re.search(rf"(settings\(\)|\bhere)\.{field}\b", text)
    }


@pytest.mark.parametrize("part", STARTS)
def test_each_part_is_given_all_that_it_reads_and_nothing_else(part: str) -> None:
    assert set(NEEDS[part]) == settings_read(part) | OTHERS.get(part, set())


def test_what_is_not_needed_does_not_get_through() -> None:
    given = {
        "MYSAY_SMTP_URL": "smtps://user:secret@mail.example",
        "MYSAY_DATABASE_URL": "sqlite:///x.db",
        "AWS_SECRET_ACCESS_KEY": "not ours",
        "https_proxy": "http://proxy.example",
        "LC_ALL": "C.UTF-8",
        "PATH": "/bin",
    }
    assert environment_of("rasa", given) == {
        "MYSAY_DATABASE_URL": "sqlite:///x.db",
        "LC_ALL": "C.UTF-8",
        "PATH": "/bin",
        GIVEN: "1",
    }
    assert environment_of("outbox", given).keys() == given.keys() - {"AWS_SECRET_ACCESS_KEY"} | {GIVEN}
