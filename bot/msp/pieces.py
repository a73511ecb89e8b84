"""The pieces of a message that a pattern speaks of: clauses of it, unchanged."""

import re

from bot.msp.clauses import clauses, sentences

# somebody else's words: "he says i want my dinner" is no wish of the one who writes
QUOTES = re.compile(
    r"\b(?:he|she|they|(?:my|the|his|her) [\w-]+) (?:\w+ )?(?:says?|said|told me|tells me|shouts?|shouted|screams?|screamed|goes|keeps saying|was like|texts?|wrote)\b(?! (?:(?:that|if) )?i (?:should|must|can|could|have)\b)",
    re.IGNORECASE,
)
LONG_SENTENCE = 16  # words


def pieces(text: str, pattern: re.Pattern[str]) -> list[str]:
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
