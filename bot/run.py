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
from dataclasses import dataclass, field
from datetime import date

from honcho.manager import Manager
from honcho.printer import Printer

from bot import model, no_dumps
from bot.inbox.workers import SignIn, first_sign_ins
from bot.needs import environment_of
from bot.records.base import engine
from bot.records.encryption import internal_secret
from bot.records.keys import WrongKey, hash_key
from bot.records.migrate import upgrade
from bot.service import ServiceFileError, service
from bot.settings import Settings, settings
from bot.watch import answers

START_WITHIN = 120  # seconds


@dataclass(frozen=True)
class Part:
    """A process: its name in the log, its command, and the address that says whether it can serve.

    `setting` names the port's setting, `environment` is what this process is told besides.
    """

    name: str
    command: str
    ready: str | None
    port: int | None = None
    setting: str = ""
    environment: dict[str, str] = field(default_factory=dict)


def parts(s: Settings) -> list[Part]:
    """The processes of one machine."""
    python = f"{sys.executable} -W ignore"
    door, inbox = f"http://127.0.0.1:{s.chat_port}/readyz", f"http://127.0.0.1:{s.inbox_port}/readyz"
    return [
        *(part for place in range(s.rasa_processes) for part in _dialogue(s, python, place)),
        Part("door", f"{python} -m bot.door", door, s.chat_port, "MYSAY_CHAT_PORT"),
        Part("inbox", f"{python} -m bot.inbox", inbox, s.inbox_port, "MYSAY_INBOX_PORT"),
        Part("outbox", f"{python} -m bot.handover", None),
    ]


def _dialogue(s: Settings, python: str, place: int) -> list[Part]:
    """A Rasa process and its action server; `place` counts from 0."""
    rasa_port, actions_port, nth = s.rasa_port + place, s.actions_port + place, str(place + 1) if place else ""
    told = {
        "MYSAY_RASA_PORT": str(rasa_port),
        "MYSAY_ACTIONS_PORT": str(actions_port),
        "MYSAY_METRICS_PORT": str(s.metrics_port + 2 * place if s.metrics_port else 0),
    }
    acts, answers_at = f"http://127.0.0.1:{actions_port}/health", f"http://127.0.0.1:{rasa_port}/webhooks/internal/"
    return [
        Part(f"actions{nth}", f"{python} -m actions", acts, actions_port, "MYSAY_ACTIONS_PORT", told),
        Part(f"rasa{nth}", f"{python} -m bot.dialogue serve", answers_at, rasa_port, "MYSAY_RASA_PORT", told),
    ]


def main() -> None:
    """Starts everything, or says in one sentence why not."""
    argparse.ArgumentParser(prog="make run", description=__doc__).parse_args()
    no_dumps.install()
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
        hash_key()
        sign_ins = first_sign_ins()
    except (ServiceFileError, WrongKey, ValueError, OSError) as error:
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
                raise ValueError(
                    f"Port {part.port} ({part.name}) is taken. Stop what uses it, or choose another: {part.setting}=... make run"
                ) from None


def start(running: list[Part], sign_ins: list[SignIn]) -> int:
    """Starts the processes and waits until they end. Returns the exit code."""
    environment = os.environ | {
        "MYSAY_INTERNAL_SECRET": internal_secret(),
        "PYTHONUNBUFFERED": "1",
    }
    manager = Manager(Printer(sys.stdout, width=8))
    for part in running:
        # exec: without it a shell stands between, and a part that is killed leaves what it ran behind
        command = f"exec {sys.executable} -m bot.keep_running {part.command}"
        kind = part.name.rstrip("0123456789")  # a second Rasa is "rasa2"
        manager.add_process(part.name, command, env=environment_of(kind, environment) | part.environment)
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


if __name__ == "__main__":
    main()
