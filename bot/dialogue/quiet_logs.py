"""Keeps what people say out of Rasa's logs: every field that could hold words is dropped before it is written."""

from collections.abc import MutableMapping
from typing import Any

import structlog

SAFE = ("event", "level", "log_level", "logger", "timestamp", "action_name", "policy_name", "key")


def drop_words(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor that keeps the name of an event and nothing that comes from a message."""
    return {key: value for key, value in entry.items() if key in SAFE}


def install() -> None:
    """Puts the processor in front of all others, now and after Rasa has set up its logs."""
    configure = structlog.configure

    def configure_quietly(*args: Any, **kwargs: Any) -> None:
        configure(*args, **kwargs)
        processors = structlog.get_config()["processors"]
        if drop_words not in processors:
            configure(processors=[drop_words, *processors])

    structlog.configure = configure_quietly
    configure_quietly()
