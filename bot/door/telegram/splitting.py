"""Long texts in parts that Telegram takes, cut where a reader would pause."""

import re

LONGEST = 4096  # UTF-16 code units, as Telegram counts
_PAUSES = (re.compile(r"\n+"), re.compile(r"(?<=[.?!…])[”\"')]*\s+"), re.compile(r"\s+"))


def split(text: str, most: int = LONGEST) -> list[str]:
    """The text in parts of at most `most`: between paragraphs or lines, else sentences, else words, else anywhere."""
    parts, rest = [], text.strip()
    while length(rest) > most:
        cut = _cut(rest, most)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest else parts


def length(text: str) -> int:
    """The length in UTF-16 code units."""
    return len(text) + sum(1 for c in text if ord(c) > 0xFFFF)


def _cut(text: str, most: int) -> int:
    fits = most
    while length(text[:fits]) > most:
        fits -= max(1, (length(text[:fits]) - most) // 2)
    for pause in _PAUSES:
        ends = [found.end() for found in pause.finditer(text, 0, fits + 1) if fits // 2 < found.start() <= fits]
        if ends:
            return ends[-1]
    return fits
