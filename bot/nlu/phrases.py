"""The written eye for safety: phrases that practitioners can read and change (`phrases/*.yml`), read with a little grammar.

A phrase does not count where it is negated, past and over, only imagined, told from a film or a game, or said in jest.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.plain_words import SPELLED_OUT, PlainText, spell_out

FOLDER = Path(__file__).parent / "phrases"
URGENT_FIRST = ("danger_now", "self_harm", "not_safe_to_talk")

_NEGATED = re.compile(r"\b(?:not|never|no|nobody|none|without|nae|isnt|hardly ever|neither)(?: \S+){0,3} ?$")
_OVER = re.compile(
    r"\b(?:ago|used to|years back|last (?:year|month|week|spring|summer|autumn|winter|christmas)|"
    r"when i was|as a (?:child|kid|boy|girl|teenager)|in the past|years since|long since|over now|once|"
    r"(?:in |since )?(?:19|20)\d\d|in may|in june|in march|was inside|is inside|in prison|in custody|in jail|"
    r"arrested|passed away|he is dead|long gone|better now|fine now|ok now|all right now|safe now|healed|mended)\b"
)
_STILL = re.compile(r"\b(?:now|tonight|again|still|today|this (?:morning|evening|minute)|every|keep|keeps)\b")
_IMAGINED = re.compile(
    r"^(?:and |but |so )?(?:if|what if|what happens|what would|what do|would you|do you|do i|suppose|imagine|"
    r"hypothetically|asking whether|have you|are you|is it|should i|would i)\b"
)


_END = r"(?= [.,](?!\S)|$)"


@dataclass(frozen=True)
class Found:
    """A phrase that counts: its level and where it stands in the message, in characters."""

    level: str
    start: int
    end: int


@dataclass(frozen=True)
class Heard:
    """What the phrases make of a message.

    `found` holds the phrases that count; `ordinary` is true where deadly words were explained away (a saying, a film,
    a joke, the past, a negation), which is a reason to doubt a learned alarm.
    """

    found: list[Found]
    ordinary: bool

    def first(self, level: str) -> Found | None:
        """The first phrase of a level."""
        return next((one for one in self.found if one.level == level), None)


@dataclass(frozen=True)
class _Book:
    phrases: dict[str, "re.Pattern[str]"]
    ordinary: "re.Pattern[str]"
    settings: "re.Pattern[str]"
    jokes: "re.Pattern[str]"


def listen(message: str) -> Heard:
    """Looks for the phrases of every level in a message."""
    book = _book()
    plain = spell_out(message)
    text, sayings = book.ordinary.subn(lambda found: " ".join("~" * len(found.group().split())), plain.text)
    found: list[Found] = []
    ordinary = bool(sayings)
    for level in URGENT_FIRST:
        for match in book.phrases[level].finditer(text):
            if _counts(text, match, level, book):
                found.append(Found(level, _place(plain, text, match.start()), _place(plain, text, match.end() - 1)))
            else:
                ordinary = True
    return Heard(found, ordinary)


def _counts(text: str, match: "re.Match[str]", level: str, book: _Book) -> bool:
    begin = max(text.rfind(" . ", 0, match.start()) + 3, 0) if " . " in text[: match.start()] else 0
    end = text.find(" .", match.end())
    sentence = text[begin : end if end >= 0 else len(text)]
    before = text[max(begin, text.rfind(" , ", begin, match.start()) + 1) : match.start()]
    if book.jokes.search(sentence) and not re.search(r"\b(?:not|no) (?:joking|joke|kidding)\b", sentence):
        return False
    if level == "not_safe_to_talk":
        return not _NEGATED.search(before)
    if _NEGATED.search(before) or _IMAGINED.search(sentence) or book.settings.search(sentence):
        return False
    return not _OVER.search(sentence) or bool(_STILL.search(sentence))


def _place(plain: PlainText, text: str, position: int) -> int:
    return plain.starts[min(text.count(" ", 0, position), len(plain.starts) - 1)]


@lru_cache(maxsize=1)
def _book() -> _Book:
    groups = {name: _spelled(group) for name, group in _read("words").items()}

    def pattern(phrases: list[str]) -> "re.Pattern[str]":
        return re.compile(r"(?<!\S)(?:" + "|".join(compiled(phrase, groups) for phrase in phrases) + r")(?!\S)")

    ordinary = _read("ordinary")
    return _Book(
        {level: pattern(_read(level)["phrases"]) for level in URGENT_FIRST},
        pattern(ordinary["phrases"]),
        re.compile(r"(?<!\S)(?:" + _spelled(ordinary["settings"]) + r")(?!\S)"),
        re.compile(r"(?<!\S)(?:" + _spelled(ordinary["jokes"]) + r")(?!\S)"),
    )


def compiled(phrase: str, groups: dict[str, str]) -> str:
    """A phrase as a regular expression over plain words: `<name>`, `(a|b)`, `[maybe]`, `...` and `END` as words.yml explains.

    Raises:
        KeyError: the phrase uses a <name> that words.yml does not have.
    """
    parts: list[str] = []
    for piece in re.findall(r"<\w+>|\[[^\]]*\]|\((?:[^()]|\([^()]*\))*\)|\.\.\.|\S+", phrase):
        if piece == "...":
            parts.append(r"(?: (?!\.)\S+){0,3}?")
        elif piece == "END":
            parts.append(_END)
        elif piece.startswith("<"):
            parts.append(" (?:" + groups[piece[1:-1]] + ")")
        elif piece.startswith("["):
            parts.append("(?: (?:" + _spelled(_groups_in(piece[1:-1], groups)) + "))?")
        else:
            parts.append(_either(_spelled(piece)))
    expression = "".join(parts)
    return expression[1:] if expression.startswith(" ") else expression


def _either(piece: str) -> str:
    """A word or `(a|b)`; END may be one of several, or stand after a word."""
    if "END" not in piece:
        return " " + piece.replace("(", "(?:")
    choices = piece.strip("()").split("|")
    worded = "|".join(choice.replace(" END", _END) for choice in choices if choice != "END")
    return f"(?: (?:{worded})" + (f"|{_END})" if "END" in choices else ")")


def _groups_in(text: str, groups: dict[str, str]) -> str:
    return re.sub(r"<(\w+)>", lambda name: groups[name.group(1)], text)


def _spelled(expression: str) -> str:
    return re.sub(r"[a-z0-9]+", lambda word: SPELLED_OUT.get(word.group(), word.group()), expression.strip())


def _read(name: str) -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
    return words
