"""The service this My Say belongs to: names, numbers, opening hours and recipients, read from `service.yml`."""

import functools
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bot.msp.turn import Recipient, Team
from bot.settings import settings

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class ServiceFileError(ValueError):
    """`service.yml` lacks something, or holds something that cannot be."""


@dataclass(frozen=True)
class Service:
    """What `service.yml` says. `numbers` maps an id to its telephone number, `checked` to the day it was checked."""

    name: str
    area: str
    organisation: str
    team: str
    time_zone: ZoneInfo
    open_days: frozenset[int]
    opens: time
    closes: time
    hours_in_words: str
    looked_at_within: str
    enquiry_takes: str
    numbers: dict[str, str]
    checked: dict[str, date]
    warn_after_days: int
    recipients: tuple[Recipient, ...]
    cover_text: str
    leave_to: str
    languages: tuple[str, ...]

    def is_open(self, at: datetime) -> bool:
        """True if the team is at work at that moment (any time zone)."""
        here = at.astimezone(self.time_zone)
        return here.weekday() in self.open_days and self.opens <= here.time() < self.closes

    def team_at(self, at: datetime) -> Team:
        """What the practice must know of the service at that moment."""
        return Team(self.recipients, self.is_open(at))

    def out_of_date(self, today: date) -> list[str]:
        """The names of what was checked too long ago."""
        return [name for name, day in self.checked.items() if (today - day).days > self.warn_after_days]

    def words(self) -> dict[str, str]:
        """What the wording may use in braces, such as {team} or {number_samaritans}."""
        return {
            "service": self.name,
            "organisation": self.organisation,
            "team": self.team,
            "team_short": "the team",
            "team_capital": self.team[0].upper() + self.team[1:],
            "hours": self.hours_in_words,
            "looked_at_within": self.looked_at_within,
            "enquiry_takes": self.enquiry_takes,
            "cover_text": self.cover_text,
            **{f"number_{key}": number for key, number in self.numbers.items()},
        }


def read(path: Path) -> Service:
    """Reads a service file. Raises ServiceFileError naming what is wrong in it."""
    try:
        raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        hours, numbers = raw["opening_hours"], raw["numbers"]
        service = Service(
            name=raw["name"],
            area=raw["area"],
            organisation=raw["organisation"],
            team=raw["team"],
            time_zone=ZoneInfo(raw["time_zone"]),
            open_days=frozenset(DAYS.index(day) for day in hours["days"]),
            opens=time.fromisoformat(hours["from"]),
            closes=time.fromisoformat(hours["to"]),
            hours_in_words=hours["in_words"],
            looked_at_within=raw["looked_at_within"],
            enquiry_takes=raw["enquiry_takes"],
            numbers={key: str(entry["number"]) for key, entry in numbers.items()},
            checked={"opening hours": hours["checked"], **{e["name"]: e["checked"] for e in numbers.values()}},
            warn_after_days=raw["warn_after_days"],
            recipients=tuple(Recipient(**recipient) for recipient in raw["recipients"]),
            cover_text=raw["cover_text"],
            leave_to=raw["leave_to"],
            languages=tuple(raw["languages"]),
        )
    except FileNotFoundError:
        raise ServiceFileError(f"There is no {path.name}. Copy the one of the repository and fill it in.") from None
    except (KeyError, TypeError, ValueError) as error:
        raise ServiceFileError(
            f"{path.name} is not right: {error}. docs/running.md says what belongs in it."
        ) from error
    if not any(r.main for r in service.recipients) or not any(r.conflict for r in service.recipients):
        raise ServiceFileError(f"{path.name} needs one recipient with `main: true` and one with `conflict: true`.")
    return service


@functools.cache
def service() -> Service:
    """The service of this process."""
    return read(settings().service_file)
