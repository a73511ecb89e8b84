"""What the door itself says, read from wording.yml, with the service's own words in it."""

import functools
from pathlib import Path
from typing import Any

import yaml

from bot.service import service


@functools.cache
def _read() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("wording.yml").read_text(encoding="utf-8"))
    return found


def say(*path: str, **more: str) -> str:
    """The sentence that stands at `path` in wording.yml."""
    found: Any = _read()
    for step in path:
        found = found[step]
    return str(found).format_map(service().words() | more)


def always_there() -> dict[str, str]:
    """The choices that may be pressed at any time: payload to title."""
    found: dict[str, str] = _read()["always_there"]
    return found


def not_answering(n: int) -> dict[str, Any]:
    """The message shown where Rasa does not answer message `n`. It is not stored: the true answer comes later."""
    words = service().words()
    found = _read()["not_answering"]
    return {
        "n": n,
        "from": "bot",
        "text": found["text"].format_map(words),
        "choices": [{key: text.format_map(words) for key, text in choice.items()} for choice in found["choices"]],
        "asks": None,
        "kind": "urgent",
    }
