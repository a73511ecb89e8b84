"""Serves the inbox: `python -m bot.inbox`."""

import logging
import signal
import sys
from typing import Any

import waitress

from bot import addresses, no_dumps, watch
from bot.inbox.app import create_app
from bot.records import check
from bot.settings import settings


def main() -> int:
    """Serves until it is told to stop. 1 if it cannot start, with one sentence that says why.

    Nothing about a request is logged here: the audit holds who did what.
    """
    no_dumps.install()
    here = settings()
    try:
        check.at_start()
        server = waitress.create_server(
            create_app(),
            host=here.host,
            port=here.inbox_port,
            threads=8,  # they wait for the database more than they work
            ident=None,
            # waitress would drop what a proxy adds; whom to believe is judged in bot/inbox/app.py
            clear_untrusted_proxy_headers=here.trusted_proxies == 0,
        )
    except check.CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"The inbox cannot listen on {here.host}, port {here.inbox_port}: {error.strerror}. "
            "Set MYSAY_INBOX_PORT to another port.",
            file=sys.stderr,
        )
        return 1
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("waitress").setLevel(logging.ERROR)
    logging.info("The inbox listens on %s, port %s", here.host, server.effective_port)
    at = addresses.at(here.host, server.effective_port)
    watch.serve("inbox", lambda: addresses.answers(f"{at}/healthz"), lambda: addresses.answers(f"{at}/readyz"))
    signal.signal(signal.SIGTERM, _stop)
    try:
        server.run()
    except KeyboardInterrupt:
        server.close()
    return 0


def _stop(*_signal: Any) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
