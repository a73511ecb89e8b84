"""Sentences and clauses of a message, each exactly as it stands there."""

import re

SENTENCE_END = re.compile(r"(?<=[.!?;…])\s+|\s*\n+\s*")
CLAUSE_END = re.compile(
    r"(?:\s*[,;:]\s+|\s+[-–—]\s+|\s+)(?=(?:and|but|because|cos|coz|then|so|plus|n|or)\b)|\s*[,;]\s+|\s+[-–—]\s+",
    re.IGNORECASE,
)
JOINING = re.compile(r"^(?:and|but|also|plus|then|so|n|or)\s+", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    """The sentences of a text, also where lines stand for full stops."""
    return [part.strip() for part in SENTENCE_END.split(text) if part.strip(" .!?;,")]


def clauses(text: str) -> list[str]:
    """The clauses of a text, without the word that joins them. Each is a piece of the text, unchanged."""
    parts = [part for sentence in sentences(text) for part in CLAUSE_END.split(sentence)]
    return [
        clause
        for part in parts
        if (clause := JOINING.sub("", part.strip()).strip(" .,;!?")) and any(c.isalnum() for c in clause)
    ]
