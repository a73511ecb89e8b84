"""Listening: what else a message holds besides the answer to what was asked.

Product, "Listening rules": an answer that also holds an outcome, a name not to tell, or somebody to involve is
recorded there too, so that it is not asked again. Everything recorded is a clause of the message, unchanged.
"""

import re

from bot.msp.clauses import clauses, sentences

WHO = (
    r"(?:my |our |the |his |her |their |any of |anyone |anybody |nobody |no one )?"
    r"(?!(?:the )?(?:police|me|you|it|this|that|to|what|how|if|why|when|where|a|an)\b)[a-z][\w'-]*"
)
NOT_TOLD = re.compile(
    r"\b(?:(?:don'?t|do not|dont|not|never|you (?:can'?t|mustn'?t|must not|cannot)|nobody (?:must|should)|no one (?:must|should)) "
    r"(?:you dare |ever |to |go )?(?:(?:tell|let|inform|involve|bother\w*)\b(?! me\b| you\b| us\b)"
    r"|(?:contact|ring|phone|call|speak to|talk to|ask|go to) (?:my|the|him|her|them|our|his)\b)"
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
WHEN = re.compile(
    r"\b(?:after|before|between|until|till?|from|any ?time|mornings?|afternoons?|evenings?|weekdays?|weekends?|(?:office|working|work|business|school) hours|daytime|night|lunch\w*|"
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
RELATIONS = {
    "family": "mother mum mam mummy father dad daddy nan nana gran granny grandma grandad grandfather grandmother son daughter "
    "brother sister aunt auntie uncle wife husband partner cousin niece nephew parents parent mother-in-law father-in-law",
    "friend": "friend neighbour neighbor mate flatmate housemate tenant",
    "worker": "patient client resident service-user customer",
}
RELATION = {word: role for role, words in RELATIONS.items() for word in words.split()}
NEGATED = re.compile(r"\bnor\b|n'?t want|\bnot want|\bnever want|\bdo not want", re.IGNORECASE)
OTHERS = re.compile(
    r"\b(?:others?|another|residents|families|someone else|everyone|both of us|us all|each of us|my (?:brother|sister|flatmate|mate|friend|mum|dad)|(?:the|my|our|her|his|both) (?:girls|boys|lads|daughters?|sons?|little ones?))\b",
    re.IGNORECASE,
)
# somebody else's words: "he says i want my dinner" is no wish of the one who writes
QUOTES = re.compile(
    r"\b(?:he|she|they|(?:my|the|his|her) [\w-]+) (?:\w+ )?(?:says?|said|told me|tells me|shouts?|shouted|screams?|screamed|goes|keeps saying|was like|texts?|wrote)\b(?! (?:(?:that|if) )?i (?:should|must|can|could|have)\b)",
    re.IGNORECASE,
)
LONG_SENTENCE = 16  # words
ON_BEHALF = re.compile(
    r"\b(?:for|about|on behalf of|behalf of|regarding|concerning|reporting|worried about) (?:my|our|a|the|one of (?:my|our)|this)"
    r" (?:(?:elderly|old|late|poor|dear|own|best|good|next door|step) ?-?)?([a-z-]+)",
    re.IGNORECASE,
)

# the whole of an answer: "my mum", "its for me nan really"; "my husband shouts" tells of something else
SOMEBODY = re.compile(
    r"^\W*(?:(?:oh|well|yes|no|it'?s|it is|this is|i'?m|writing|asking|someone else|for|about|on behalf of)\W+)*"
    r"(?:(?:my|me|our|a|an|the|one of (?:my|our)) )?(?:(?:elderly|old|dear|own|best|good|next door|little|big|older|younger|poor) )*"
    r"([a-z-]+)(?:\W+(?:really|actually|mainly|please|not me))?\W*$",
    re.IGNORECASE,
)


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


def told_not_to(text: str) -> list[str]:
    """The sentences that say who must not be told."""
    return _pieces(text, NOT_TOLD)


def to_involve(text: str) -> list[str]:
    """The words that say who should be there or who helps."""
    return [part for part in _pieces(text, INVOLVE) if not NOT_TOLD.search(part) and not NOT_WANTED.search(part)]


def not_wanted(text: str) -> list[str]:
    """The words that say what must not happen."""
    return [part for part in _pieces(text, NOT_WANTED) if not NOT_TOLD.search(part)]


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
        for part in _pieces(text, pattern)
        if part not in taken and not NOT_WANTED.search(part) and not NEGATED.search(part)
    ]


def times(text: str) -> bool:
    """True if the words say when it is safe, or not."""
    return bool(WHEN.search(text))


def ways(text: str) -> list[str]:
    """The words that say how to reach somebody, or how not."""
    return _pieces(text, WAYS)


def children(text: str) -> bool:
    """True if children are spoken of."""
    return bool(CHILDREN.search(re.sub(r"\bno (?:children|kids|child)\b", "", text, flags=re.IGNORECASE)))


def young(text: str) -> bool:
    """True if an age below 18 is named: asked about others, that is a child."""
    return bool(YOUNG.search(text))


def writes_for(text: str) -> tuple[str, str] | None:
    """Who somebody writes for: the role and the word they used ("family", "mother"), or None if that is not said."""
    for match in ON_BEHALF.finditer(text):
        word = match.group(1).lower()
        word = word if word in RELATION else word.removesuffix("s")
        if word in RELATION:
            return RELATION[word], word
    return None


def names_somebody(text: str) -> tuple[str, str] | None:
    """As `writes_for`, where the answer is nothing but who it is: "my mum"."""
    named = SOMEBODY.match(text)
    word = named.group(1).lower() if named else ""
    word = word if word in RELATION else word.removesuffix("s")
    return (RELATION[word], word) if word in RELATION else None


def of_the_young(text: str) -> bool:
    """True if the words may be about children, where their ages were told elsewhere: "the girls see it"."""
    return bool(re.search(r"\b(?:girls?|boys?|lads?|daughters?|sons?|little ones?)\b", text, re.IGNORECASE))


def speaks_of_others(text: str) -> bool:
    """True if children or others are spoken of."""
    return children(text) or bool(OTHERS.search(text))


def about_others(text: str) -> str:
    """The words that speak of others: children first, then "others" of any kind, else all of it."""
    return next((found[0] for pattern in (CHILDREN, OTHERS) if (found := _pieces(text, pattern))), text)


def _pieces(text: str, pattern: re.Pattern[str]) -> list[str]:
    """The sentences the pattern speaks of, from the clause in which it does: "about a 4 and i want my nan there" gives
    "i want my nan there". A long sentence gives its clause alone.
    """
    found = []
    for sentence in sentences(text):
        parts = [
            part
            for part in clauses(sentence)
            if (said := pattern.search(part)) and not QUOTES.search(part[: said.end()])
        ]
        if not parts:
            continue
        start = sentence.find(parts[0])
        found += parts if len(sentence.split()) > LONG_SENTENCE or start < 0 else [sentence[start:].strip()]
    return found
