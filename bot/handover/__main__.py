"""Runs the outbox's sender until it is stopped: `python -m bot.handover`."""

import logging
import signal
import sys

from bot import no_dumps, watch
from bot.handover.sender import Sender
from bot.records import check, migrate
from bot.records.base import engine
from bot.settings import settings


def main() -> int:
    """Sends until SIGTERM or SIGINT. 1 if it cannot start, with one sentence that says why."""
    no_dumps.install()
    try:
        check.at_start()
    except check.CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    for library in ("httpx", "alembic"):
        logging.getLogger(library).setLevel(logging.WARNING)
    here = settings()
    ways = [name for name, on in (("e-mail", here.smtp_url), ("webhook", here.webhook_url)) if on]
    logging.info("Telling others by: %s", ", ".join(ways) or "nothing is set up, the inbox alone shows what is new")
    sender = Sender()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, sender.ask_to_stop)
    sender.start()
    watch.serve("outbox", sender.is_working, lambda: sender.is_working() and migrate.is_served(engine()))
    sender.wait()
    sender.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
