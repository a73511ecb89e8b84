"""Workers from the command line: `python -m bot.inbox.workers add --name Jo --email jo@example.org --role lead`.

`password` gives a worker a new one, `list` shows who there is. `first_sign_ins` makes those of a new installation.
"""

import argparse
import getpass
import secrets
import sys
from dataclasses import dataclass

from sqlalchemy import select

from bot.records import workers
from bot.records.base import reading, writing
from bot.records.workers import ROLES, Worker


@dataclass(frozen=True)
class SignIn:
    """A worker's first sign-in, to be shown once."""

    role: str
    email: str
    password: str


FIRST = (
    ("lead", "First worker", "lead@my-say.invalid"),
    ("independent_lead", "Independent lead", "independent@my-say.invalid"),
)


def first_sign_ins() -> list[SignIn]:
    """Makes the first sign-ins if nobody can sign in yet: the team's lead, and the independent lead, who alone sees
    what is about somebody who works for the service. Empty from the second time on."""
    with writing() as session:
        if session.scalar(select(Worker.id).limit(1)) is not None:
            return []
        made = [SignIn(role, email, new_password()) for role, _, email in FIRST]
        for sign_in, (role, name, email) in zip(made, FIRST, strict=True):
            workers.add(session, name, email, role, sign_in.password)
        return made


def new_password() -> str:
    """A password to be handed over, 20 characters that can be typed."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(4))


def _add(asked: argparse.Namespace) -> str:
    password = _password(asked)
    with writing() as session:
        worker = workers.add(session, asked.name, asked.email, asked.role, password)
    shown = "" if asked.ask else f" Password: {password}"
    return f"{worker.name} can sign in as {worker.email}, {ROLES[worker.role].lower()}.{shown}"


def _change(asked: argparse.Namespace) -> str:
    password = _password(asked)
    with writing() as session:
        worker = workers.by_email(session, asked.email)
        if worker is None:
            raise ValueError(f"There is no worker with the address {asked.email}.")
        worker.password_hash = workers.hash_password(password)
        workers.succeeded(worker)
        workers.end_sessions(session, worker.id)
    return f"{asked.email} has a new password." + ("" if asked.ask else f" It is: {password}")


def _password(asked: argparse.Namespace) -> str:
    return getpass.getpass("Password (at least 12 characters): ") if asked.ask else new_password()


def _list(_asked: argparse.Namespace) -> str:
    with reading() as session:
        people = session.scalars(select(Worker).order_by(Worker.name)).all()
    return "\n".join(f"{w.email}  {ROLES[w.role]}{'' if w.active else ' (stopped)'}" for w in people) or "Nobody yet."


def main() -> int:
    """Does what the command line asks; 1 and a sentence if it cannot."""
    parser = argparse.ArgumentParser(prog="python -m bot.inbox.workers", description="The people who sign in.")
    commands = parser.add_subparsers(dest="command", required=True)
    add = commands.add_parser("add", help="add a worker")
    add.add_argument("--name", required=True)
    add.add_argument("--email", required=True)
    add.add_argument("--role", required=True, choices=list(ROLES))
    add.set_defaults(do=_add)
    change = commands.add_parser("password", help="give a worker a new password")
    change.add_argument("--email", required=True)
    change.set_defaults(do=_change)
    for command in (add, change):
        command.add_argument("--ask", action="store_true", help="ask for the password instead of making one")
    commands.add_parser("list", help="show who can sign in").set_defaults(do=_list)
    asked = parser.parse_args()
    try:
        print(asked.do(asked))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
