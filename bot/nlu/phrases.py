"""The written eye for safety: phrases that practitioners can read and change (`phrases/*.yml`), read with a little grammar.

A phrase does not count where it is denied, past and over, only imagined, told from a film or a game, or said in jest.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml
from spacy.tokens import Span

from bot.nlu import grammar
from bot.nlu.spelling import has_forms, lemma

FOLDER = Path(__file__).parent / "phrases"
URGENT_FIRST = ("danger_now", "self_harm", "not_safe_to_talk")

_PIECE = re.compile(r"<(?P<group>\w+)>|(?P<sign>\.\.\.|[()\[\]|]|\bEND\b)|=?[\w']+")
_SIGNS = {
    "(": "(?:",
    ")": ")",
    "[": "(?:",
    "]": ")?",
    "|": "|",
    "...": r"(?: (?!\.)\S+){0,3}?",
    "END": r"(?= [.,](?!\S)|$)",
}


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
    a joke, the past, a denial), which is a reason to doubt a learned alarm.
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
    whole = "".join(marked(word) for word in grammar.plain_words(message))
    text, sayings = book.ordinary.subn(lambda found: " ~" * found.group().count(" "), whole)
    if not any(phrases.search(text) for phrases in book.phrases.values()):
        return Heard([], bool(sayings))
    doc = grammar.read(message)
    words = [token for token in doc if token.norm_ != " "]
    sentences = [_Sentence(sentence, book) for sentence in doc.sents]
    holding = [sentence for sentence in sentences for _ in sentence.span]
    found: list[Found] = []
    ordinary = bool(sayings)
    for level in URGENT_FIRST:
        for start, end in _places(book.phrases[level], text):
            first = words[start]
            if first._.denied or holding[first.i].excuses(level):
                ordinary = True
            else:
                found.append(Found(level, first.idx, words[end].idx))
    return Heard(found, ordinary)


class _Sentence:
    """A sentence, and whether its words are meant; looked at once, and only where a phrase was found in it."""

    def __init__(self, span: Span, book: _Book) -> None:
        self.span = span
        self._book = book

    def excuses(self, level: str) -> bool:
        """Whether a phrase of a level is not meant here; nobody supposes or remembers that they are watched now.

        Danger of yesterday is not danger now; tablets taken yesterday still are.
        """
        if level == "danger_now" and self.span._.last_night:
            return True
        return self._in_jest or (level != "not_safe_to_talk" and self._elsewhere)

    @cached_property
    def _marked(self) -> str:
        return "".join(marked(word) for word in self.span._.plain.split())

    @cached_property
    def _in_jest(self) -> bool:
        words = [token for token in self.span if token.norm_ != " "]
        return any(not words[first]._.denied for first, _ in _places(self._book.jokes, self._marked))

    @cached_property
    def _elsewhere(self) -> bool:
        return self.span._.imagined or self.span._.over or bool(self._book.settings.search(self._marked))


def _places(pattern: "re.Pattern[str]", text: str) -> Iterator[tuple[int, int]]:
    """The first and the last word of each match, as their numbers in the marked text."""
    at, word = 0, -1
    for match in pattern.finditer(text):
        first = word + text.count(" ", at, match.start() + 1)
        at, word = match.end(), first + match.group().count(" ") - 1
        yield first, word


def marked(word: str) -> str:
    """A plain word as phrases meet it, ` kill:killing`; a mark as itself."""
    return f" {lemma(word)}:{word}" if word[0].isalnum() else f" {word}"


@lru_cache(maxsize=1)
def _book() -> _Book:
    groups = {name: compiled(group, {}) for name, group in _read("words").items()}

    def pattern(*phrases: str) -> "re.Pattern[str]":
        return re.compile("(?:" + "|".join(compiled(phrase, groups) for phrase in phrases) + r")(?!\S)")

    ordinary = _read("ordinary")
    return _Book(
        {level: pattern(*_read(level)["phrases"]) for level in URGENT_FIRST},
        pattern(*ordinary["phrases"]),
        pattern(ordinary["settings"]),
        pattern(ordinary["jokes"]),
    )


def compiled(phrase: str, groups: dict[str, str]) -> str:
    """A phrase as a regular expression over marked words; `words.yml` explains how phrases are written.

    Raises:
        KeyError: the phrase uses a <name> that words.yml does not have.
    """
    return "".join(
        groups[piece["group"]] if piece["group"] else _SIGNS[piece["sign"]] if piece["sign"] else _word(piece.group())
        for piece in _PIECE.finditer(phrase)
    )


def _word(written: str) -> str:
    """A word in its dictionary form is meant in all its forms; a word in another form, or behind a `=`, in that alone."""
    alone = written.startswith("=")
    words = grammar.spelled(written.lstrip("=")).split()
    return "".join(marked(word) if alone or not has_forms(word) else f" {word}:\\S+" for word in words)


def _read(name: str) -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
    return words
