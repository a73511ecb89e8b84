"""The grammar of a message, by spaCy: plain words, their dictionary forms, sentences, and what is denied, over or imagined.

No trained spaCy model: dictionary forms are looked up in spaCy's own table, the rest is rules over plain words.
"""

import re
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from bot.msp.clauses import split
from bot.nlu.spelling import COMMA, PlainWords, lemma

MOST_WORDS = 100_000
"""spaCy keeps every word that it has met; from so many on, it begins anew."""
DENYING = frozenset("not never no nobody naebody none without nae neither".split())
UNDENIED = frozenset("stop help bear cope escape wait stand".split())
"""Behind a "not", what follows these is meant: "I can not stop him hitting me"."""
TURNING = frozenset("when if what how who where until unless but because".split())
"""What follows these is no longer denied: "I do not know when he will kill me"."""
REACH = 6
"""How many words behind a denying word are denied, within its clause."""

_OVER = re.compile(
    r"\b(?:ago|used to|years back|last (?:year|month|week|spring|summer|autumn|winter|christmas)|"
    r"when i was|as a (?:child|kid|boy|girl|teenager)|in the past|years since|long since|over now|once|"
    r"at (?:school|college|uni|university|sixteen|seventeen|eighteen|nineteen|twenty)|in (?:my|his|her) (?:teens|twenties|thirties|youth)|"
    r"(?:summers|winters|christmases) (?:back|since)|back then|(?:in )?those days|that time|last time|in the (?:war|troubles)|"
    r"(?:in |since )?(?:19|20)\d\d|in may|in june|in march|was inside|is inside|in prison|in custody|in jail|"
    r"arrested|passed away|he is dead|long gone|better now|fine now|ok now|all right now|safe now|healed|mended)\b"
)
_LAST_NIGHT = re.compile(r"\b(?:last night|yesterday|the other (?:day|night))\b")
_STILL = re.compile(r"\b(?:now|tonight|again|still|today|this (?:morning|evening|minute)|every|keep|keeps)\b")
_IMAGINED = re.compile(
    r"(?:and |but |so )?(?:if|what if|what happens|what would|what do|would you|do you|do i|suppose|imagine|"
    r"hypothetically|asking whether|have you|are you|is it|should i|would i)\b"
)
# what somebody asked is not what is so, unless it is answered: "she asked if I want to die, and I do"
_ASKED = re.compile(
    r"\b(?:ask|asks|asked|asking|wanted to know|wants to know|the form says)\b.{0,30}?\b(?:if|whether|do i|did i|am i|was i|about|i feel|why)\b"
)
_ADMITS = re.compile(
    r"\b(?:said yes|yes i|i lied|(?:and|but) (?:i|he|she) (?:am|do|did|was|is|does|has)|could not tell|did not tell)\b"
)
# "if he comes home i will ..." is a plan, not a question
_MEANT = re.compile(r"\bi (?:will|am going to|swear)\b")

Token.set_extension("denied", default=False)
Span.set_extension("plain", getter=lambda span: " ".join(token.norm_ for token in span if token.norm_ != " "))
Span.set_extension("over", getter=lambda span: bool(_OVER.search(span._.plain)) and not _STILL.search(span._.plain))
Span.set_extension(
    "last_night", getter=lambda span: bool(_LAST_NIGHT.search(span._.plain)) and not _STILL.search(span._.plain)
)
Span.set_extension("imagined", getter=lambda span: _imagined(span._.plain))


def _imagined(plain: str) -> bool:
    asked = _ASKED.search(plain) and not _ADMITS.search(plain)
    return bool(asked or _IMAGINED.match(plain)) and not _MEANT.search(plain)


def read(message: str) -> Doc:
    """The message as a spaCy document, in time that grows with its length alone.

    Of a token: `norm_` is the plain word (a blank where there is none), `lemma_` its dictionary form, `idx` its place in
    the message, `_.denied` whether it stands behind a "not". Of a sentence in `sents`: `_.plain` its plain words, `_.over`
    whether it tells of what is past and over, `_.last_night` of the day before, `_.imagined` whether it only asks or supposes.
    """
    nlp = pipeline()
    if len(nlp.vocab) > MOST_WORDS:
        pipeline.cache_clear()
    return nlp(message)


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """The one spaCy pipeline of this process."""
    nlp = spacy.blank("en")
    nlp.max_length = 10**9
    nlp.tokenizer = PlainWords(nlp.vocab)
    nlp.add_pipe("sentences_and_denial")
    return nlp


def plain_words(message: str) -> list[str]:
    """The plain words of a message, as they stand in `norm_`, in a fifth of the time that all of its grammar takes."""
    return [plain for _, plain in _tokenizer().pieces(message) if plain]


def _tokenizer() -> PlainWords:
    tokenizer = pipeline().tokenizer
    assert isinstance(tokenizer, PlainWords)
    return tokenizer


def spelled(words: str) -> str:
    """A few words in plain ones, joined by blanks."""
    return " ".join(plain_words(words))


@Language.component("sentences_and_denial")
def _sentences_and_denial(doc: Doc) -> Doc:
    clauses = split(doc.text)
    place, sentence, denied = 0, 0, 0
    for token in doc:
        token.lemma_ = lemma(token.norm_)
        token.is_sent_start = token.i == 0
        while place < len(clauses) and clauses[place].start <= token.idx:
            token.is_sent_start = token.i == 0 or clauses[place].sentence != sentence
            sentence, denied = clauses[place].sentence, 0
            place += 1
        if token.norm_ == COMMA:
            denied = 0
        if token.norm_ in TURNING or (token.norm_ in UNDENIED and denied >= REACH - 1):
            denied = 0
        if token.norm_ != " ":
            token._.denied = denied > 0
            denied = REACH if token.norm_ in DENYING else denied - 1
    return doc
