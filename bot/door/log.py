"""The log: one JSON line for each thing that happened. It holds steps, durations and kinds of failure, never words.

A conversation is named by a keyed hash, so that its lines can be found together and nothing leads back to it.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

from bot.records.encryption import keyed_hash

_log = logging.getLogger("my-say")


class OneLine(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """A record as JSON. An exception's own message is left out: it may hold what somebody wrote."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "step": record.getMessage(),
        } | getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1] is not None:
            line |= failure(record.exc_info[1])
        return json.dumps(line)


def failure(error: BaseException) -> dict[str, str]:
    """What kind of failure it is and where it happened, without its message."""
    places = [
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    return {"failure": type(error).__name__, "where": " ".join(places[-4:])}


def event(step: str, *, conversation: str | None = None, level: int = logging.INFO, **fields: object) -> None:
    """Logs one step. `conversation` is its id, logged as a hash."""
    if conversation:
        fields["conversation"] = keyed_hash("log", conversation)[:12]
    _log.log(level, step, extra={"fields": fields})


def set_up() -> None:
    """Every line of this process goes to standard output in this form; libraries speak only when something is wrong."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(OneLine())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    _log.setLevel(logging.INFO)
