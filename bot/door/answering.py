"""Asks Rasa for the answer to what was stored: one message of a conversation at a time, in order, each answered once.

What cannot be answered now (Rasa is down, this process was killed) is answered later, by the same steps.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from bot.door import log, turns, wording
from bot.door.rasa import NoAnswer, Rasa
from bot.door.threads import briefly, in_thread
from bot.door.turns import Seen, Turn
from bot.metrics import WHOLE, failed, timed
from bot.records.base import now, reading
from bot.records.conversations import waiting_for_an_answer
from bot.records.locks import ConversationLocks

PATIENCE = 20.0  # seconds until the person is told; the answer may still come after it
LOGGED_AFTER = 0.005  # seconds: the person need not wait for the log
LOOK_EVERY = 2.0
GRACE = timedelta(seconds=2)  # what is younger is being answered by the door that took it
LONGEST_PAUSE = 30.0
TRIES_IN_THE_WAY = 3  # a message that Rasa fails on again and again does not hold up those after it


@dataclass
class _Trouble:
    tries: int
    again_at: float


class Answering:
    """Answers stored messages. `on_late` is told the id of a conversation in which an answer came later by itself.

    The page asks for what is new; a channel that does not (Telegram) sends it on when it is told.
    """

    def __init__(self, rasa: Rasa, locks: ConversationLocks) -> None:
        self.rasa = rasa
        self.locks = locks
        self.on_late: list[Callable[[str], Awaitable[None]]] = []
        self._tasks: set[asyncio.Task[Any]] = set()
        self._waited_for: Counter[str] = Counter()
        self._trouble: dict[str, _Trouble] = {}
        self._tries: dict[tuple[str, int], int] = {}

    async def answer(self, conversation_id: str, n: int, alone: Turn | None = None) -> list[Seen]:
        """What the bot says to message `n`, or the one message that says it cannot answer now.

        `alone`: the message as Rasa is asked (`turns.to_ask`), if it was stored just now and nothing else waited.
        """
        # a task of its own: the turn is finished even if the person's connection breaks
        turn = asyncio.create_task(self._turn(conversation_id, n, alone))
        self._keep(turn)
        self._waited_for[conversation_id] += 1
        try:
            await asyncio.wait({turn}, timeout=PATIENCE)
        finally:
            self._waited_for[conversation_id] -= 1
            self._waited_for += Counter()  # forgets those at zero
        if not turn.done():
            self._keep(asyncio.create_task(self._tell_when_answered(conversation_id, turn)))
            return [wording.not_answering(n)]
        return turn.result() or [wording.not_answering(n)]

    def _keep(self, task: asyncio.Task[Any]) -> None:
        # asyncio itself holds tasks by a weak reference only
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def keep_answering(self) -> None:
        """Looks for what is unanswered, now and every few seconds, for as long as the process lives."""
        while True:
            try:
                await self._answer_what_waits()
            except Exception as error:
                log.event("answering", level=logging.ERROR, **log.failure(error))
            await asyncio.sleep(LOOK_EVERY)

    async def close(self) -> None:
        """Lets the turns in progress end; what does not end in time is answered after the next start."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2)
        for task in self._tasks:
            task.cancel()
        await self.rasa.close()
        self.locks.close()

    async def _turn(self, conversation_id: str, n: int, alone: Turn | None) -> list[Seen]:
        """The answer to message `n`; empty if there is none now."""
        began = time.monotonic()
        outcome: dict[str, Any] = {"outcome": "answered"}
        try:
            with timed(WHOLE):
                async with self.locks.held(conversation_id):
                    return await self._answer_up_to(conversation_id, n, alone)
        except NoAnswer as error:
            failed(str(error))
            outcome = {"outcome": "no answer", "why": str(error)}
        except Exception as error:
            outcome = {"outcome": "failed"} | log.failure(error)
            failed(type(error).__name__)
        finally:
            ms = round(1000 * (time.monotonic() - began))
            line = partial(log.event, "turn", conversation=conversation_id, n=n, ms=ms, **outcome)
            asyncio.get_running_loop().call_later(LOGGED_AFTER, line)
        return []

    async def _tell_when_answered(self, conversation_id: str, turn: asyncio.Task[list[Seen]]) -> None:
        if await turn:
            await self._tell(conversation_id)

    async def _tell(self, conversation_id: str) -> None:
        log.event("answered later", conversation=conversation_id)
        for told in self.on_late:
            await told(conversation_id)

    async def _answer_what_waits(self) -> None:
        def look() -> list[str]:
            with reading() as session:
                return waiting_for_an_answer(session, now() - GRACE)

        waiting = await in_thread(look)
        self._trouble = {key: trouble for key, trouble in self._trouble.items() if key in waiting}
        self._tries = {key: tries for key, tries in self._tries.items() if key[0] in waiting}
        for conversation_id in waiting:
            trouble = self._trouble.get(conversation_id)
            if self._waited_for[conversation_id] or (trouble and time.monotonic() < trouble.again_at):
                continue
            try:
                async with self.locks.held(conversation_id, wait=False) as held:
                    late = await self._answer_up_to(conversation_id, None) if held else []
            except NoAnswer as error:
                failed(str(error))
                log.event("answer later", conversation=conversation_id, why=str(error))
                if not error.reached:
                    return
                tries = trouble.tries + 1 if trouble else 1
                pause = min(LONGEST_PAUSE, LOOK_EVERY * 2**tries)
                self._trouble[conversation_id] = _Trouble(tries, time.monotonic() + pause)
                continue
            self._trouble.pop(conversation_id, None)
            if late:
                await self._tell(conversation_id)

    async def _answer_up_to(self, conversation_id: str, n: int | None, alone: Turn | None = None) -> list[Seen]:
        """Answers what is owed up to message `n` in order, and returns the answer to `n` (None: all, and all of it).

        `alone` is all that is owed up to `n`, where that is known. Somebody may have answered it meanwhile: Rasa says the
        same again to a turn that was taken, and `turns.store` keeps the first.

        Call it with the conversation held. Raises NoAnswer.
        """
        given: dict[int, list[Seen]] = {}
        to_ask = [alone] if alone else await in_thread(partial(turns.all_owed, conversation_id, n))
        if n is not None and n not in [owed["n"] for owed in to_ask]:
            return await in_thread(partial(turns.answer_to, conversation_id, n))
        for owed in to_ask:
            try:
                answer = await self.rasa.ask(owed)
            except NoAnswer as error:
                if owed["n"] == n or not self._may_pass(owed, error):
                    raise
                continue
            self._tries.pop((conversation_id, owed["n"]), None)
            with timed("answered"):
                given[owed["n"]] = await briefly(partial(turns.store, conversation_id, owed["n"], answer))
            if answer.then == "erase":
                break
        if n is None:
            return [message for messages in given.values() for message in messages]
        return given.get(n, [])

    def _may_pass(self, owed: Turn, error: NoAnswer) -> bool:
        key = (owed["conversation"], owed["n"])
        self._tries[key] = self._tries.get(key, 0) + 1
        return error.reached and self._tries[key] >= TRIES_IN_THE_WAY
