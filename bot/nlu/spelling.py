"""Splits a message into words and spells each out in plain ones, as spaCy's tokenizer: "hes gonna" is "he is going to".

spaCy's own table of short forms and `phrases/spelling.yml` say what is meant, its table of lemmas the dictionary form
("killing" is a form of "kill"). spaCy's own way of splitting takes one mark
at a time off a word, in a time that grows with the square of a row of marks; one expression does it in one pass here.
"""

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

import yaml
from spacy.lang.en import English
from spacy.symbols import NORM, ORTH
from spacy.tokens import Doc
from spacy.vocab import Vocab

FILE = Path(__file__).parent / "phrases" / "spelling.yml"
END, COMMA = ".", ","
"""The plain words for the end of a sentence and for a comma; other marks have none."""

_PIECE = re.compile(r"(?P<word>[^\W_]+(?:'[^\W_]+)*)|(?P<end>[.!?;…\n\r]+)|(?P<comma>,)|\s|(?:[^\w\s.!?;…,]|_)+")
_SHORT = re.compile(r"(.+)('(?:s|m|re|ve|ll|d))$")
_SECOND = {
    "'s": "is",
    "s": "is",
    "'m": "am",
    "m": "am",
    "'re": "are",
    "'ve": "have",
    "'ll": "will",
    "'d": "would",
    "d": "would",
}
_FIRST = {"ai": "is", "did": "did", "had": "had"}
_ONE_SHAPE = str.maketrans("’`´", "'''")

Parts = list[tuple[str, str]]


def _read_forms() -> dict[str, str]:
    """spaCy's table, as it lies in its package: `load_lookups` takes a second and a half longer to hash the same."""
    packed = (files("spacy_lookups_data") / "data" / "en_lemma_lookup.json.gz").read_bytes()
    forms: dict[str, str] = json.loads(gzip.decompress(packed))
    return forms | {"dying": "die"}


_FORMS = _read_forms()
_WITH_FORMS = frozenset(_FORMS.values()) - frozenset(
    "a be can do good have i just may much must no not one out own that them this two up will you".split()
)


def lemma(word: str) -> str:
    """The dictionary form of a plain word, or the word itself where none is known."""
    return _FORMS.get(word, word)


def has_forms(word: str) -> bool:
    """Whether a plain word is a verb, noun or adjective in its dictionary form; small words stand for themselves."""
    return word in _WITH_FORMS and lemma(word) == word


class PlainWords:
    """A spaCy tokenizer: `token.norm_` is the plain word, empty for blanks and marks that mean nothing here."""

    def __init__(self, vocab: Vocab) -> None:
        """Reads both tables of short forms."""
        self._vocab = vocab
        short_forms = English.Defaults.tokenizer_exceptions or {}
        self._rules = {
            written: _as_meant(pieces) for written, pieces in short_forms.items() if re.fullmatch(r"[a-z']+", written)
        }
        spelling: dict[str, str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        for meant, all_written in spelling.items():
            self._rules |= {written: _cut(written, meant.split()) for written in str(all_written).split()}

    def __call__(self, message: str) -> Doc:
        """The message in its words. Upper case is lower case and every apostrophe is straight, each in its place."""
        words: list[str] = []
        spaces: list[bool] = []
        plain: list[str] = []
        for word, meant in self.pieces(message):
            if word == " " and words and not spaces[-1]:
                spaces[-1] = True
                continue
            words.append(word)
            spaces.append(False)
            plain.append(meant)
        doc = Doc(self._vocab, words, spaces)
        for token, meant in zip(doc, plain, strict=True):
            token.norm_ = meant or " "
        return doc

    def pieces(self, message: str) -> Iterator[tuple[str, str]]:
        """Every piece of a message, blanks too, and the plain word it stands for; empty where it stands for none."""
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in message).translate(_ONE_SHAPE)
        for found in _PIECE.finditer(lowered):
            word = found.group()
            if found["word"]:
                yield from self._rules.get(word) or self._in_two(word)
            else:
                yield word, END if found["end"] else COMMA if found["comma"] else ""

    def _in_two(self, word: str) -> Parts:
        short = _SHORT.match(word)
        if short is None:
            return [(word, _whole(word))]
        stem = short.group(1)
        return [*(self._rules.get(stem) or [(stem, _whole(stem))]), (short.group(2), _SECOND[short.group(2)])]


def _whole(word: str) -> str:
    """A word without apostrophes, and with the g that "kickin" lacks."""
    word = word.replace("'", "")
    lacks_g = word.endswith("in") and word not in _FORMS and word not in _WITH_FORMS and word + "g" in _FORMS
    return word + "g" if lacks_g else word


def _as_meant(pieces: Iterable[dict[int, str]]) -> Parts:
    """spaCy's short form with is for 's and did for did: it leaves the first open and reads the second as do."""
    first, *rest = [(piece[ORTH], piece.get(NORM, piece[ORTH])) for piece in pieces]
    return [(first[0], _FIRST.get(*first)), *((orth, _SECOND.get(orth, norm)) for orth, norm in rest)]


def _cut(written: str, meant: list[str]) -> Parts:
    """As many pieces of a written word as plain words are meant by it."""
    ends = [*range(1, len(meant)), len(written)]
    return [(written[start:end], word) for start, end, word in zip([0, *ends], ends, meant, strict=False)]
