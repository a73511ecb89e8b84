"""What must happen when a message holds danger, whatever was asked (research, section 3; product, "Safety levels").

The exact words, the time and what was shown are kept. The person can always correct us; their words and their
correction both stay.
"""

import re

from bot.msp.account import Alert, utc_now
from bot.msp.keeping import keep
from bot.msp.places import answered, field_of
from bot.msp.safe_words import in_so_many_words, watched_now
from bot.msp.turn import Turn

SURE = 0.5  # below this score we ask before a worker is told
ANSWERED_BY = "safe_to_talk"
# before anything was told, "I don't know if I should be here" may be about this chat: we ask before a worker is told
BEFORE = ("safe_to_talk", "welcome", "who", "communication")
HESITATES = re.compile(
    r"\b(?:should|ought to|meant to|supposed to) (?:really |even )?be (?:on )?(?:here|doing this|writing|on this)\b(?! any ?more)",
    re.IGNORECASE,
)


def already_dealt_with(turn: Turn) -> bool:
    """True if these very words were answered as danger before: whoever says them again answers what was asked."""
    return any(alert.quote in turn.heard.text for alert in turn.account.alerts if len(alert.quote.split()) > 2)


def danger(turn: Turn) -> None:
    """Danger of any level. Where the understanding is unsure, the numbers are shown and the person is asked first."""
    heard = turn.heard
    doubts_us = turn.account.asks in BEFORE and bool(HESITATES.search(heard.text))
    # heard between the lines: they are asked first; a score of 1 is what they said when they were
    unsaid = heard.level == "self_harm" and heard.level_score < 1 and not in_so_many_words(heard)
    if (
        heard.level_score < SURE
        or unsaid
        or doubts_us
        or (heard.level == "not_safe_to_talk" and not watched_now(heard))
    ):
        _check(turn)
    else:
        {"danger_now": danger_now, "self_harm": self_harm, "not_safe_to_talk": not_safe_to_talk}[turn.heard.level](turn)


def danger_now(turn: Turn) -> None:
    """Stops asking, shows 999 at once, says who must be told, and asks only whether it is safe to write."""
    again = _raise_alert(turn, "danger_now", ["999", "team", "not_watched", "told_first"])
    turn.say("danger_again" if again else "danger_now", kind="urgent")
    if not again:
        turn.say("danger_must_tell", kind="urgent")
    _wait_for(turn, "danger_now")
    turn.say("ask_danger_safe_to_write", kind="urgent")


def self_harm(turn: Turn) -> None:
    """Acknowledges, gives 999, Samaritans and a human, and asks directly and kindly."""
    _raise_alert(turn, "self_harm", ["999", "samaritans", "team", "not_watched", "told_first"])
    turn.say("self_harm", kind="urgent")
    turn.say("self_harm_must_tell", kind="urgent")
    _wait_for(turn, "self_harm")
    turn.say(_of_whom(turn, "ask_self_harm"), kind="urgent")


def not_safe_to_talk(turn: Turn) -> None:
    """Covers the screen with neutral words; nothing more is sent until the person writes."""
    _raise_alert(turn, "not_safe_to_talk", ["cover"])
    _wait_for(turn, "covered")
    turn.say("cover", kind="cover")
    turn.then = "end"


def _check(turn: Turn) -> None:
    """Unsure: shows the numbers and asks. A worker is told only if the person does not say no."""
    level = turn.heard.level
    shown = {"danger_now": ["999"], "self_harm": ["999", "samaritans"], "not_safe_to_talk": []}[level]
    turn.account.alerts.append(
        Alert(level, turn.heard.quote or turn.heard.text, utc_now(), turn.heard.n, shown, raised=False)
    )
    _keep_as_answer(turn)
    _wait_for(turn, f"check_{level}")
    if shown:
        turn.say(f"check_{level}", kind="urgent")
    question = _of_whom(turn, "ask_check_self_harm") if level == "self_harm" else f"ask_check_{level}"
    turn.say(question, kind="urgent" if shown else "text")


def _of_whom(turn: Turn, question: str) -> str:
    """Somebody who writes for another is asked about "someone", not about themself."""
    return question if turn.account.voice == "person" else f"{question}_them"


def _raise_alert(turn: Turn, level: str, shown: list[str]) -> bool:
    """Keeps the alert and the words. Returns whether the same danger was already spoken of and not corrected."""
    account, heard = turn.account, turn.heard
    again = any(alert.level == level and alert.confirmed is not False for alert in account.alerts)
    account.alerts.append(Alert(level, heard.quote or heard.text, utc_now(), heard.n, shown))
    if level != "not_safe_to_talk":
        turn.then = "alert"
    if level != "not_safe_to_talk" or heard.words > 12:
        _keep_as_answer(turn)
    return again


def _keep_as_answer(turn: Turn) -> None:
    """What says danger is about what is happening, whatever was asked; what it holds besides is kept where it belongs.

    That somebody reads along, or that others are in danger, may be the answer, and is kept as that.
    """
    field = field_of(turn.account) or "concerns"
    if turn.heard.level != "not_safe_to_talk" and field != "others_at_risk":
        field = "concerns"
    if turn.heard.words > 2:
        keep(turn, field)
        if field != "concerns":
            answered(turn.account)


def _wait_for(turn: Turn, step: str) -> None:
    account = turn.account
    account.pending.pop("change", None)  # what comes next answers us, and is not the new words of a line
    if account.asks and account.asks != ANSWERED_BY:
        account.back_to = f"{account.asks}/{account.step or ''}"
    account.answers.pop(ANSWERED_BY, None)
    account.asks, account.step = ANSWERED_BY, step
