"""The safe-contact plan: may a message go to the person now?

The person said in their own words when it is safe. What can be read for certain (days, hours, "not on Fridays") is
held to; what cannot is put before the worker, who must say why it is safe. A message on Telegram rings and stays on the
phone, so there a wrong time or "leave no message" cannot be overruled. On the web page a message is seen only by
somebody who opens the conversation again, so a worker may overrule with a reason.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from bot.service import DAYS, service

CLEAR, CONFIRM, STOP = "clear", "confirm", "stop"
PARTS_OF_DAY = {
    "morning": (time(8), time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), time(21)),
    "night": (time(21), time(23, 59)),
    "lunch": (time(12), time(14)),
}
_NOT = re.compile(r"\b(not|never|no|don'?t|do not|except|avoid|unless|cannot|can'?t)\b")
_HOUR = r"(\d{1,2})(?:[:.](\d\d))?\s*(am|pm|o'?clock)?(?![\d/])"
_BETWEEN = re.compile(rf"(?:between\s+|from\s+|\b){_HOUR}\s*(?:and|to|till|until|-|–)\s*{_HOUR}")
_AFTER = re.compile(rf"\b(?:after|from|past)\s+{_HOUR}")
_BEFORE = re.compile(rf"\b(?:before|until|till|by)\s+{_HOUR}")
_UNCLEAR = re.compile(r"\b(half|quarter|noon|midday|midnight|if|when his|when her)\b")
_CLAUSES = re.compile(r"[.;!?\n,]|\bbut\b|\bor\b|\band (?=not|never|don)|(?<=\w) (?=(?:not|never|except)\b)")
_ANY = re.compile(r"\b(any\s?time|whenever|always|all day|every day)\b")


@dataclass(frozen=True)
class Plan:
    """`decision`: `clear`, `confirm` (only with the worker's reason) or `stop`; why; and the person's own words."""

    decision: str
    reasons: list[str] = field(default_factory=list)
    own_words: list[str] = field(default_factory=list)


def may_write(document: dict[str, Any], at: datetime) -> Plan:
    """What the plan in a hand-over says about a message at that moment (any time zone)."""
    contact, rings = document["safe_contact"], document["channel"] == "telegram"
    words = [said["own_words"] for part in ("ways", "when", "own_words") for said in contact[part]]
    found: list[tuple[str, str]] = []
    for said in contact["when"]:
        fits = fits_now(said["own_words"], at)
        if fits is False:
            found.append((STOP if rings else CONFIRM, "It is outside the times they said are safe."))
        elif fits is None:
            found.append((CONFIRM, "They said when it is safe in words that only you can weigh. Read them first."))
    if contact["leave_message"] == "no":
        found.append((STOP if rings else CONFIRM, "They said that no message may be left."))
    elif contact["leave_message"] == "not_sure":
        found.append((CONFIRM, "They were not sure whether a message may be left."))
    elif contact["leave_message"] is None and rings:
        found.append(
            (CONFIRM, "They did not say whether a message may be left, and one on Telegram stays on the phone.")
        )
    decision = max((kind for kind, _ in found), key=(CLEAR, CONFIRM, STOP).index, default=CLEAR)
    return Plan(decision, list(dict.fromkeys(why for _, why in found)), list(dict.fromkeys(words)))


def fits_now(said: str, at: datetime) -> bool | None:
    """Whether a moment fits what somebody said about when: True, False, or None if it cannot be read for certain."""
    here = at.astimezone(service().time_zone)
    wanted: list[tuple[bool, str]] = []  # whether the moment is inside what a clause allows, and the clause's shape
    forbids = False
    for clause in _CLAUSES.split(said.casefold()):
        days, hours, refuses = _days(clause), _hours(clause), bool(_NOT.search(clause))
        if not days and not hours:
            if refuses:
                return None  # something must not be, and we cannot tell what
            if _ANY.search(clause):
                wanted.append((True, "any"))
            continue
        both_edges = _AFTER.search(clause) and _BEFORE.search(clause) and not _BETWEEN.search(clause)
        if both_edges or _UNCLEAR.search(clause):
            return None
        inside = (not days or here.weekday() in days) and (not hours or hours[0] <= here.time() < hours[1])
        if refuses and inside:
            return False
        forbids = forbids or refuses
        if not refuses:
            edge = "edge" if _AFTER.search(clause) or _BEFORE.search(clause) else "hours" if hours else ""
            wanted.append((inside, ("days " if days else "") + edge))
    if not wanted:
        return True if forbids else None
    if all(inside for inside, _ in wanted):
        return True
    if not any(inside for inside, _ in wanted):
        return False
    # "mornings or evenings" is one or the other, "after 3, weekdays" is both: only alike clauses are alternatives
    shapes = {shape for _, shape in wanted}
    return True if len(shapes) == 1 and shapes != {"edge"} else None


def _days(clause: str) -> set[int]:
    found = {i for i, day in enumerate(DAYS) if re.search(rf"\b({day}s?|{day[:3]}s?|{day[:4]}s?|{day[:5]})\b", clause)}
    if re.search(r"\bweekdays?\b", clause):
        found |= {0, 1, 2, 3, 4}
    if re.search(r"\bweekends?\b", clause):
        found |= {5, 6}
    return found


def _hours(clause: str) -> tuple[time, time] | None:
    if between := _BETWEEN.search(clause):
        start, end = _hour(between.groups()[:3]), _hour(between.groups()[3:])
        return (start, end) if start and end and start < end else None
    if (after := _AFTER.search(clause)) and (start := _hour(after.groups())):
        return start, time(23, 59, 59)
    if (before := _BEFORE.search(clause)) and (end := _hour(before.groups())):
        return time(0), end
    for name, hours in PARTS_OF_DAY.items():
        if re.search(rf"\b{name}s?\b", clause):
            return hours
    return None


def _hour(found: tuple[str | None, ...]) -> time | None:
    """An hour as people say it: 1 to 7 without "am" is in the afternoon."""
    hour, minute, half = int(found[0] or 0), int(found[1] or 0), found[2]
    if hour > 23 or minute > 59:
        return None
    if (half == "pm" and hour < 12) or (half != "am" and 1 <= hour <= 7):
        hour += 12
    return time(hour, minute)
