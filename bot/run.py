"""Starts everything in one terminal: `python -m bot.run`. Ctrl-C stops everything.

It trains the model if what it is made from has changed, brings the database up to date, starts the action server, Rasa,
the door, the inbox and the outbox, and prints where they are once they answer.
"""

import argparse
import os
import socket
import sys
import threading
import time
import urllib.request
from dataclasses import dataclass
from datetime import date

from honcho.manager import Manager
from honcho.printer import Printer

from bot import model
from bot.inbox.workers import SignIn, first_sign_ins
from bot.records.base import engine
from bot.records.encryption import internal_secret
from bot.records.migrate import upgrade
from bot.service import ServiceFileError, service
from bot.settings import Settings, settings

START_WITHIN = 120  # seconds


@dataclass(frozen=True)
class Part:
    """A process: its name in the log, its command, and the address that says whether it can serve."""

    name: str
    command: str
    ready: str | None
    port: int | None = None


def parts(s: Settings) -> list[Part]:
    """The processes of one machine."""
    python = f"{sys.executable} -W ignore"
    rasa = (
        f"{python} -m bot.dialogue run --interface 127.0.0.1 --port {s.rasa_port} --model {model.MODEL} "
        "--endpoints endpoints.yml --credentials credentials.yml --quiet"
    )
    return [
        Part("actions", f"{python} -m actions", f"http://127.0.0.1:{s.actions_port}/health", s.actions_port),
        Part("rasa", rasa, f"{s.rasa_url}/webhooks/internal/", s.rasa_port),
        Part("door", f"{python} -m bot.door", f"http://127.0.0.1:{s.chat_port}/readyz", s.chat_port),
        Part("inbox", f"{python} -m bot.inbox", f"http://127.0.0.1:{s.inbox_port}/readyz", s.inbox_port),
        Part("outbox", f"{python} -m bot.handover", None),
    ]


def main() -> None:
    """Starts everything, or says in one sentence why not."""
    argparse.ArgumentParser(prog="make run", description=__doc__).parse_args()
    try:
        s = settings()
        for name in service().out_of_date(date.today()):
            print(
                f"Please check in service.yml: {name}. It was last checked more than {service().warn_after_days} days ago."
            )
        running = parts(s)
        check_ports(running)
        model.train()
        print("Bringing the database up to date ...", flush=True)
        upgrade(engine())
        sign_ins = first_sign_ins()
    except (ServiceFileError, ValueError, OSError) as error:
        sys.exit(str(error))
    sys.exit(start(running, sign_ins))


def check_ports(running: list[Part]) -> None:
    """Raises ValueError with what to do if a port is taken."""
    for part in running:
        if part.port is None:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", part.port))
            except OSError:
                name = {"door": "CHAT"}.get(part.name, part.name.upper())
                raise ValueError(
                    f"Port {part.port} ({part.name}) is taken. Stop what uses it, or choose another: MYSAY_{name}_PORT=... make run"
                ) from None


def start(running: list[Part], sign_ins: list[SignIn]) -> int:
    """Starts the processes and waits until they end. Returns the exit code."""
    environment = os.environ | {
        "MYSAY_INTERNAL_SECRET": internal_secret(),
        "MYSAY_ACTIONS_PORT": str(settings().actions_port),
        "MYSAY_RASA_PORT": str(settings().rasa_port),
        "PYTHONUNBUFFERED": "1",
    }
    manager = Manager(Printer(sys.stdout, width=8))
    for part in running:
        # exec: without it a shell stands between, and a part that is killed leaves what it ran behind
        manager.add_process(part.name, f"exec {sys.executable} -m bot.keep_running {part.command}", env=environment)
    threading.Thread(target=announce, args=(running, sign_ins), daemon=True).start()
    manager.loop()
    return int(manager.returncode or 0)


def announce(running: list[Part], sign_ins: list[SignIn]) -> None:
    """Prints where everything is, once all of it can serve."""
    deadline = time.monotonic() + START_WITHIN
    waiting = [part for part in running if part.ready]
    while waiting and time.monotonic() < deadline:
        waiting = [part for part in waiting if not answers(str(part.ready))]
        time.sleep(0.2)
    if waiting:
        print(
            f"Still not ready after {START_WITHIN} seconds: {', '.join(part.name for part in waiting)}. Its log is above.",
            flush=True,
        )
        return
    s = settings()
    print(
        f"\n  My Say is ready.\n\n  Chat   http://{s.host}:{s.chat_port}/chat/\n  Inbox  http://{s.host}:{s.inbox_port}/"
        + "".join(f"\n\n  First sign-in ({one.role}), shown once:  {one.email}  {one.password}" for one in sign_ins)
        + "\n\n  Ctrl-C stops everything.\n",
        flush=True,
    )


def answers(address: str) -> bool:
    """True if the address answers 200."""
    try:
        with urllib.request.urlopen(address, timeout=2) as reply:  # noqa: S310 - loopback, http
            return bool(reply.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    main()
