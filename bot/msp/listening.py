"""Listening: what else a message holds besides the answer to what was asked.

Product, "Listening rules": an answer that also holds an outcome, a name not to tell, or somebody to involve is
recorded there too, so that it is not asked again. Everything recorded is a clause of the message, unchanged.
"""

import re

from bot.msp.clauses import sentences
from bot.msp.pieces import pieces

WHO = (
    r"(?:my |our |the |his |her |their |any of |anyone |anybody |nobody |no one )?"
    r"(?!(?:the )?(?:police|me|you|it|this|that|to|what|how|if|why|when|where|a|an)\b)[a-z][\w'-]*"
)
NOT_TOLD = re.compile(
    r"\b\w+ (?:no|not) tell\b|\b(?:nobody|no one|none of them)\b.{0,30}\b(?:is|are) to (?:know|hear|be told|find out)\b"
    r"|\b(?:(?:don'?t|do not|dont|not|never|you (?:can'?t|mustn'?t|must not|cannot)|nobody (?:must|should)|no one (?:must|should)) "
    r"(?:you dare |ever |to |go )?(?:(?:tell|let|inform|involve|bother\w*)\b(?! me\b| you\b| us\b)"
    r"|(?:contact|ring|phone|call|speak to|talk to|ask|go to) (?:my|the|him|her|them|our|his)\b(?! (?:\w+ ){0,2}(?:house|home|phone|mobile|landline|number|work|place)\b))"
    r"|(?:don'?t|do not|dont) want (?:"
    + WHO
    + r" ?){1,3}(?:to be |being |to )?(?:told|tellin|know|knowing|to know|find out|finding out|contacted|involved)"
    r"|(?:rather|prefer) (?:that |if )?" + WHO + r" (?:didn'?t|did not|don'?t|never|not) (?:know|find out|hear)"
    r"|(?:can'?t|cannot|mustn'?t|must not|should not|shouldn'?t|not to) (?:be told|know|find out|hear about)"
    r"|(?:must|should|can) (?:not|never) (?:be told|know|find out|hear))",
    re.IGNORECASE,
)
INVOLVE = re.compile(
    r"\b(?:i )?(?:want|would like|'?d like|like|need) (?!(?:to|some\w*|people|any\w*|help|it|them|him|her|you|the police)\b)(?:my |our )?[\w' ]{2,40}?\b(?:there|with me|involved|(?<!and )(?<!or )to (?:be (?:there|with me|involved|told)|come|help|know|sit))\b"
    r"|\b(?:you can|please|do) (?:talk|speak|tell|ask|ring|call|contact|involve)(?: to| with)? (?:my|our)\b"
    r"|\bhelps me\b|\blooks? out for me\b|\bi trust (?:my|our|only|just)\b",
    re.IGNORECASE,
)
NOT_WANTED = re.compile(
    r"\b(?:i |we )?(?:really |just )?(?:don'?t|do not|dont|wouldn'?t|would not|never) (?:even )?want\b(?! to (?:talk|say|answer|write|do this|be a bother|bother)\b)"
    r"|\b(?:i'?m|i am) (?:scared|afraid|frightened|worried) (?:that )?(?:you|they|social|the police|someone|if i tell|of being|of losing|they'?ll)\b"
    r"|\bi (?:don'?t|dont|do not) want (?:to )?(?:move|moving|leave|go into|a home|any fuss|the police)\b|^\W*(?:but )?(?:no|not) (?:the |any )?(?:visits?|police|fuss|hospital|home|strangers?|social|carers?|men|women)\b"
    r"|^\W*(?:please |just )?(?:don'?t|do not|dont) (?:take|send|move|put|make|split|stop|sack|come)\b"
    r"|\bi (?:will|would) (?:not|never)\b|\bi won'?t (?:go|have|let|be|leave|move)\b",
    re.IGNORECASE,
)
WANTED = re.compile(
    r"\bi(?: really| just| only| do| also| still| all i)* ?(?:want|wish|would like|'?d like|hope)\b(?! to (?:die|kill|end|be dead|hurt)\b| to (?:say|write|add|tell you)\W*(?:$|[.,;]|now\b|here\b|today\b))|\b(?:i'?d|i would) (?:really |just )?(?:like|love|prefer|want)\b"
    r"|\ball i want\b(?! to (?:say|write|add|tell))|\bwhat i want\b(?! to (?:say|write|add|tell))|\bi need (?:him|her|them|it|this|someone|help|to)\b|\bwe (?:want|would like)\b"
    r"|^(?:just |to )?(?:want|wants|wish|would like|be nice if|it would be nice)\b|\bplease (?:make|get|stop|help)\b",
    re.IGNORECASE,
)
# a wish of somebody else: of the one it is about, where another writes; "he turns up when he wants" is none at all
THEY_WANT = re.compile(
    r"(?<!when )(?<!whenever )(?<!what )(?<!whatever )(?<!wherever )(?<!if )(?<!how )(?<!as )(?<!than )(?<!because )(?<!cos )"
    r"\b(?:mum|mam|dad|nan|she|he|they) (?:wants?|would like)\b(?! me\b| us\b| my\b| our\b)",
    re.IGNORECASE,
)
NEGATED = re.compile(r"\bnor\b|n'?t want|\bnot want|\bnever want|\bdo not want", re.IGNORECASE)
WHAT_HAPPENED = re.compile(
    r"^\W*(?:but |and |well,? )?(?:he|she|they|nobody|no one|i|we|my [a-z-]+)(?:'s|'ve)? (?:has|have|had|never|did|didn'?t|does|doesn'?t|fell|hit|hits|took|takes|was|were|is|just) \w+",
    re.IGNORECASE,
)
AHEAD = re.compile(
    r"\b(?:want|wish|hope|like|should|might|may|will|would|could|going to|need|if|worr\w+|scared|afraid|frightened)\b|'ll\b|'d\b",
    re.IGNORECASE,
)


