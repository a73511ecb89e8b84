"""Who is writing. The voice of a carer or of family is kept apart from the person's (research, section 3)."""

import re

from bot.msp import answers, relations, voices
from bot.msp.account import Account
from bot.msp.acknowledge import acknowledge
from bot.msp.keeping import keep_aside
from bot.msp.matching import telling_words
from bot.msp.topics import Topic, communication, settle
from bot.msp.topics.safe_to_talk import keep_story, tells_of_harm
from bot.msp.turn import Turn

AT_WORK = re.compile(
    r"\b(?:colleague|i work|my job|nurse|support worker|staff|agency|key ?worker|social worker|report a)\b",
    re.IGNORECASE,
)
FOR_ANOTHER = re.compile(r"\b(?:some(?:one|body) else|not (?:for )?me)\b", re.IGNORECASE)
ME = telling_words(
    "myself own behalf someone somebody else writing write yes no it's its just only am im here above wrote already nobody who"
)
RATHER_NOT = re.compile(
    r"^\W*(?:i'?d |i would )?(?:rather|prefer) not\b|\bdon'?t want to say\b|^\W*skip\b", re.IGNORECASE
)
GO_ON = re.compile(r"^\W*(?:start|go on|continue|next|begin|ready)\W*$", re.IGNORECASE)
KNOWS = re.compile(r"\b(?:knows|aware|told (?:him|her|them)|asked me|with me|next to me)\b", re.IGNORECASE)
NOT_KNOWS = re.compile(
    r"(?:n't|\b(?:does|did|is|has|do|are)nt|\bnot|\bnever)\b.{0,20}\b(?:know|told|aware)", re.IGNORECASE
)
FEW, SHORT = 6, 8  # words
STEPS = ("relation", "authority", "knows", "alone")


def ask(turn: Turn) -> None:
    """Asks what is not known yet."""
    account = turn.account
    if account.role != "person" and account.step is None:
        account.step = _after(account, None)
    turn.say(f"ask_who_{account.step}" if account.step else "ask_who")


def hear(turn: Turn) -> None:
    """For themself: done. For another: how they know each other, by what right, does the person know, can we hear them."""
    account = turn.account
    if account.step is None:
        if RATHER_NOT.search(turn.heard.text):
            settle(turn, "who")
            return
        if answers.bare_yes(turn.heard) or GO_ON.match(turn.heard.text):
            ask(turn)  # "ok" and "start" answer neither
            return
        if turn.heard.words > SHORT or not voices.speaks_for_themself(turn.heard.text):
            keep_story(turn)
        if _for_themself(turn):
            _keep_who(turn)
            settle(turn, "who")
            return
        if account.role == "person":
            voices.begin_on_behalf(account)
    else:
        _keep(turn, account.step)
    account.step = _after(account, account.step)
    if account.step is None:
        settle(turn, "who")
    else:
        ask(turn)


def _keep_who(turn: Turn) -> None:
    """Keeps a name, or what helps them to understand, that somebody says beside being who it is about."""
    heard = turn.heard
    if heard.choice or heard.words > SHORT or not telling_words(heard.text) - ME or heard.concerns:
        return
    field = "communication" if communication.needs(heard.text) else "concerns"
    turn.account.add(field, heard.text, heard.n)


def _for_themself(turn: Turn) -> bool:
    heard = turn.heard
    if heard.choice:
        return heard.choice != "who:other"
    if turn.account.voice == "representative":
        return False  # their words have just said so
    if named := relations.names_somebody(heard.text):
        voices.begin_on_behalf(turn.account)
        turn.account.role, turn.account.relation = named
        return False
    if voices.speaks_for_themself(heard.text):
        return True
    return not voices.notice(turn) and answers.yes_no(heard) != "no" and not FOR_ANOTHER.search(heard.text)


def _keep(turn: Turn, step: str) -> None:
    account, heard = turn.account, turn.heard
    if step == "relation":
        account.relation = heard.text
        keep_story(turn)
        words = heard.text.lower().replace(",", " ").replace(".", " ").split()
        known = next((relations.RELATION[word] for word in words if word in relations.RELATION), None)
        account.role = known or (
            "worker" if AT_WORK.search(heard.text) else "carer" if "care" in heard.text.lower() else account.role
        )
    elif step == "authority":
        account.person_knows = _told(heard.text)  # "no, and she does not know I am writing"
        few = heard.words < FEW or account.person_knows is not None
        account.authority = "none" if answers.yes_no(heard) in ("no", "not_sure") and few else heard.text
    elif step == "knows":
        account.person_knows = answers.yes_no(heard) or _told(heard.text) or "not_sure"
    if step != "relation" and tells_of_harm(heard) and keep_story(turn):
        return
    if heard.words > 2 and not heard.choice and (step in ("knows", "alone") or account.person_knows is not None):
        account.add("who", heard.text, heard.n)
        acknowledge(turn, keep_aside(turn, "who"))
    if step == "alone" and communication.needs(heard.text):
        account.add("communication", heard.text, heard.n)
        account.answers["communication"] = "answered"


def _told(text: str) -> str | None:
    """Whether the person knows that somebody writes for them, if the words say so."""
    return "no" if NOT_KNOWS.search(text) else "yes" if KNOWS.search(text) else None


def _after(account: Account, step: str | None) -> str | None:
    rest = STEPS[STEPS.index(step) + 1 :] if step else STEPS
    known = {"relation": account.relation, "authority": account.authority, "knows": account.person_knows, "alone": None}
    return next((name for name in rest if known[name] is None), None)


TOPIC = Topic("who", "Who is writing", ask, hear, steps=STEPS)
