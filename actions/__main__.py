"""The action server: `python -m actions`. It has no sign-in of its own, so it listens on loopback and asks for the secret."""

import gc
import logging

from bot import addresses, no_dumps, quiet, watch
from bot.only_ours import only_with_the_secret
from bot.records import migrate
from bot.records.base import engine
from bot.settings import settings

KEPT_SECONDS = 60  # how long an idle connection is kept; Rasa lets go of it after 15 (bot/dialogue/faster_rasa.py)


def main() -> None:
    """Serves until it is stopped."""
    no_dumps.install()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    quiet.install()
    from rasa_sdk.endpoint import create_app

    app = create_app("actions")
    app.register_middleware(only_with_the_secret(health="/health"), "request")
    app.config.KEEP_ALIVE_TIMEOUT = KEPT_SECONDS
    port = settings().actions_port
    gc.freeze()  # what is loaded by now stays: the collector need not walk through it in the middle of a turn
    watch.serve("actions", alive=lambda: _answers(port), ready=lambda: _answers(port) and migrate.is_served(engine()))
    app.run("127.0.0.1", port, access_log=False)


def _answers(port: int) -> bool:
    return addresses.answers(f"http://127.0.0.1:{port}/health")


if __name__ == "__main__":
    main()
