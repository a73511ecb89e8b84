"""Is it safe to talk now? Always first, and again whenever something was not safe (research, section 3)."""

from bot.msp import after_danger, safe_words, voices
from bot.msp.keeping import keep
from bot.msp.topics import Topic, settle
from bot.msp.turn import Heard, Turn

TOLD = 0.8


def ask(turn: Turn) -> None:
    """Asks, in words that fit how we came here: first, after a break, or after danger."""
    turn.say("ask_safe_to_talk" if turn.account.step is None else "ask_safe_now")


def hear(turn: Turn) -> None:
    """Yes goes on. No, or not sure, ends gently. A story told instead is kept, and counts as a yes the second time."""
    account = turn.account
    if account.step in after_danger.STEPS:
        after_danger.hear(turn)
        return
    answer = safe_words.safe_now(turn.heard)
    if answer in ("no", "not_sure"):
        account.step = "again"
        turn.say("not_safe_goodbye")
        turn.then = "end"
        return
    kept = (answer != "yes" or turn.heard.words > 5) and keep_story(turn)
    if answer != "yes" and account.misses == 0 and account.step != "again":
        account.misses += 1
        if kept:
            turn.say("kept_before_safe")
        ask(turn)
        return
    settle(turn, "safe_to_talk")


def tells_of_harm(heard: Heard) -> bool:
    """True if a message is so likely to tell of harm that it is a story, whatever else it answers."""
    return any(code.score >= TOLD for code in heard.concerns)


def keep_story(turn: Turn) -> bool:
    """Keeps what somebody writes before they were asked about it, so that they need not say it again. True if it did."""
    heard = turn.heard
    if heard.words >= 4 and not heard.choice and (heard.intent in ("inform", "on_behalf") or heard.concerns):
        voices.notice(turn)
        if voices.HURTS_ME.search(heard.text) and turn.account.voice == "person":
            turn.account.answers["who"] = "answered"
        if turn.account.asks == "who" and turn.account.voice == "representative" and not heard.concerns:
            turn.account.add("who", heard.text, heard.n)
            return True
        if heard.concerns or heard.words >= 12:
            keep(turn, "concerns")
            turn.say("thank_you_for_telling" if heard.concerns else "noted")
            return True
    return False


TOPIC = Topic("safe_to_talk", "Is it safe to talk?", ask, hear)
