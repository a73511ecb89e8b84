"""What somebody puts right in passing, at any question: the number, a day or a sum, who may know, that nobody is at risk.

It is changed where it stands, and the question that was open is asked again; what else the message holds is heard as ever.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.msp import answers, corrections, listening
from bot.msp.clauses import sentences
from bot.msp.corrections import THING
from bot.msp.keeping import rescore
from bot.msp.matching import best_match, numbered, telling_words
from bot.msp.read_back import lines
from bot.msp.turn import Turn, quoted

NOT_ASKED_THEN = ("safe_to_talk", "feeling_safe", "safe_contact")  # where numbers and days are the answer
# what is called no wish is what was written down just before
JUST_BEFORE = 8  # messages, ours counted too
FEW_SAID = 12  # words
FEW = 7  # words of a sentence that only puts the number right
THE_SCORE = re.compile(
    r"\b(?:score|scale|safe\w*|out of (?:10|ten)|(?:make|put|call) (?:it|that|me)|(?:i'?d|id|i would) say)\b",
    re.IGNORECASE,
)
I_SAID = re.compile(r"\b(?:i (?:said|meant|mean)|should be|change (?:it|that) to|actually|not)\b", re.IGNORECASE)

# the number is the end of it: "id say 2 of them" is none
ENDS = re.compile(
    rf"(?:\d|{'|'.join(answers.NUMBERS)})\W*(?:(?:out of (?:10|ten)|/ ?10|now|maybe|today|instead|please|then|thanks|sorry|really|tbh|i think|not (?:an? )?\w+)\W*)*$",
    re.IGNORECASE,
)
NEW_NOT_OLD = re.compile(
    rf"\b(?P<new>{THING}),? (?:and )?not (?:on |in |at |for |from )?(?P<old>{THING})(?![\w.,]*\d)", re.IGNORECASE
)
NOT_OLD_NEW = re.compile(
    rf"\b(?:not|n't|isnt|wasnt) (?:on |in |at |for |from )?(?P<old>{THING})\b(?:(?!\bnot\b).){{0,60}}?\b(?:it was|it is|it'?s|but|was|is|for|on|the)\s(?:on |for )?(?P<new>{THING})",
    re.IGNORECASE | re.DOTALL,
)

MAY_KNOW = re.compile(
    r"\b(?:can|may|is allowed to|are allowed to|is ok(?:ay)? to|should) (?:know|be told|hear)\b|\b(?:you can|please|do) tell\b|\bi want (?:her|him|them|\w+) (?:in on it|to know)\b",
    re.IGNORECASE,
)
TELLING = telling_words("tell told know knows let must never should anyone anybody please nobody no not dont")
NOT_A_WISH = re.compile(
    r"\b(?:not|isn'?t|isnt|wasn'?t|wasnt|hardly|never)\b.{0,14}\b(?:my|a|what i|something i|thing i)\b.{0,6}\b(?:wish|want|wished|meant|thing)\w*\b(?! to\b)|\bthey are not wishes\b|\bthat was (?:for|to) you\b",
    re.IGNORECASE,
)
NOT_OF_THE_TEAM = re.compile(
    r"\b(?:not|n't|dont|doesnt|never|nobody|none)\b.{0,24}\b(?:work\w*|in|of|from|about)\b.{0,12}\b(?:the (?:adult |safeguarding )*team|your (?:lot|team)|for you)\b",
    re.IGNORECASE,
)
CODE_WORD = re.compile(
    r"\bcode ?word\b.{0,12}?\b(?:is|should be|be|make it|:)\s*(?:only |just |now |to be )?[\"“']?(?!not\b|wrong\b|no\b)(\w+(?: \d+)?)",
    re.IGNORECASE,
)
# plain, whoever was spoken of before
AT_NO_RISK = re.compile(
    r"\b(?:at no risk|(?:isn'?t|isnt|aren'?t|arent|not) (?:at (?:any )?risk|in (?:any )?danger)|nobody (?:else )?(?:is |at |in )*(?:hurt|risk|danger)|no ?one (?:else )?(?:is )?(?:at risk|in danger|hurt)|never (?:touched|hurt|harmed) (?:him|her|them|\w+)"
    r"|no (?:child|children|kids?)\W+(?:no|nobody|no one)|(?:child|children|kids?) (?:no|wrong)\b(?! longer| more))",
    re.IGNORECASE,
)


def put_right(turn: Turn) -> bool:
    """Puts right what the message says is wrong. True if that was all it said; else its other sentences remain to be heard."""
    account, heard = turn.account, turn.heard
    if heard.choice or account.asks in NOT_ASKED_THEN:
        return False
    used: set[str] = set()
    for part in sentences(heard.text):
        if any(fix(turn, part) for fix in FIXES):
            used.add(part)
    if swapped(turn, heard.text):
        used.update(sentences(heard.text))
    rest = " ".join(part for part in sentences(heard.text) if part not in used)
    if not used:
        return False
    account.corrections += 1
    if len(telling_words(rest)) <= 1:
        return True
    turn.heard = replace(heard, text=rest)
    return False


def rescored(turn: Turn, part: str) -> bool:
    """ "Make it a 4", "i said 9 not 2": another number in the place of the one that stands."""
    account = turn.account
    known = account.score if account.voice == "person" else account.representative_score
    if known is None or len(part.split()) > FEW or (numbered(part) and not THE_SCORE.search(part)):
        return False
    if not THE_SCORE.search(part) and not (I_SAID.search(part) and re.search(rf"\b{known}\b", part)):
        return False
    try:
        number = answers.score(part)
    except ValueError:
        return False
    if number is None or number == known or not ENDS.search(part):
        return False
    rescore(account, number, turn.heard.n)
    turn.say("score_noted", words=number)
    return True


def may_know(turn: Turn, part: str) -> bool:
    """ "No, Carol CAN know": who stands among those who must not be told, and is to be part of it after all."""
    account = turn.account
    said = MAY_KNOW.search(part)
    if said is None or listening.told_not_to(part):
        return False
    names = telling_words(part[: said.start()] or part[said.end() :])
    wrong = [one for one in account.current("people.must_not_be_told") if names & telling_words(one.own_words)]
    # "dont tell carol or my mum" stays for mum's sake
    wrong = [
        one
        for one in wrong
        if not (listening.told_not_to(one.own_words) and telling_words(one.own_words) - names - TELLING)
    ]
    for one in wrong:
        one.status = "withdrawn"
    if wrong:
        account.add("people.involve", part, turn.heard.n)
        turn.say("heard_involve", words=quoted(part, 80))
    return bool(wrong)


def at_no_risk(turn: Turn, part: str) -> bool:
    """ "They are at no risk": no answer of ours to what was heard as others at risk may stand against that."""
    account = turn.account
    if account.asks == "others_at_risk" or account.others_at_risk != "yes" or not AT_NO_RISK.search(part):
        return False
    account.others_at_risk, account.children_at_risk = "no", False
    account.add("others_at_risk", part, turn.heard.n)
    turn.say("others_at_no_risk")
    return True


def no_wish(turn: Turn, part: str) -> bool:
    """ "That is not my wish, that was for you": the wish that the message speaks of, or else what was written down last."""
    if not NOT_A_WISH.search(part):
        return False
    wishes = [line for line in lines(turn.account) if line.field == "outcomes" and line.statement]
    if not wishes:
        return False
    named = best_match(NOT_A_WISH.sub(" ", turn.heard.text), wishes)
    newest = max(line.statement.n for line in wishes if line.statement)
    if named is None and (turn.heard.n - newest > JUST_BEFORE or len(part.split()) > FEW_SAID):
        return False
    for line in [named] if named else [line for line in wishes if line.statement and line.statement.n == newest]:
        if line.statement:
            line.statement.status = "withdrawn"
    turn.say("taken_out")
    return True


def no_conflict(turn: Turn, part: str) -> bool:
    """ "He does not work for the team": then it goes to the team, and not to the one who stands apart from it."""
    account = turn.account
    if not account.conflict_of_interest or account.asks == "conflict" or not NOT_OF_THE_TEAM.search(part):
        return False
    account.conflict_of_interest = False
    for said in account.current("conflict"):
        said.field = "concerns"
    turn.say("no_conflict_noted")
    return True


def coded(turn: Turn, part: str) -> bool:
    """ "The code word is just buttercup": another word in the place of the one that stands."""
    account = turn.account
    stands = account.current("safe_contact.code_word")
    told = CODE_WORD.search(part)
    if not stands or told is None:
        return False
    corrections.replace(account, stands[-1], told.group(1))
    turn.say("heard_code_word", words=quoted(told.group(1), 40))
    return True


def swaps(text: str) -> tuple[str, str] | None:
    """The day, date, sum or place that a text puts right, and the right one: "it was Wednesday, not Tuesday". None if none."""
    found = NEW_NOT_OLD.search(text) or NOT_OLD_NEW.search(text)
    if found is None or not any(
        kind.fullmatch(found["old"]) and kind.fullmatch(found["new"]) for kind in corrections.KINDS
    ):
        return None
    return found["old"], found["new"]


def swapped(turn: Turn, text: str) -> bool:
    """Puts the right day, date, sum or place where the wrong one stands."""
    found = swaps(text)
    if found is None:
        return False
    old, new = found
    pattern = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)", re.IGNORECASE)
    account = turn.account
    wrong = [one for one in account.statements if one.status == "current" and pattern.search(one.own_words)]
    right = [corrections.replace(account, one, pattern.sub(new, one.own_words)) for one in wrong]
    if right:
        turn.say("corrected", words=", ".join(quoted(one.own_words, 80) for one in right))
    return bool(right)


FIXES: tuple[Callable[[Turn, str], bool], ...] = (rescored, may_know, at_no_risk, no_wish, no_conflict, coded)
