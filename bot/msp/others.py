"""Children and others that a message speaks of."""

import re

from bot.msp.pieces import pieces

YOUNG = re.compile(
    r"\b(?:aged?|is|was|only|just|turning|turned|he'?s|she'?s|they'?re|a) (?:only |just |about )?(?:[1-9]|1[0-7])\b(?! ?(?:am|pm|o'?clock|days?|weeks?|months?|times|out of|/))"
    r"|\b(?:[1-9]|1[0-7])[- ]?(?:years?|yrs?|yr|yo|months?)\b(?!\s*ago)|\bat school\b|\bunder 18\b",
    re.IGNORECASE,
)
CHILDREN = re.compile(
    r"\b(?:child|children|kid|kids|kiddies|bairns?|weans?|baby|babies|toddler|grand(?:child|children|kids|son|daughter|daughters|sons)|"
    r"my (?:little|wee|youngest|eldest) (?:boy|girl|one|lad|lass)|(?:son|daughter|girl|boy|nephew|niece)s?,? (?:who is |who are |they'?re |aged |is |are )?(?:only )?(?:[1-9]|1[0-7])\b)",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"\b(?:others?|another|residents|families|someone else|everyone|both of us|us all|each of us|my (?:brother|sister|flatmate|mate|friend|mum|dad)|(?:the|my|our|her|his|both) (?:girls|boys|lads|daughters?|sons?|little ones?))\b",
    re.IGNORECASE,
)


def children(text: str) -> bool:
    """True if children are spoken of."""
    return bool(CHILDREN.search(re.sub(r"\bno (?:children|kids|child)\b", "", text, flags=re.IGNORECASE)))


def young(text: str) -> bool:
    """True if an age below 18 is named: asked about others, that is a child."""
    return bool(YOUNG.search(text))


def of_the_young(text: str) -> bool:
    """True if the words may be about children, where their ages were told elsewhere: "the girls see it"."""
    return bool(re.search(r"\b(?:girls?|boys?|lads?|daughters?|sons?|little ones?)\b", text, re.IGNORECASE))


def speaks_of_others(text: str) -> bool:
    """True if children or others are spoken of."""
    return children(text) or bool(OTHERS.search(text))


def about_others(text: str) -> str:
    """The words that speak of others: children first, then "others" of any kind, else all of it."""
    return next((found[0] for pattern in (CHILDREN, OTHERS) if (found := pieces(text, pattern))), text)
