"""What is said on Telegram alone, read from wording.yml beside this file."""

import functools
from pathlib import Path
from typing import Any

import yaml

from bot.service import service
from bot.settings import settings


@functools.cache
def read() -> dict[str, Any]:
    """The whole file."""
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("wording.yml").read_text(encoding="utf-8"))
    return found


def say(*path: str, **more: str) -> str:
    """The sentence that stands at `path`, with the service's own words in it."""
    found: Any = read()
    for step in path:
        found = found[step]
    page = settings().public_url.rstrip("/") + "/chat/"
    return str(found).format_map(service().words() | {"page": page} | more)
