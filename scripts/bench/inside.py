"""A turn inside Rasa, with the real action server: where its time goes, and what it costs without one replaced piece.

`python -m scripts.bench.inside [PIECE]`: a line in, one turn measured out, as JSON: milliseconds of the whole and of each
part. PIECE names a function of bot/dialogue/faster_rasa.py that is left out.
"""

import asyncio
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from bot.settings import ROOT
from scripts.people import BEGINNING, WORDS
from tests.auxil.ports import free_ports

PARTS = ("reading the message", "other understanding", "choosing the action", "the action", "Rasa around it")


class Inside:
    """Rasa in a process of its own, one piece left out if one is named."""

    def __init__(self, without: str = "") -> None:
        """Starts it."""
        command = [sys.executable, "-W", "ignore", "-m", "scripts.bench.inside", without]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.parts: list[dict[str, float]] = []

    def turn(self) -> float:
        """One turn; milliseconds. What it consists of is added to `parts`."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        self.parts.append(json.loads(self._process.stdout.readline()))
        return self.parts[-1]["whole"]

    def stop(self) -> None:
        """Ends it."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)


class Clock:
    """Adds up the time spent in functions that are wrapped."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()

    def watch(self, owner: Any, name: str, part: str) -> None:
        """Counts the time of `owner.name` as `part`."""
        work: Callable[..., Any] = getattr(owner, name)

        def timed(*args: Any, **kwargs: Any) -> Any:
            began = time.perf_counter()
            try:
                return work(*args, **kwargs)
            finally:
                self.spent[part] += 1000 * (time.perf_counter() - began)

        async def timed_later(*args: Any, **kwargs: Any) -> Any:
            began = time.perf_counter()
            try:
                return await work(*args, **kwargs)
            finally:
                self.spent[part] += 1000 * (time.perf_counter() - began)

        setattr(owner, name, timed_later if asyncio.iscoroutinefunction(work) else timed)


async def serve(without: str) -> None:
    """Loads the model, then takes a turn for every line that comes."""
    from bot.dialogue import faster_rasa

    for replace in faster_rasa.REPLACED:
        if replace.__name__ != without:
            replace()
    import rasa.core.run
    from rasa.core.processor import MessageProcessor
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig
    from rasa.utils.log_utils import configure_structlog
    from sanic import Sanic

    from bot.model import MODEL
    from bot.nlu.encoder import Encoder

    configure_structlog(logging.ERROR)
    app = Sanic("inside")
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    agent = await rasa.core.run.load_agent_on_start(str(MODEL), endpoints, None, app, asyncio.get_running_loop())
    clock, person = Clock(), _Person(agent)
    clock.watch(Encoder, "read", "read")
    clock.watch(MessageProcessor, "parse_message", "understand")
    clock.watch(MessageProcessor, "predict_next_with_tracker_if_should", "choose")
    clock.watch(EndpointConfig, "request", "act")
    for _ in sys.stdin:
        clock.spent.clear()
        whole, spent = await person.turn(), clock.spent
        rest = whole - spent["understand"] - spent["choose"] - spent["act"]
        parts = (spent["read"], spent["understand"] - spent["read"], spent["choose"], spent["act"], rest)
        print(json.dumps({"whole": whole} | dict(zip(PARTS, parts, strict=True))), flush=True)


class _Person:
    """Answers in free text; a new conversation after every forty answers."""

    def __init__(self, agent: Any) -> None:
        self._agent, self._said = agent, 0

    async def turn(self) -> float:
        """One free-text turn; milliseconds. The message is stored before, as the door does."""
        if self._said % 40 == 0:
            self._begin()
            await self._take({"signal": "open"})
            for choice in BEGINNING:
                await self._take({"choice": choice})
        took = await self._take({"text": WORDS[self._said % len(WORDS)]})
        self._said += 1
        return took

    def _begin(self) -> None:
        from bot.records.base import now, writing
        from bot.records.conversations import Conversation

        with writing() as session:
            begun = Conversation(channel="web", token_hash=str(self._said), token_expires_at=now(), last_at=now())
            session.add(begun)
            session.flush()
            self._id, self._n = begun.id, 0

    async def _take(self, turn: dict[str, str]) -> float:
        from rasa.core.channels.channel import UserMessage

        from bot.dialogue.channel import Answers, said
        from bot.records.base import writing
        from bot.records.conversations import Message

        self._n += 1
        with writing() as session:
            words = turn.get("text", "")
            session.add(Message(conversation_id=self._id, n=self._n, sender="you", text=words))
        metadata = {"turn": f"m{self._n}", "n": self._n, "channel": "web", "choice": turn.get("choice")}
        answers = Answers()
        message = UserMessage(said(turn), answers, self._id, input_channel="internal", metadata=metadata)
        began = time.perf_counter()
        await self._agent.handle_message(message)
        took = 1000 * (time.perf_counter() - began)
        if not answers.messages or any(message.get("failed") for message in answers.messages):
            raise RuntimeError("the turn failed")
        return took


def main() -> None:
    """Works in a folder that is thrown away, with an action server of its own."""
    from bot import quiet
    from bot.dialogue import without_the_unused

    quiet.install()
    without_the_unused.install()
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "RASA_TELEMETRY_ENABLED": "false", "LOG_LEVEL": "ERROR"}
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "MYSAY_DATABASE_URL": f"sqlite:///{Path(folder) / 'inside.db'}",
            "MYSAY_SECRET_KEYS": Fernet.generate_key().decode(),
            "MYSAY_INTERNAL_SECRET": "only for the bench",
            "MYSAY_ACTIONS_PORT": str(free_ports(1)),
        }
        from bot.records.base import engine
        from bot.records.migrate import upgrade

        upgrade(engine())
        actions = subprocess.Popen([sys.executable, "-W", "ignore", "-m", "actions"], cwd=ROOT, stdout=sys.stderr)
        try:
            asyncio.run(serve((sys.argv[1:] or [""])[0]))
        finally:
            actions.terminate()
            actions.wait(10)


if __name__ == "__main__":
    main()