def tells_what_happened(text: str) -> bool:
    """True if the words tell of what happened or did not, and say nothing of what should or might."""
    return bool(WHAT_HAPPENED.search(text)) and not AHEAD.search(text)


# who it is stands before it: "the manager, Donna and the agency must not be told"
NAMED_BEFORE = re.compile(
    r"\b(?:must|should|can|is|are|to)(?:\W?n'?t| not| never)? ?(?:not |never )?(?:to )?(?:be told|know|find out|hear)\b|\b(?:mustn'?t|can'?t|cannot|shouldn'?t) (?:be told|know|find out)\b",
    re.IGNORECASE,
)
WHOLE = 20  # words of a sentence that is kept whole for its names


def told_not_to(text: str) -> list[str]:
    """The sentences that say who must not be told."""
    found = pieces(text, NOT_TOLD)
    for sentence in sentences(text):
        cut = [piece for piece in found if piece in sentence and piece != sentence]
        if cut and NAMED_BEFORE.search(cut[0]) and len(sentence.split()) <= WHOLE and not INVOLVE.search(sentence):
            found[found.index(cut[0])] = sentence
    return found


def to_involve(text: str) -> list[str]:
    """The words that say who should be there or who helps."""
    return [part for part in pieces(text, INVOLVE) if not NOT_TOLD.search(part) and not NOT_WANTED.search(part)]


def not_wanted(text: str) -> list[str]:
    """The words that say what must not happen."""
    return [part for part in pieces(text, NOT_WANTED) if not NOT_TOLD.search(part)]


def wanted(text: str) -> list[str]:
    """The words that say what should happen."""
    return _wishes(text, WANTED)


def they_want(text: str) -> list[str]:
    """The words that say what somebody else would like to happen."""
    return _wishes(text, THEY_WANT)


def _wishes(text: str, pattern: re.Pattern[str]) -> list[str]:
    taken = {*told_not_to(text), *not_wanted(text), *to_involve(text)}
    return [
        part
        for part in pieces(text, pattern)
        if part not in taken and not NOT_WANTED.search(part) and not NEGATED.search(part)
    ]
