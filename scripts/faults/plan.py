"""What breaks, when and for how long: all of it from the seed."""

import random
from dataclasses import dataclass

KILLED = ("door", "rasa", "actions", "inbox", "outbox")
OTHERS = ("actions hung", "disk full", "redis stopped", "clock moved", "receiver failing")
OF_ENGINE = {"sqlite": "database locked", "postgresql": "database restarted"}
EARLIEST, LATEST = 1, 16  # a person's message after which something breaks
LONGEST_DELAY = 0.25  # seconds: about a turn
SECONDS = (0.5, 6.0)


@dataclass(frozen=True)
class Strike:
    """Something that breaks `delay` seconds after a conversation's message of that number, for `seconds` if it lasts."""

    kind: str
    conversation: int
    message: int
    delay: float
    seconds: float


def kinds(engine: str) -> list[str]:
    """Everything that can break on this engine."""
    return [*(f"{part} killed" for part in KILLED), *OTHERS, OF_ENGINE[engine]]


def strikes(seed: int, conversations: int, engine: str) -> list[Strike]:
    """One for every two conversations, every kind at least once and about as often as the others."""
    chosen, known = random.Random(f"strikes {seed}"), kinds(engine)
    count = max(len(known), conversations // 2)
    return [
        Strike(
            kind=known[number % len(known)],
            conversation=chosen.randrange(conversations),
            message=chosen.randint(EARLIEST, LATEST),
            delay=chosen.uniform(0, LONGEST_DELAY),
            seconds=chosen.uniform(*SECONDS),
        )
        for number in range(count)
    ]
