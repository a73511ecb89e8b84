"""What this is, who reads it, what must be passed on: a choice, not a wall."""

import re

from bot.msp import answers
from bot.msp.topics import Topic, settle
from bot.msp.topics.safe_to_talk import keep_story
from bot.msp.turn import Turn

CAME_FOR = re.compile(
    r"\b(?:ask|asking|looking for|find out|came (?:here )?(?:for|about)|enquir\w+|wondering)\b", re.IGNORECASE
)


def ask(turn: Turn) -> None:
    """Says it once in full; a second time only the choices."""
    if not turn.account.pending.get("welcomed"):
        turn.account.pending["welcomed"] = True
        turn.say("welcome")
        turn.say("welcome_limits")
    turn.say("ask_welcome")


def hear(turn: Turn) -> None:
    """Start, ask a question, talk to a person, or not now."""
    if turn.heard.choice == "welcome:question":
        turn.account.step = "question"
        turn.say("ask_which_question")
        return
    if turn.heard.choice == "welcome:not_now" or (
        not turn.heard.choice and answers.yes_no(turn.heard) == "no" and turn.heard.words <= 6
    ):
        turn.account.step = "not_now"
        turn.say("not_now")
        turn.then = "end"
        return
    if turn.heard.choice != "welcome:start" and not keep_story(turn) and CAME_FOR.search(turn.heard.text):
        turn.account.add("questions", turn.heard.text, turn.heard.n)
    settle(turn, "welcome")


TOPIC = Topic("welcome", "What this is", ask, hear)
