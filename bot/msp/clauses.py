"""Sentences and clauses of a message, each exactly as it stands there: what is quoted, kept, and read as one thought.

People write without punctuation ("they come in my flat n eat my food n i cant stop them"), so joining words count as
much as commas do. Rules only, no model: instant anywhere, and the one splitter for the practice and the understanding.
"""

import re
from dataclasses import dataclass
from itertools import groupby

_SUBJECT = (
    r"(?:i|im|ive|ill|id|i'm|i've|i'll|i'd|he|hes|he's|she|shes|she's|they|theyre|they're|they've|we|we're|it|its|it's|"
    r"you|u|there|theres|nobody|noone|someone|everyone|my|me|his|her|their|the|this|that|now|then|ye|ah|am|a'm|mi|dem|"
    r"him|won't|wont|can't|cant|don't|dont|says?|said|tells?|told|takes?|took|hits?|keeps?|kept|makes?|made)"
)
_BREAKS = re.compile(
    r"(?P<hard>[.!?;…]+[\"'’”)]*(?=\s|$)|[\r\n]+|[،؛。!?؟])"
    r"|(?P<soft>,\s|\s[-–—]+\s|—|\s?:\s|(?<=\s)\((?=\w)|\)(?=\s))"
    r"|(?P<joint>\s(?=(?:but|because|cos|coz|cuz|bcos|although|though|except|whereas)\s))"
    rf"|(?P<and>\s(?=(?:and|an|n|then|so|while|when|or|\+|&)\s+{_SUBJECT}\s))",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
JOINING = re.compile(r"^(?:and|but|also|plus|then|so|n|or)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Clause:
    """A piece of a message: `text == message[start:end]`. `sentence` counts the sentences from 0."""

    text: str
    start: int
    end: int
    sentence: int


def split(message: str) -> list[Clause]:
    """Splits a message into clauses, in order, with their offsets in characters.

    A comma or a joining word only splits where both sides can stand alone (three words or more), so that lists and
    "my son and his wife" stay whole. Linear in the length of the message. A message without words has no clauses.
    """
    pieces: list[tuple[int, int, int]] = []
    start, sentence = 0, 0
    words_since = 0
    counted_to = 0
    for found in _BREAKS.finditer(message):
        words_since += len(_WORD.findall(message, counted_to, found.start()))
        counted_to = found.start()
        if not found["hard"] and words_since < 3:
            continue
        pieces.append((start, found.end() if found["hard"] else found.start(), sentence))
        start = found.end()
        counted_to = start
        words_since = 0
        if found["hard"]:
            sentence += 1
    pieces.append((start, len(message), sentence))
    return _tidy(message, pieces)


def sentences(message: str) -> list[str]:
    """The sentences of a message, also where lines stand for full stops. Each is a piece of it, unchanged."""
    grouped = (list(parts) for _, parts in groupby(split(message), key=lambda clause: clause.sentence))
    return [message[parts[0].start : parts[-1].end] for parts in grouped]


def clauses(message: str) -> list[str]:
    """The clauses of a message, without the word that joins them. Each is a piece of it, unchanged."""
    return [JOINING.sub("", clause.text).strip(" .,;!?") for clause in split(message)]


def _tidy(message: str, pieces: list[tuple[int, int, int]]) -> list[Clause]:
    """Joins a scrap of one or two words to the clause before it in the same sentence, and trims the edges."""
    clauses: list[Clause] = []
    for start, end, sentence in pieces:
        piece = message[start:end]
        words = len(_WORD.findall(piece))
        if words == 0:
            continue
        lead = len(piece) - len(piece.lstrip(" \t\r\n,;:-–—"))
        trimmed = piece.strip(" \t\r\n,;:-–—")
        begin = start + lead
        if words < 3 and clauses and clauses[-1].sentence == sentence:
            last = clauses.pop()
            begin = last.start
            trimmed = message[begin : start + lead + len(trimmed)]
        clauses.append(Clause(trimmed, begin, begin + len(trimmed), sentence))
    return clauses


def clause_at(clauses: list[Clause], position: int) -> Clause | None:
    """The clause that holds the character at `position`, or the nearest before it; None where there are none."""
    found = None
    for clause in clauses:
        if clause.start > position:
            break
        found = clause
    return found or (clauses[0] if clauses else None)


def count_words(message: str) -> int:
    """How many words a message has."""
    return len(_WORD.findall(message))
