"""Breaks things when a conversation comes to the point that the plan names, and mends them again."""

import os
import random
import resource
import signal
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta

import psutil

from scripts.faults.plan import KILLED, OF_ENGINE, Strike
from scripts.faults.services import Database, Redis, move_clock
from tests.auxil.receiver import Receiver
from tests.auxil.stack import Stack

LONGEST_JUMP = 20 * 3600.0  # seconds: a token ends after a day without a message
ONE_PAGE = 4096  # bytes: nothing that is kept fits into it


class Breaking:
    """Strikes as planned. `struck` counts what broke, by kind; `hit` holds the conversations that were under way then.

    `failed`: strikes that could not be made or mended, a sentence each.
    """

    def __init__(self, planned: Iterable[Strike], stack: Stack, database: Database, redis: Redis, receiver: Receiver):
        self.struck: Counter[str] = Counter()
        self.hit: set[int] = set()
        self.killed: set[int] = set()
        self.under_way: set[int] = set()
        self.failed: list[str] = []
        self._stack, self._database, self._redis, self._receiver = stack, database, redis, receiver
        self._waiting: dict[int, list[Strike]] = defaultdict(list)
        for strike in planned:
            self._waiting[strike.conversation].append(strike)
        self._one_of_a_kind: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._striking: list[threading.Thread] = []
        self._how: dict[str, Callable[[Strike], bool]] = {
            **{f"{part} killed": self._kill(part) for part in KILLED},
            **dict.fromkeys(OF_ENGINE.values(), self._break_database),
            "actions hung": self._hang_actions,
            "disk full": self._fill_disk,
            "redis stopped": self._stop_redis,
            "clock moved": self._move_clock,
            "receiver failing": self._fail_receiver,
        }

    def reached(self, conversation: int, message: float) -> None:
        """A conversation has come to its message of this number: what was planned for it breaks."""
        due = [strike for strike in self._waiting[conversation] if strike.message <= message]
        for strike in due:
            self._waiting[conversation].remove(strike)
            thread = threading.Thread(target=self._strike, args=(strike,))
            self._striking.append(thread)
            thread.start()

    def wait(self) -> None:
        """Waits until everything is mended."""
        for thread in self._striking:
            thread.join()

    def _strike(self, strike: Strike) -> None:
        time.sleep(strike.delay)
        with self._one_of_a_kind[strike.kind]:
            hit = set(self.under_way)
            try:
                broke = self._how[strike.kind](strike)
            except Exception as error:
                # a run in which something was not broken as planned, or not mended, shows nothing
                self.failed.append(f"{strike} did not go as planned: {error!r}")
                return
            if broke:
                self.struck[strike.kind] += 1
                self.hit |= hit
                if strike.kind.endswith("killed"):
                    self.killed |= hit

    def _kill(self, part: str) -> Callable[[Strike], bool]:
        # False where it is just being started again after the last time
        return lambda _strike: self._stack.kill(part) > 0

    def _break_database(self, strike: Strike) -> bool:
        self._database.fault(strike.seconds)
        return True

    def _hang_actions(self, strike: Strike) -> bool:
        hung = self._stack.running("actions")
        _signal(hung, signal.SIGSTOP)
        time.sleep(strike.seconds)
        _signal(hung, signal.SIGCONT)
        return bool(hung)

    def _fill_disk(self, strike: Strike) -> bool:
        """No file may grow, for every process that keeps something; no file system has to be mounted for it."""
        _limit_files(self._who_writes(), ONE_PAGE)
        self._database.limit_files(str(ONE_PAGE))
        time.sleep(strike.seconds)
        # what starts a part first, so that nothing is started with the limit meanwhile
        _limit_files(self._who_writes(), resource.RLIM_INFINITY)
        self._database.limit_files("unlimited")
        self._database.mend()
        return True

    def _who_writes(self) -> list[int]:
        return [self._stack.keeper, *(process for part in KILLED for process in self._stack.running(part))]

    def _stop_redis(self, strike: Strike) -> bool:
        self._redis.stop()
        time.sleep(strike.seconds)
        self._redis.start()
        return True

    def _move_clock(self, strike: Strike) -> bool:
        jump = timedelta(seconds=random.Random(repr(strike)).uniform(-LONGEST_JUMP, LONGEST_JUMP))
        move_clock(self._database.url, jump)
        time.sleep(strike.seconds)
        move_clock(self._database.url, -jump)
        return True

    def _fail_receiver(self, strike: Strike) -> bool:
        self._receiver.status = 503
        time.sleep(strike.seconds)
        self._receiver.status = 200
        return True


def _signal(processes: list[int], number: int) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, number)


def _limit_files(processes: list[int], size: int) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            psutil.Process(process).rlimit(psutil.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
