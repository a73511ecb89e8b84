"""The topics of the conversation, in the order the bot takes them unless the person chooses another.

Each topic is one file: how it is asked, and how an answer to it is heard. Ids are the contract's and stay.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.msp.account import Account
from bot.msp.turn import Turn


def always(_account: Account) -> bool:
    """A topic that belongs in every conversation."""
    return True


@dataclass(frozen=True)
class Topic:
    """`ask` says its question (of the account's current step); `hear` takes an answer to it.

    `open` means that anything typed is an answer in the person's own words, so that what sounds like a wish to stop or
    to say no ("to be left alone") is heard as the answer it is. `title` is what the map of topics shows. `steps` are the
    further questions of the topic: skipping one goes to the next.
    """

    id: str
    title: str
    ask: Callable[[Turn], None]
    hear: Callable[[Turn], None]
    open: bool = False
    wanted: Callable[[Account], bool] = always
    on_map: bool = True
    steps: tuple[str, ...] = ()


def settle(turn: Turn, topic: str, how: str = "answered") -> None:
    """Marks a topic as answered, skipped or not_sure."""
    turn.account.answers[topic] = how
    turn.account.step = None
    turn.account.misses = 0
