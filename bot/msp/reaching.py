"""How and when somebody can be reached, as a message says it."""

import re

from bot.msp.pieces import pieces

WHEN = re.compile(
    r"\b(?:after|before|between|until|till?|from|any ?time|mornin\w*|afternoons?|evenin\w*|weekdays?|weekends?|(?:office|working|work|business|school) hours|daytime|night|lunch\w*|"
    r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:days?)?|when (?:he|she|they|i|i?m|my)|while (?:he|she|they)|not (?:on|when|before|after|at)|"
    r"\d{1,2}(?::\d\d)?\s*(?:am|pm)|o'?clock)\b",
    re.IGNORECASE,
)
WAYS = re.compile(
    r"(?<!\d)(?:0\d[\d ]{8,12}|\+\d[\d ]{9,14})\d\b|[\w.+-]+@[\w-]+\.\w+"
    r"|(?:^\W*|[,.;]\s*|\b(?:please|you can|can you|could you|best to|better to|only|never|don'?t|do not|dont|or|and|but|just) )(?:text|ring|phone|call|e-?mail|whatsapp|message|reach) me\b"
    r"|\bno (?:tele)?(?:phone )?calls?\b(?! from)|\b(?:texts?|messages?|e-?mails?|letters?|whatsapp) only\b"
    r"|(?<!he )(?<!she )(?<!they )\b(?:only|just) (?:by )?(?:texts?|messages?|e-?mails?|letters?|whatsapp)\b(?! me\b| us\b| from)"
    r"|^\W*(?:please )?(?:don'?t|do not|dont|never) (?:ring|phone|call|text)\W*(?:$|,|on\b|at\b|in\b|before\b|after\b|when\b)"
    r"|\b(?:never|not|don'?t (?:use|call|ring|text)|no) (?:on |to |at )?(?:my|the|our|this) (?:phone|mobile|landline|house|home|e-?mail|number|work)\b",
    re.IGNORECASE,
)


def times(text: str) -> bool:
    """True if the words say when it is safe, or not."""
    return bool(WHEN.search(text))


def ways(text: str) -> list[str]:
    """The words that say how to reach somebody, or how not."""
    return pieces(text, WAYS)
