"""What has to be done before anything starts: `python -m bot.prepare`, from bot/run.py, which stays small itself.

It checks the settings, trains the model if what it is made from has changed, and brings the database up to date. Then it
writes the parts, and at last the first sign-ins, as lines of JSON to the pipe whose number it is given.
"""

import json
import os
import socket
import sys
from dataclasses import asdict
from datetime import date
from typing import Any

from bot import model, no_dumps
from bot.keep_running import Part
from bot.needs import environment_of
from bot.records.base import engine
from bot.records.encryption import internal_secret
from bot.records.keys import WrongKey, hash_key
from bot.records.migrate import upgrade
from bot.service import ServiceFileError, service
from bot.settings import Settings, settings


def main() -> None:
    """Prepares, or says in one sentence why not."""
    no_dumps.install()
    with os.fdopen(int(sys.argv[1]), "w") as told:
        try:
            s = settings()
            for name in service().out_of_date(date.today()):
                days = service().warn_after_days
                print(f"Please check in service.yml: {name}. It was last checked more than {days} days ago.")
            check_ports(s)
            model.train()
            print("Bringing the database up to date ...", flush=True)
            upgrade(engine())
            hash_key()
            _tell(told, {"parts": [asdict(part) for part in parts(s)]})
            # a slow hash of a password or two: the parts start meanwhile
            from bot.inbox.workers import first_sign_ins

            sign_ins = [asdict(one) for one in first_sign_ins()]
            addresses = {name: f"http://{s.host}:{port}" for name, port in ports(s).items()}
            _tell(told, {"sign_ins": sign_ins, "addresses": addresses})
        except (ServiceFileError, WrongKey, ValueError, OSError) as error:
            sys.exit(str(error))


def _tell(told: Any, line: dict[str, Any]) -> None:
    told.write(json.dumps(line) + "\n")
    told.flush()


def parts(s: Settings) -> list[Part]:
    """The processes of one machine, those that people need first in front."""
    door, inbox = (f"http://127.0.0.1:{port}/readyz" for port in ports(s).values())
    return [
        *(part for place in range(s.rasa_processes) for part in _dialogue(s, place)),
        Part("door", _module("bot.door"), _environment("door"), door),
        Part("inbox", _module("bot.inbox"), _environment("inbox"), inbox, at_once=False),
        Part("outbox", _module("bot.handover"), _environment("outbox"), at_once=False),
    ]


def _dialogue(s: Settings, place: int) -> list[Part]:
    """A Rasa process and its action server; `place` counts from 0, and a second Rasa is "rasa2"."""
    rasa_port, actions_port, nth = s.rasa_port + place, s.actions_port + place, str(place + 1) if place else ""
    told = {
        "MYSAY_RASA_PORT": str(rasa_port),
        "MYSAY_ACTIONS_PORT": str(actions_port),
        "MYSAY_METRICS_PORT": str(s.metrics_port + 2 * place if s.metrics_port else 0),
    }
    acts, answers_at = f"http://127.0.0.1:{actions_port}/health", f"http://127.0.0.1:{rasa_port}/webhooks/internal/"
    return [
        Part(f"rasa{nth}", [*_module("bot.dialogue"), "serve"], _environment("rasa") | told, answers_at),
        Part(f"actions{nth}", _module("actions"), _environment("actions") | told, acts),
    ]


def _module(name: str) -> list[str]:
    return [sys.executable, "-W", "ignore", "-m", name]


def _environment(part: str) -> dict[str, str]:
    given = os.environ | {"MYSAY_INTERNAL_SECRET": internal_secret(), "PYTHONUNBUFFERED": "1"}
    return environment_of(part, given)


def ports(s: Settings) -> dict[str, int]:
    """The ports that people and workers come to."""
    return {"chat": s.chat_port, "inbox": s.inbox_port}


def check_ports(s: Settings) -> None:
    """Raises ValueError with what to do if a port is taken."""
    inner = [
        (name, first + place)
        for name, first in (("rasa", s.rasa_port), ("actions", s.actions_port))
        for place in range(s.rasa_processes)
    ]
    for name, port in [*ports(s).items(), *inner]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                what = f"Port {port} ({name}) is taken. Stop what uses it, or choose another"
                raise ValueError(f"{what}: MYSAY_{name.upper()}_PORT=... make run") from None


if __name__ == "__main__":
    main()
