"""Everything that happened with a hand-over, in the order it happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.handover.labels import ALERTS, moment
from bot.records.cases import STEPS, CaseStep
from bot.records.hand_overs import HandOver


@dataclass(frozen=True)
class Moment:
    """One thing that happened: when, who (`person`, `us` or a worker's name) and what, in fixed words."""

    at: datetime
    who: str
    what: str


def timeline(hand_over: HandOver, document: dict[str, Any], steps: list[CaseStep]) -> list[Moment]:
    """The moments of the conversation and of the work, oldest first."""
    found: list[tuple[Any, str, str]] = [(document["started_at"], "person", "Started to write")]
    found += [(at, "person", "Came back") for at in document["sessions"][1:]]
    for alert in document["safety"]["alerts"]:
        found.append((alert["at"], "person", f"Wrote something that may mean: {ALERTS[alert['level']].lower()}"))
    for event in document["events"]:
        found.append((event["at"], "person", event["what"].replace("_", " ").capitalize()))
    if document["person_reviewed"]["done"] and document["person_reviewed"]["at"]:
        found.append((document["person_reviewed"]["at"], "person", "Said the read-back is right"))
    for given in document["consent"]:
        found.append((given["at"], "person", f"Consent, {given['recipient'].replace('_', ' ')}: {given['share']}"))
    for version in hand_over.versions:
        found.append((version.created_at, "us", f"Version {version.version} arrived"))
    found += [(step.at, step.actor, STEPS[step.kind]) for step in steps]
    moments = [Moment(at, who, what) for when, who, what in found if (at := moment(when))]
    return sorted(moments, key=lambda happened: happened.at)
