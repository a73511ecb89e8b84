"""A message of the conversation as Telegram shows it: texts of at most 4,096 characters, with buttons below."""

import re
from pathlib import Path
from typing import Any

from bot.door.telegram import buttons
from bot.door.telegram.splitting import LONGEST, length, split
from bot.door.telegram.wording import say

Seen = dict[str, Any]
Part = dict[str, Any]  # text, keyboard (bot/door/telegram/buttons.py), and maybe picture

LINES_IN_A_PART = 5
LONGEST_BELOW_A_PICTURE = 1024
PICTURES = Path(__file__).parent / "pictures"


def part(text: str, keyboard: buttons.Keyboard | None = None) -> Part:
    """One message to send."""
    return {"text": text, "keyboard": keyboard or []}


def parts(seen: Seen, tag: str, asked: bool = False) -> list[Part]:
    """The messages to send for one of the conversation. `asked`: it ends an answer and asks something."""
    if seen["kind"] == "cover":
        return [part(text) for text in split(seen["text"])]
    if seen["from"] == "worker":
        return [part(text) for text in split(say("from_worker", words=seen["text"]))]
    if seen["kind"] == "read_back" and seen.get("lines"):
        return _read_back(seen, tag, asked)
    texts = split(_with_numbers(seen))
    return [*(part(text) for text in texts[:-1]), part(texts[-1], buttons.below(seen, tag, asked))]


def with_picture(shown: Part, topic: str) -> Part:
    """The part with the topic's picture above it, for easy read; without, if there is none or the text is too long."""
    fits = length(shown["text"]) <= LONGEST_BELOW_A_PICTURE and (PICTURES / f"{topic}.png").exists()
    return shown | {"picture": topic} if fits else shown


def groups(lines: list[dict[str, Any]]) -> list[list[int]]:
    """Which lines of a read-back stand in one message together."""
    found: list[list[int]] = []
    for index in range(len(lines)):
        together = "\n".join(_line(lines[i]) for i in [*(found[-1] if found else []), index])
        if not found or len(found[-1]) == LINES_IN_A_PART or length(together) > LONGEST:
            found.append([index])
        else:
            found[-1].append(index)
    return found


def group_of(seen: Seen, index: int) -> list[int]:
    """The lines that stand in one message with line `index` of a read-back."""
    return next(group for group in groups(seen["lines"]) if index in group)


def _read_back(seen: Seen, tag: str, asked: bool) -> list[Part]:
    before, after = _around_the_lines(seen)
    shown = [part(text) for text in split(before)]
    for group in groups(seen["lines"]):
        texts = split("\n".join(_line(seen["lines"][index]) for index in group))
        shown += [part(text) for text in texts[:-1]]
        shown.append(part(texts[-1], buttons.of_lines(seen, group, tag)))
    ask = split(after) or [say("menu")]
    shown += [part(text) for text in ask[:-1]]
    return [*shown, part(ask[-1], buttons.below(seen, tag, asked))]


def _around_the_lines(seen: Seen) -> tuple[str, str]:
    """What the read-back says before its lines and after them; the lines themselves are written here."""
    first, last = seen["lines"][0], seen["lines"][-1]
    before, found, rest = seen["text"].partition(f"{first['number']}. {first['label']}: ")
    if not found:
        return seen["text"], ""
    end = rest.rfind(last["text"])
    return before, rest[end + len(last["text"]) :].lstrip("” \n") if end >= 0 else ""


def _line(line: dict[str, Any]) -> str:
    said = [f"{line['number']}. {line['label']}: {line['text']}"]
    if line.get("voice") == "representative":
        said.append(say("line_by_helper"))
    if line.get("kept_from"):
        said.append(say("line_kept_from", names=", ".join(line["kept_from"])))
    return " ".join(said)


def _with_numbers(seen: Seen) -> str:
    """The text with each number to call in it: Telegram has no button that calls, but makes a number in a text one."""
    lines = [seen["text"]]
    for choice in seen["choices"]:
        number = choice["payload"].removeprefix("tel:")
        if number != choice["payload"] and _digits(number) not in _digits("".join(lines)):
            title = choice["title"]
            lines.append(title if _digits(number) in _digits(title) else f"{title}: {number}")
    if seen.get("reference") and seen["reference"] not in seen["text"]:
        lines.append(say("reference", reference=seen["reference"]))
    return "\n".join(line for line in lines if line) or "..."


def _digits(text: str) -> str:
    return re.sub(r"[ \-]", "", text)
