"""Who helps you, and who must not be told?"""

import re

from bot.msp import answers, listening, reaching
from bot.msp.acknowledge import acknowledge, say_back
from bot.msp.clauses import sentences
from bot.msp.keeping import VERY_SURE as SURE
from bot.msp.keeping import keep, keep_aside, record, said_before
from bot.msp.topics import Topic, settle
from bot.msp.turn import Turn, quoted

HELPS = re.compile(r"\b(?:helps?|can|may|could|knows?|trust|support\w*|there|involved?)\b", re.IGNORECASE)
SAYS_NOBODY = re.compile(r"^\W*(?:nobody|no one|noone|none)\W*$", re.IGNORECASE)
AS_IT_STANDS = re.compile(
    r"^\W*(?:(?:yes+|yeah|yep|aye|ok(?:ay)?)\b\W*)?(?:(?:that'?s|that is|they'?re|they are|those are) "
    r"(?:right|correct|true|it|all|him|her|them)|right|correct|(?:just|only) (?:him|her|them|those))\W*(?:thanks?|thank you|ta)?\W*$",
    re.IGNORECASE,
)

NOBODY = re.compile(r"^\W*(?:nobody|no one|none|not|never)\b(?! else\b).{3}", re.IGNORECASE)
JUST = re.compile(r"\b(?:no|just|only|nobody|no one|else|but)\b", re.IGNORECASE)


def ask(turn: Turn) -> None:
    """First who should be part of it, then who must not know."""
    account = turn.account
    if account.step is None:
        _ask(turn, "people.involve", "involve")
    else:
        _ask(turn, "people.must_not_be_told", "not_told")


def _ask(turn: Turn, field: str, wording: str) -> None:
    known = turn.account.current(field)
    if known:
        turn.say(f"check_people_{wording}", known="; ".join(quoted(said.own_words, 80) for said in known))
    else:
        turn.say(f"ask_people_{wording}")


def hear(turn: Turn) -> None:
    """An answer that names both is taken apart: what says "do not tell" is kept there, wherever it was said."""
    account, heard = turn.account, turn.heard
    if answers.bare_yes(heard):
        turn.say("tell_me")
        return
    if account.step is None:
        if not _as_it_stands(turn, "people.involve"):
            _hear_involve(turn)
        account.step = "not_told"
        if not (listening.told_not_to(heard.text) and heard.words > 6):
            ask(turn)
            return
    elif not (answers.nothing_more(heard) or _as_it_stands(turn, "people.must_not_be_told")):
        also = keep(turn, "people.must_not_be_told")
        turn.say("not_told_noted", words=quoted(heard.text, 80))
        acknowledge(turn, [field for field in also if not field.startswith("people")])
    settle(turn, "people")


def _as_it_stands(turn: Turn, field: str) -> bool:
    """True if they only say that what was told before is right: "yes that is right", "just him", "no just his mother"."""
    if not turn.account.current(field):
        return False
    return said_before(turn.account, field, JUST.sub("", turn.heard.text)) or bool(AS_IT_STANDS.match(turn.heard.text))


def _hear_involve(turn: Turn) -> None:
    heard = turn.heard
    if answers.nothing_more(heard):
        if (
            not turn.account.current("people.involve")
            and heard.words <= 2
            and SAYS_NOBODY.match(heard.text)
            and not heard.choice
        ):
            turn.account.add("people.involve", heard.text, heard.n)
        return
    not_told = listening.told_not_to(heard.text)
    if not_told and not_told == [heard.text]:
        record(turn, "people.must_not_be_told", heard.text)
    else:
        keep_words(turn, not_told)
    also = keep_aside(turn, "people.involve")
    say_back(
        turn, "heard_involve", [said.own_words for said in turn.account.current("people.involve") if said.n == heard.n]
    )
    acknowledge(turn, [field for field in also if field != "people.involve"])


def keep_words(turn: Turn, without: list[str]) -> None:
    """Keeps the message as who to involve, less what says who must not be told, what happened, or how to reach them."""
    words = turn.heard.text
    for clause in without:
        words = words.replace(clause, "").strip(" .,;")
    parts = sentences(words)
    harm = [code.quote for code in turn.heard.concerns if code.score >= SURE]
    for part in parts if len(parts) > 1 else []:
        if NOBODY.match(part):
            record(turn, "people.must_not_be_told", part)
        elif HELPS.search(part) or not (reaching.ways(part) or any(quote in part for quote in harm)):
            continue
        words = words.replace(part, "").strip(" .,;")
    if words:
        record(turn, "people.involve", words)


TOPIC = Topic("people", "Who helps, and who must not know", ask, hear, open=True, steps=("not_told",))
