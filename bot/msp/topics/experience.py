"""How was this for you? Optional, about the conversation and not about a worker (research, section 1.1)."""

import re

from bot.msp import answers
from bot.msp.account import Account
from bot.msp.keeping import keep
from bot.msp.topics import Topic, settle
from bot.msp.turn import Turn

MORE_TO_SAY = re.compile(r"\b(?:forgot|also|another thing|one more thing|should have said|i meant to)\b", re.IGNORECASE)


def ask(turn: Turn) -> None:
    """Asks once."""
    turn.say("ask_experience")


def hear(turn: Turn) -> None:
    """Keeps the words apart from the summary, and closes."""
    if not answers.nothing_more(turn.heard) and turn.heard.text:
        turn.account.add("experience", turn.heard.text, turn.heard.n)
        if turn.heard.concerns or MORE_TO_SAY.search(turn.heard.text):
            keep(turn, "concerns")
    turn.say("experience_thanks")
    settle(turn, "experience")


def wanted(account: Account) -> bool:
    """Only after something was sent: who declined is not asked for more."""
    return account.handed_over_at is not None


TOPIC = Topic("experience", "How this was for you", ask, hear, wanted=wanted, on_map=False)
