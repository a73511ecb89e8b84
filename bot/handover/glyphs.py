"""Text that the PDF's fonts can show. What they cannot is named in brackets, so that nothing vanishes unseen."""

import functools
import re
import unicodedata
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
_JOINERS = re.compile("[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")  # they only change how an emoji looks


@functools.cache
def known() -> frozenset[int]:
    """The characters that both fonts have."""
    regular, bold = (set(TTFont(FONTS / name).getBestCmap()) for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"))
    return frozenset(regular & bold)


def shown(text: str) -> str:
    """The text with every character that has no glyph named: an emoji by its name, other writing by its script."""
    text = _JOINERS.sub("", "".join(c if c == "\n" or unicodedata.category(c) != "Cc" else " " for c in text))
    have = known()
    if all(c == "\n" or ord(c) in have for c in text):
        return text
    parts: list[str] = []
    run, script = 0, ""
    for c in [*text, ""]:
        missing = bool(c) and c != "\n" and ord(c) not in have
        here = _script(c) if missing and unicodedata.category(c)[0] in "LMN" else ""
        if run and here != script:
            parts.append(f"[{run} characters in {script}: read them in the inbox]")
            run = 0
        if here:
            run, script = run + 1, here
        elif missing:
            parts.append(f"[{unicodedata.name(c, 'a sign').lower()}]")
        else:
            parts.append(c)
    return "".join(parts)


def _script(character: str) -> str:
    """The script's name, such as Bengali; what Unicode calls CJK is Chinese or Japanese characters."""
    name = unicodedata.name(character, "another").split()[0].title()
    return "Chinese characters" if name == "Cjk" else name
