"""One run: plays the conversations, breaks what is planned, and looks afterwards."""

import itertools
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from bot.addresses import answers
from scripts.faults import check, plan
from scripts.faults.breaking import Breaking
from scripts.faults.people import Someone, Stuck
from scripts.faults.proxy import Network
from scripts.faults.services import ENGINES, Redis
from tests.auxil.receiver import Receiver
from tests.auxil.stack import Stack
from tests.conftest import forget_settings, free_port

AT_ONCE = 6
QUIET_WITHIN = 240.0  # seconds after the last message: a delivery that was under way is tried again after one minute
Say = Callable[[str], None]


@dataclass
class Report:
    """What was played, what broke, and what went wrong (a sentence each; empty is what should be)."""

    conversations: int = 0
    struck: Counter[str] = field(default_factory=Counter)
    hit: int = 0
    killed: int = 0
    messages: int = 0
    answers: int = 0
    handed_over: int = 0
    told: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        broke = "\n".join(f"  {count:4} x {kind}" for kind, count in sorted(self.struck.items()))
        return (
            f"{self.conversations} conversations in {self.seconds:.0f} s; {self.hit} were under way when something broke, "
            f"{self.killed} when something was killed.\n{broke}\n"
            f"Checked: {self.messages} messages that were accepted, {self.answers} answers, {self.handed_over} hand-overs, "
            f"{self.told} notices received.\n" + ("\n".join(self.wrong) or "Nothing was lost, and nothing came twice.")
        )


def play(conversations: int, seed: int, engine: str, folder: Path, say: Say = lambda _line: None) -> Report:
    """Plays them on a My Say of its own in `folder`, `AT_ONCE` at once; `say` is told how it goes."""
    began = time.monotonic()
    with ExitStack() as ending:
        database = ENGINES[engine](folder)
        ending.callback(database.close)
        redis = Redis(folder, free_port())
        ending.callback(redis.stop)
        receiver = Receiver()
        ending.callback(receiver.close)
        say("Starting My Say ...")
        stack = Stack(
            folder,
            MYSAY_DATABASE_URL=database.url,
            MYSAY_REDIS_URL=redis.url,
            MYSAY_WEBHOOK_URL=receiver.url,
            MYSAY_WEBHOOK_SECRET="a secret of this run",
            MYSAY_TRUSTED_PROXIES="1",
        )
        ending.callback(lambda: (folder / "log.txt").write_text("".join(stack.log)))
        ending.callback(stack.stop)
        network = Network(stack.chat_url)
        ending.callback(network.close)
        breaking = Breaking(plan.strikes(seed, conversations, engine), stack, database, redis, receiver)
        people = [Someone(number, seed, network.url, breaking.reached) for number in range(conversations)]
        report = Report(conversations)
        with ThreadPoolExecutor(AT_ONCE) as pool, _reading_as(stack):
            _all(pool, people, breaking, report, say)
            breaking.wait()
            say("Everything is mended. Waiting until all is answered and told ...")
            _look(pool, people, stack, receiver, report, say)
        report.wrong += breaking.failed
        report.struck = breaking.struck + network.struck
        report.hit, report.killed = len(breaking.hit), len(breaking.killed)
        report.seconds = time.monotonic() - began
        return report


def _all(pool: ThreadPoolExecutor, people: list[Someone], breaking: Breaking, report: Report, say: Say) -> None:
    def live(someone: Someone) -> None:
        breaking.under_way.add(someone.number)
        try:
            someone.talk()
        except Stuck as stuck:
            report.wrong.append(f"Conversation {someone.number}: {stuck}")
        finally:
            breaking.under_way.discard(someone.number)

    started: list[Future[None]] = [pool.submit(live, someone) for someone in people]
    for done, future in enumerate(as_completed(started), start=1):
        future.result()
        say(f"{done} of {len(people)} conversations; {sum(breaking.struck.values())} things broke")


def _look(
    pool: ThreadPoolExecutor, people: list[Someone], stack: Stack, receiver: Receiver, report: Report, say: Say
) -> None:
    end = time.monotonic() + QUIET_WITHIN
    while not (answers(f"{stack.inbox_url}/readyz") and check.everything_is_quiet()) and time.monotonic() < end:
        time.sleep(0.5)
    received = Counter(
        (told["type"], told["data"]["reference"]) for told in (json.loads(body) for _, body in receiver.got)
    )
    shown = check.shown_in_the_inbox(stack.inbox_url, stack.environment["MYSAY_API_TOKEN"])

    def look(someone: Someone) -> list[str]:
        ways = (check.conversation(someone), check.hand_over(someone, received, shown))
        found = list(itertools.chain(*ways)) or list(check.told_again(someone, stack.chat_url))
        return [f"Conversation {someone.number}: {wrong}" for wrong in found]

    report.wrong += check.of_nobody(people)
    texts = [body.get("text", "") for someone in people for body in someone.accepted.values()]
    report.wrong += [f"the log holds: {words}" for words in stack.logged(texts)]
    for done, wrong in enumerate(pool.map(look, people), start=1):
        report.wrong += wrong
        say(f"{done} of {len(people)} conversations checked")
    report.messages = sum(len(someone.accepted) for someone in people)
    report.answers = sum(len(someone.seen) for someone in people)
    report.handed_over = len({reference for someone in people for reference in someone.sent})
    report.told = sum(received.values())


@contextmanager
def _reading_as(stack: Stack) -> Iterator[None]:
    """This process reads the records with the run's own settings and key."""
    with mock.patch.dict(os.environ, stack.environment):
        forget_settings()
        try:
            yield
        finally:
            forget_settings()
