"""The answer to what was asked after danger: what it was after all, whether it is safe to write, whether to go on."""

import re
from dataclasses import replace

from bot.msp import answers, listening
from bot.msp.account import Alert
from bot.msp.acknowledge import acknowledge
from bot.msp.keeping import keep, keep_aside
from bot.msp.places import was_an_answer
from bot.msp.safe_words import about_something_else, corrected, denied, not_suicidal, owned, safe_now
from bot.msp.safety import danger
from bot.msp.turn import Heard, Turn

DANGER = re.compile(r"\b(?:danger\w*|safe)\b", re.IGNORECASE)
FEW = 6  # words: a no that says more may hold more
STEPS = (
    "danger_now",
    "self_harm",
    "self_harm_go_on",
    "covered",
    "check_danger_now",
    "check_self_harm",
    "check_not_safe_to_talk",
)


def hear(turn: Turn) -> None:
    """The answer after danger. Called while the account's step is one of STEPS."""
    {
        "danger_now": _hear_after_danger,
        "self_harm": _hear_after_self_harm,
        "self_harm_go_on": _hear_go_on,
        "covered": _hear_after_cover,
        "check_danger_now": _hear_check,
        "check_self_harm": _hear_check,
        "check_not_safe_to_talk": _hear_check,
    }[turn.account.step or ""](turn)


def takes_back(turn: Turn) -> bool:
    """True if a message, at any later question, says that they do not want to die, or that there is no danger."""
    unsure = [one for one in turn.account.alerts if one.confirmed is not False]
    standing = [
        one
        for one in unsure
        if (one.level == "self_harm" and not_suicidal(turn.heard))
        or (one.level == "danger_now" and corrected(turn.heard) and DANGER.search(turn.heard.text))
    ]
    if turn.account.step in STEPS or not standing:
        return False
    for alert in standing:
        alert.confirmed, alert.correction = False, turn.heard.text
    turn.then = "alert" if any(alert.raised for alert in standing) else turn.then
    turn.say("safety_corrected")
    return True


def _hear_check(turn: Turn) -> None:
    """No: we go on. Yes, or not sure: all that a sure alert does. Anything else is kept; the alert stays unanswered."""
    alert, answer = turn.account.alerts[-1], answers.yes_no(turn.heard)
    if answer == "no" and not denied(turn.heard, alert.level):
        answer = "not_sure"
    if alert.level == "self_harm" and answer in (None, "yes") and not owned(turn.heard):
        answer = None if about_something_else(turn.heard, answer) else "not_sure"
    if corrected(turn.heard) or answer == "no":
        alert.confirmed, alert.correction = False, turn.heard.text
        was_an_answer(turn.account, alert)
        if turn.heard.words > FEW:
            keep_aside(turn, "safe_to_talk")
        turn.say("check_fine")
        _go_back(turn)
    elif answer in ("yes", "not_sure") or turn.heard.level == alert.level:
        turn.account.alerts.remove(alert)
        again = replace(turn.heard, level=alert.level, level_score=1.0, quote=alert.quote)
        turn.heard = replace(again, text="") if _only_says_so(turn.heard) else again
        danger(turn)
        turn.account.alerts[-1].confirmed = True if answer == "yes" else None
    else:
        _keep_more(turn)
        _go_back(turn)


def _hear_after_danger(turn: Turn) -> None:
    alert = turn.account.alerts[-1]
    refuses = turn.heard.words > 1 and listening.not_wanted(turn.heard.text)  # "no police" is no "no, it is not safe"
    if corrected(turn.heard):
        _correct(turn, alert)
    elif not refuses and answers.yes_no(turn.heard) in ("no", "not_sure"):
        alert.confirmed = True
        _end_unsafe(turn)
    else:
        alert.confirmed = True if alert.confirmed is None else alert.confirmed
        if refuses:
            acknowledge(turn, keep_aside(turn, "safe_to_talk"))
        else:
            _keep_more(turn)
        _go_back(turn)


def _hear_after_self_harm(turn: Turn) -> None:
    alert, answer = turn.account.alerts[-1], answers.yes_no(turn.heard)
    if corrected(turn.heard) or denied(turn.heard):
        _correct(turn, alert)
        return
    if about_something_else(turn.heard, answer):
        # nothing is made of it, and it is not asked again
        _keep_more(turn)
        turn.say("self_harm_any_time")
        _go_back(turn)
        return
    alert.confirmed = True if owned(turn.heard) else alert.confirmed
    alert.correction = turn.heard.text if answer == "no" else alert.correction
    _keep_more(turn)
    turn.account.step = "self_harm_go_on"
    turn.then = "alert"
    turn.say("self_harm_yes", kind="urgent")
    turn.say("ask_go_on")


def _hear_go_on(turn: Turn) -> None:
    if corrected(turn.heard):
        _correct(turn, turn.account.alerts[-1])
        return
    if answers.yes_no(turn.heard) == "no":
        turn.account.step = "again"
        turn.say("rest_now")
        turn.then = "end"
        return
    _keep_more(turn)
    _go_back(turn)


def _hear_after_cover(turn: Turn) -> None:
    answer = safe_now(turn.heard)
    if answer == "yes" and turn.heard.words <= 6:
        _go_back(turn)
    elif answer in ("no", "not_sure"):
        turn.say("cover", kind="cover")
        turn.then = "end"
    else:
        # whoever writes now may not be the person: nothing of the conversation is shown until they say it is safe
        if turn.heard.words > 3:
            keep(turn, "concerns")
        turn.say("ask_safe_now")


def _correct(turn: Turn, alert: Alert) -> None:
    alert.confirmed = False
    alert.correction = turn.heard.text
    turn.then = "alert"
    turn.say("safety_corrected")
    _go_back(turn)


def _end_unsafe(turn: Turn) -> None:
    turn.account.step = "again"
    turn.say("danger_goodbye", kind="urgent")
    turn.then = "end"


def _only_says_so(heard: Heard) -> bool:
    """True if the message answers our question and tells nothing else."""
    answer = answers.yes_no(heard) is not None or answers.plain(heard) or corrected(heard)
    return heard.choice is not None or (heard.words <= 6 and answer)


def _keep_more(turn: Turn) -> None:
    if not _only_says_so(turn.heard):
        keep(turn, "concerns")
        turn.say("noted")


def _go_back(turn: Turn) -> None:
    """Marks it safe; the conversation then returns to where it was (bot/msp/conversation.py, go_on)."""
    turn.account.answers["safe_to_talk"] = "answered"
    turn.account.step = None
    turn.account.misses = 0
