"""Buttons below a message, and what is in a press. Payloads stay here: Telegram is given the place of a choice."""

import re
from dataclasses import dataclass
from typing import Any

from bot.door.telegram.wording import read, say
from bot.records.encryption import keyed_hash

Seen = dict[str, Any]
Keyboard = list[list[list[str]]]  # rows of [title, data]

WIDEST_ROW = 36  # characters that a narrow phone shows in a row; its buttons are equally wide
MOST_IN_A_ROW = 3
LONGEST_TITLE = 60
NOTHING = "-"
NOT_SKIPPED = ("safe_to_talk", "welcome", "read_back")
_PLACED = re.compile(r"([mskgw])(\d{1,9}):(\d{1,4}):([0-9a-f]{8})")
_ALWAYS = re.compile(r"a:([a-z_]+):([0-9a-f]{8})")
_OWN = re.compile(r"t:([a-z_]+)")


@dataclass(frozen=True)
class Pressed:
    """A press. `what`: choice, number, keep, lines, show (a place in message `n` of the conversation tagged `tag`),
    always (`name` is the payload) or own (`name` is what the bot itself does)."""

    what: str
    n: int = 0
    index: int = 0
    tag: str = ""
    name: str = ""


def pressed(data: str) -> Pressed | None:
    """What is in a press, or None if it is nothing of ours."""
    if placed := _PLACED.fullmatch(data):
        what = {"m": "choice", "s": "number", "k": "keep", "g": "lines", "w": "show"}[placed[1]]
        return Pressed(what, int(placed[2]), int(placed[3]), placed[4])
    if always := _ALWAYS.fullmatch(data):
        return Pressed("always", tag=always[2], name=always[1])
    own = _OWN.fullmatch(data)
    return Pressed("own", name=own[1]) if own else None


def tag_of(conversation_id: str) -> str:
    """What ties a button to its conversation, so that one of an erased conversation does nothing in the next."""
    return keyed_hash("telegram button", conversation_id)[:8]


def choices_of(seen: Seen) -> list[dict[str, str]]:
    """Every choice of a message in one fixed order: its own, those of its lines, those of the map."""
    in_lines = [choice for line in seen.get("lines", []) for choice in line.get("choices", [])]
    return [*seen["choices"], *in_lines, *seen.get("map", [])]


def below(seen: Seen, tag: str, asked: bool) -> Keyboard:
    """The buttons below a message: the scale, its choices, and, where it asks something, what is always there."""
    keyboard: Keyboard = []
    if scale := seen.get("scale"):
        numbers = [[str(i), f"s{seen['n']}:{i}:{tag}"] for i in range(scale["min"], scale["max"] + 1)]
        half = (len(numbers) + 1) // 2
        keyboard += [numbers[:half], numbers[half:]]
    keyboard += in_rows(
        [_choice(seen["n"], i, choice, tag) for i, choice in enumerate(seen["choices"]) if _shown(choice)]
    )
    return keyboard + ([_always(seen, tag)] if asked else [])


def in_rows(buttons: list[list[str]]) -> Keyboard:
    """Buttons in rows that can be read: beside each other if all of them are short, else one below the other."""
    widest = max((len(title) for title, _ in buttons), default=0)
    if len(buttons) <= MOST_IN_A_ROW and widest * len(buttons) <= WIDEST_ROW:
        return [buttons] if buttons else []
    return [[button] for button in buttons]


def of_lines(seen: Seen, indexes: list[int], tag: str) -> Keyboard:
    """A row for each of these lines of a read-back: change, take out, not for ..."""
    return [_of_line(seen, index, tag) for index in indexes]


def _of_line(seen: Seen, index: int, tag: str) -> list[list[str]]:
    line, first = seen["lines"][index], _first_of_line(seen, index)
    row = []
    for i, choice in enumerate(line["choices"], start=first):
        if not choice["payload"].startswith("keep:"):
            row.append([f"{line['number']} {choice['title']}", f"m{seen['n']}:{i}:{tag}"])
    if len(row) < len(line["choices"]):
        row.append([say("buttons", "line_keep", number=str(line["number"])), f"k{seen['n']}:{index}:{tag}"])
    return row


def keep_from(seen: Seen, index: int, tag: str) -> Keyboard:
    """From whom a line of a read-back can be kept, and the way back."""
    line, first = seen["lines"][index], _first_of_line(seen, index)
    rows = [
        [[f"{line['number']} {choice['title']}", f"m{seen['n']}:{i}:{tag}"]]
        for i, choice in enumerate(line["choices"], start=first)
        if choice["payload"].startswith("keep:")
    ]
    return [*rows, [[say("buttons", "line_back"), f"g{seen['n']}:{index}:{tag}"]]]


def menu(tag: str, has_topics: bool) -> Keyboard:
    """What can be done at any time."""
    rows = [["go_back", "pause"], ["read_back"], ["ask_human", "stop"]]
    keyboard = [[[say("buttons", name), f"a:{name}:{tag}"] for name in row] for row in rows]
    own = [*(["topics"] if has_topics else []), "help", "exit", "delete"]
    return keyboard + [[own_button(name)] for name in own]


def topics(seen: Seen, tag: str) -> Keyboard:
    """The places of the map in a message, one a row, with how far each is."""
    first = len(choices_of(seen)) - len(seen["map"])
    return [
        [[f"{place['title']} ({say('states', place['state'])})"[:LONGEST_TITLE], f"m{seen['n']}:{i}:{tag}"]]
        for i, place in enumerate(seen["map"], start=first)
    ]


def own_button(name: str) -> list[str]:
    """A button for something that the bot does itself."""
    return [say("buttons", name), f"t:{name}"]


def answered(title: str) -> Keyboard:
    """What is left of the buttons once one was pressed: which it was."""
    return [[[f"✓ {title}"[:LONGEST_TITLE], NOTHING]]]


def _choice(n: int, index: int, choice: dict[str, str], tag: str) -> list[str]:
    if choice["payload"] == "leave":
        return own_button("exit")
    return [choice["title"][:LONGEST_TITLE], f"m{n}:{index}:{tag}"]


def _shown(choice: dict[str, str]) -> bool:
    return not choice["payload"].startswith("tel:")


def _always(seen: Seen, tag: str) -> list[list[str]]:
    names = ["skip", "dont_know", "repeat_or_explain"]
    if any(choice["payload"].endswith(("dont_know", "not_sure")) for choice in seen["choices"]):
        names.remove("dont_know")
    if seen["asks"] in NOT_SKIPPED:
        names = ["repeat_or_explain"]
    titles = read()["buttons"]
    return [*([titles[name], f"a:{name}:{tag}"] for name in names), own_button("menu")]


def _first_of_line(seen: Seen, index: int) -> int:
    return len(seen["choices"]) + sum(len(line.get("choices", [])) for line in seen["lines"][:index])
