"""Serves the inbox: `python -m bot.inbox`."""

import logging

import waitress

from bot.inbox.app import create_app
from bot.settings import settings


def main() -> None:
    """Serves until stopped. Nothing about a request is logged here: the audit holds who did what."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    wanted = settings()
    logging.getLogger("waitress").setLevel(logging.WARNING)
    logging.info("The inbox is at http://%s:%s", wanted.host, wanted.inbox_port)
    waitress.serve(create_app(), host=wanted.host, port=wanted.inbox_port, threads=8, ident=None)


if __name__ == "__main__":
    main()
