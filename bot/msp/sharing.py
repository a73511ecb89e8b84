"""What a message says of who may have what was told: all, a part, not this one, or a change of mind."""

import re

from bot.msp.clauses import JOINING
from bot.msp.relations import RELATION
from bot.msp.turn import Heard, Recipient

PARTS = re.compile(
    r"\b(?:parts?|some (?:of it|bits?|things)|not all|not everything|but not|except|apart from|without|not the (?:bit|part)|only (?:the|some)|leave out)\b",
    re.IGNORECASE,
)
NOT_TO = re.compile(
    r"\b(?:but )?not (?:to|with) (?:my |the |our |his |her )?\w+|\b(?:don'?t|do not|dont|without) (?:tell|let|telling|letting|show|showing)\b"
    r"|\b(?:but )?not (?:the|my|our|his|her) (?:council|social\w*|landlord|school|college|uni\w*|work|boss|hospital|home|manager|staff|agency|bank|church|mosque|family|"
    + "|".join(RELATION)
    + r")\b|\bnot if .{1,30}\b(?:sees?|knows?|finds? out|hears?|reads?|gets?|told)\b"
    r"|\b(?:as long as|if|so long as) .{1,30}\b(?:doesn'?t|don'?t|does not|do not|never|isn'?t|not) (?:know|find out|hear|see|get|told)",
    re.IGNORECASE,
)
ONE_PART = re.compile(r"\b(?:bits?|parts?|about|what i|things?|stuff)\b", re.IGNORECASE)
SOME = re.compile(r"\b(?:not|only|just|except|rest|but|don'?t|do not)\b", re.IGNORECASE)
NO_TO = r"\b(?:not?|never|don'?t|do not|dont|without|except|but not)\b(?:\W+\w+){0,3}?\W+"
NO_AFTER = r"\W{1,3}(?:no|not|none|nothing|never|zero)\b"
YES_AFTER = r"\W{1,3}(?:is |are )?(?:yes|ok(?:ay)?|fine|all ?right|can)\b(?! not|not|n't)"
# less than all, said so that it resembles a no
A_WISH = re.compile(
    r"\b(?:but|only) (?:please )?(?:i (?:would|want|need|can|could|must|should)|i'?d|can i|could i|may i|let me|first|after)\b[^.,;!?]*",
    re.IGNORECASE,
)
NOT_ALL = re.compile(
    r"^\W*(?:no\W+)?not (?:all|everything|the lot|the whole)\b|^\W*(?:only|just) (?:one|some|a|the|that|this) (?:bits?|parts?|of it)?|\b(?:some|part|bits?) of it\b|\bnothing else\b.*\bsend\b|\bsend\b.*\b(?:nothing else|only)\b",
    re.IGNORECASE,
)
CHANGED_MIND = re.compile(
    r"\b(?:changed my mind|you can (?:send|share|tell)|send (?:it|that|the|some|all)|share (?:it|that|the|some)|all of it)\b",
    re.IGNORECASE,
)
NAMES = {
    "gp": r"\b(?:gp|doctor|surgery)\b",
    "police": r"\bpolice\b",
    "support_service": r"\b(?:charity|support service|women'?s aid)\b",
}


def barred(heard: Heard, others: list[Recipient]) -> list[str]:
    """The recipients that a message names with a no: "not the police"."""
    if heard.choice:
        return []
    text, said_yes = heard.text, allowed(heard, others)
    return [
        r.id
        for r in others
        if r.id not in said_yes
        and any(re.search(no, text, re.IGNORECASE) for no in (NO_TO + _name(r), _name(r) + NO_AFTER))
    ]


def allowed(heard: Heard, others: list[Recipient]) -> list[str]:
    """The recipients that a message names with a yes right behind: "doctor yes"."""
    if heard.choice:
        return []
    return [r.id for r in others if re.search(_name(r) + YES_AFTER, heard.text, re.IGNORECASE)]


def _name(recipient: Recipient) -> str:
    return NAMES.get(recipient.id, r"$^")


def named(text: str, others: list[Recipient]) -> set[str]:
    """The recipients that a message names."""
    return {r.id for r in others if re.search(NAMES.get(r.id, r"$^"), text, re.IGNORECASE)}


def name_kept_out(heard: Heard) -> str | None:
    """The words that keep somebody out who is no recipient: "not to the uni". No part of what was told is meant."""
    found = None if heard.choice or ONE_PART.search(heard.text) else NOT_TO.search(heard.text)
    return JOINING.sub("", heard.text[found.start() :]) if found else None


def only_parts(heard: Heard, barred_names: list[str]) -> bool:
    """True if a message gives less than all; a no to somebody who is named is not that, nor is a yes with a wish of its own
    ("yes, but I would like to read it first").
    """
    text = A_WISH.sub(" ", heard.text)
    if NOT_ALL.search(text):
        return True
    for name in barred_names:
        text = re.sub(NO_TO + r"(?:the )?" + NAMES[name], "", text, flags=re.IGNORECASE)
    less = bool(SOME.search(text)) and heard.words > 2 and not barred_names
    return bool(PARTS.search(text)) or less


def says_more_than_names(text: str) -> bool:
    """True if a message says more than whom not to tell: a yes or a no of its own."""
    return bool(re.search(r"\b(?:yes|yeah|ok(?:ay)?|send|share|tell|all)\b", text, re.IGNORECASE))
