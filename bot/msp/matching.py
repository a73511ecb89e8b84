"""Finding what somebody speaks of among what was written down: "the second one", "number 3", "the bit about my card"."""

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar


class HasText(Protocol):
    """Something with words."""

    @property
    def text(self) -> str:
        """The words."""


class HasPlace(HasText, Protocol):
    """Something with words and a place: its number in the whole list, and the field it stands in."""

    @property
    def number(self) -> int:
        """Its number, from 1."""

    @property
    def field(self) -> str:
        """The field it belongs to."""


T = TypeVar("T", bound=HasText)
P = TypeVar("P", bound=HasPlace)

COMMON = frozenset(
    "i me my to the a an it is and or of in on for that this want wants wanted would like be have has had with get got out about bit "
    "one thing things most please take remove removed change delete part line number not dont don't do what was said you your if isn't "
    "isnt he she they them his her him so but all just really can could will i'd i'm some any at from as are were been put leave send".split()
)
ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "fifth": 5,
    "5th": 5,
    "sixth": 6,
}
NUMBER_WORDS = {
    word: n
    for n, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(),
        start=1,
    )
}
_N = rf"(?:\d{{1,2}}(?!\d|[.:]\d|%|st\b|nd\b|rd\b|th\b)|(?:{'|'.join(NUMBER_WORDS)})\b)"
_AND = r"(?:[\s,;.&]|\band\b|\bn\b|\balso\b|\btoo\b|\bnumbers?\b|\blines?\b)+"
# one or several numbers of lines, each run of them after a word that says so, or as the first of a message
NUMBERED = re.compile(
    rf"\b(?:numbers?|lines?|no\.|points?|take out|remove|delete|change|strike(?: out)?|leave out|put(?: back)?)\s*(?:number|line|no\.)?\s*({_N}(?:{_AND}{_N})*)"
    rf"|^\W*(?:(?:no|and|also|but|then|yes),? )?(\d{{1,2}}(?:{_AND}\d{{1,2}})*)\b(?=\W*$|\W+(?:is |are )?(?:wrong|no\b|not\b|please|out\b|back\b|too\b|also\b|should|as well|take|in\b))",
    re.IGNORECASE,
)


def telling_words(text: str) -> set[str]:
    """The words that tell one thing from another, cut to their stem."""
    return {_stem(word) for word in re.findall(r"[^\W_][\w']*", text.lower()) if word not in COMMON}


def best_match(text: str, known: Sequence[T]) -> T | None:
    """The one that shares the most telling words with `text`; None if none shares any, or two share as many."""
    telling = telling_words(text)
    ranked = sorted(((len(telling & telling_words(one.text)), i) for i, one in enumerate(known)), reverse=True)
    if not ranked or ranked[0][0] == 0 or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return known[ranked[0][1]]


def all_matches(text: str, known: Sequence[T]) -> list[T]:
    """Every one that shares as many telling words with `text` as the best does; none if none shares any."""
    telling = telling_words(text)
    shared = [len(telling & telling_words(one.text)) for one in known]
    most = max(shared, default=0)
    return [one for one, count in zip(known, shared, strict=True) if most and count == most]


def numbered(text: str) -> list[int]:
    """The numbers of lines that a text names, in order: "take out 15, 16 and 17", "number twelve is wrong"."""
    runs = [found.group(1) or found.group(2) for found in NUMBERED.finditer(text)]
    return [
        int(one) if one.isdigit() else NUMBER_WORDS[one.lower()]
        for run in runs
        for one in re.findall(_N, run, re.IGNORECASE)
    ]


def at_numbers(text: str, known: Sequence[P]) -> list[P]:
    """The ones whose numbers a text names."""
    named = numbered(text)
    return [one for one in known if one.number in named]


def by_place(text: str, known: Sequence[P], among: str = "outcomes") -> list[P]:
    """The ones that `text` names by their place: by number in the whole list, or as the first, second ... of `among` or of all."""
    if numbered(text):
        return at_numbers(text, known)
    alone = NUMBER_WORDS.get(text.strip(" .").lower())
    if alone:
        return [one for one in known if one.number == alone]
    place = next((ORDINALS[word] for word in re.findall(r"\w+", text.lower()) if word in ORDINALS), None)
    if place is None:
        return []
    group = [one for one in known if one.field == among]
    found = group[place - 1 : place] + [one for one in known if one.number == place]
    return list({one.number: one for one in found}.values())


def _stem(word: str) -> str:
    word = word.rstrip("s'") if len(word) > 3 else word
    return word[:6]
