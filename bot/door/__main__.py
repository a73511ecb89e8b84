"""Starts the door: `python -m bot.door`."""

import logging
import os
import socket
import sys

import uvicorn

from bot import addresses, no_dumps, watch
from bot.door import log
from bot.door.app import create_app
from bot.records import check
from bot.settings import settings

LONGEST_STOP = 20  # seconds: a turn that is being answered may end


def config() -> uvicorn.Config:
    """How the door is served. Whom its proxies speak for is bot/door/limits.py's to judge, not the server's."""
    return uvicorn.Config(
        create_app(),
        ws="none",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        log_config=None,
        timeout_graceful_shutdown=LONGEST_STOP,
        timeout_keep_alive=30,
    )


def main() -> int:
    """Serves until it is told to stop. 1 if it cannot start, with one sentence that says why."""
    no_dumps.install()
    # whoever holds the place to write waits for Python's lock at each step: others must not keep it for 5 ms
    sys.setswitchinterval(0.0005)
    try:
        old = check.at_start()
        listening = _listen(settings().host, settings().chat_port)
    except check.CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    log.set_up()
    host, port = listening.getsockname()[:2]
    for what in old:
        log.event("checked too long ago", level=logging.WARNING, what=what)
    here = addresses.at(host, port)
    watch.serve("door", lambda: addresses.answers(f"{here}/healthz"), lambda: addresses.answers(f"{here}/readyz"))
    log.event("listening", host=host, port=port, pid=os.getpid())
    uvicorn.Server(config()).run(sockets=[listening])
    return 0


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        raise check.CannotStart(
            f"The chat cannot listen on {host}, port {port}: {error.strerror}. Set MYSAY_CHAT_PORT to another port."
        ) from None
    return listening


if __name__ == "__main__":
    sys.exit(main())
