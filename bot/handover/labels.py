"""How codes and times read, on the page, on paper and in the PDF."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.msp import codes
from bot.records import cases
from bot.records.workers import ROLES, SCOPES
from bot.service import service

URGENCIES = {"now": "Now", "today": "Today", "soon": "Soon", "routine": "Routine"}
STATUSES = {"new": "New", "open": "Open", "review": "In review", "closed": "Closed"}
SHARES = {"all": "All of it", "parts": "Parts of it", "none": "Not agreed"}
YES_NO = {"yes": "Yes", "no": "No", "not_sure": "Not sure"}
CHANNELS = {"web": "Web page", "widget": "Widget on another site", "telegram": "Telegram"}
WHO = {
    "person": "The person themself",
    "family": "Someone in the family",
    "carer": "A carer",
    "friend": "A friend",
    "worker": "A worker",
}
ALERTS = {
    "danger_now": "Danger now",
    "self_harm": "Self-harm or suicide",
    "not_safe_to_talk": "Not safe to talk",
}
SHOWN = {
    "999": "999",
    "team": "the team's number",
    "samaritans": "Samaritans",
    "not_watched": "that nobody watches this day and night",
    "told_first": "that a worker has to be told",
    "cover": "the neutral page",
}
TOPICS = {
    "safe_to_talk": "Is it safe to talk",
    "welcome": "Welcome",
    "who": "Who is writing",
    "communication": "Communication needs",
    "concerns": "What is happening",
    "feeling_safe": "How safe they feel",
    "what_matters": "What matters to them",
    "strengths": "What they can do and who helps",
    "outcomes": "What they want",
    "not_wanted": "What they fear",
    "people": "People",
    "others_at_risk": "Others at risk",
    "expectations": "What may not be possible",
    "conflict": "Conflict of interest",
    "consent": "Consent",
    "safe_contact": "How to reach them safely",
    "read_back": "Read-back",
    "hand_over": "Hand-over",
    "experience": "Experience of this",
    "review": "Review",
}
NEEDS = {
    "easy_read": "Easy words",
    "pictures": "Pictures",
    "large_print": "Large print",
    "audio": "Reading aloud",
    "hearing": "Help with hearing",
    "sign_language": "Sign language",
    "makaton": "Makaton",
    "interpreter": "An interpreter",
    "extra_time": "More time",
    "supporter": "A supporter beside them",
    "speech": "Help with speaking",
    "by_writing": "In writing, not by telephone",
}
LISTS: dict[str, Mapping[str, str]] = {
    "concern": codes.CONCERNS,
    "source": codes.SOURCES,
    "location": codes.LOCATIONS,
    "outcome": codes.OUTCOMES,
    "urgency": URGENCIES,
    "status": STATUSES,
    "share": SHARES,
    "yes_no": YES_NO,
    "channel": CHANNELS,
    "who": WHO,
    "alert": ALERTS,
    "shown": SHOWN,
    "topic": TOPICS,
    "need": NEEDS,
    "step": cases.STEPS,
    "asked": cases.ASKED,
    "achieved": cases.ACHIEVED,
    "risk_outcome": cases.RISK_OUTCOMES,
    "risk_result": cases.RISK_RESULTS,
    "capacity": cases.CAPACITY,
    "advocate": cases.ADVOCATE,
    "ground": cases.GROUNDS,
    "role": ROLES,
    "scope": SCOPES,
}


def label(code: str | None, kind: str) -> str:
    """A code in words; one that is not known is shown as it is, without its underscores."""
    if code is None:
        return "Not said"
    return LISTS[kind].get(code) or code.replace("_", " ").capitalize()


def recipient(code: str) -> str:
    """A recipient's name in `service.yml`."""
    return next((known.name for known in service().recipients if known.id == code), code.replace("_", " "))


def moment(value: datetime | str | None) -> datetime | None:
    """A time of the records or of a document (ISO 8601), in the service's time zone."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if value is None:
        return None
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(service().time_zone)


def when(value: datetime | str | None) -> str:
    """Such as "Mon 23 Nov 2026, 14:05"."""
    at = moment(value)
    return f"{at:%a} {at.day} {at:%b %Y, %H:%M}" if at else "not known"


def once(statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Statements without those that say the same words again."""
    return list({said["own_words"].casefold(): said for said in reversed(statements)}.values())[::-1]


def by_importance(outcomes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Outcomes that stand first, the most important of them first; those without a rank keep their order."""
    return sorted(outcomes, key=lambda one: (one["status"] != "current", one["priority"] or len(outcomes) + 1))
