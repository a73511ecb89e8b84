"""Reads JSON lines `{"text"}` on standard input, writes a JSON line for each, in order, from the newest trained model.

    echo '{"text": "they come in my flat n eat my food"}' | .venv/bin/python -m bot.nlu.parse

The same graph as in the conversation, run by Rasa without a server.
"""

import asyncio
import json
import logging
import os
import sys
from typing import Any

import structlog

from bot import model
from bot.dialogue import without_the_unused
from bot.nlu.understanding import newest_model


def main() -> int:
    """Parses standard input; returns the exit status, 1 where there is no model of our own training."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    without_the_unused.install()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    from rasa.core.agent import Agent

    try:
        newest = newest_model()
    except FileNotFoundError as missing:
        print(missing, file=sys.stderr)
        return 1
    if newest.resolve() != model.MODEL or not model.is_ours():
        print(model.NOT_OURS, file=sys.stderr)
        return 1
    asyncio.run(_parse_all(Agent.load(str(newest))))
    return 0


async def _parse_all(agent: Any) -> None:
    for line in sys.stdin:
        if not line.strip():
            continue
        text = json.loads(line)["text"]
        parsed = await agent.parse_message(text.lstrip(" /"))  # Rasa takes a leading slash for a command
        print(json.dumps({"source": None, **parsed, "text": text}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    sys.exit(main())
