"""What the templates may use: codes and times in words, how long ago, and what the audit's actions read as."""

from datetime import datetime

from flask import Flask

from bot.handover.labels import LISTS, by_importance, label, moment, once, recipient, when
from bot.records.base import now


def since(value: datetime | str | None) -> str:
    """How long ago, in the largest unit that is whole: "5 minutes", "3 hours", "2 days"."""
    at = moment(value)
    if at is None:
        return "not known"
    seconds = max(0, int((now() - at).total_seconds()))
    for length, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= length:
            count = seconds // length
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return "under a minute"


# what the audit's actions read as, where the view's own name does not say it
ACTIONS = {
    "hand_overs.listed": "opened the list",
    "hand_overs.page": "opened the page",
    "hand_overs.as_json": "took the JSON",
    "hand_overs.as_pdf": "took the PDF",
    "api.listed": "read the list through the API",
    "api.one": "read it through the API",
    "api.one_as_pdf": "took the PDF through the API",
    "numbers.numbers": "opened the numbers",
    "numbers.national_return": "took the national return's table",
    "audit.entries": "opened the audit",
    "work.acknowledge": "acknowledged it",
    "work.acknowledge_alert": "acknowledged the alert",
}


def action(code: str) -> str:
    """What somebody did, from the name of the view."""
    return ACTIONS.get(code) or code.partition(".")[2].replace("_", " ")


def register(app: Flask) -> None:
    """Makes these usable in templates."""
    app.jinja_env.filters.update(
        label=label, recipient=recipient, when=when, since=since, action=action, by_importance=by_importance, once=once
    )
    app.jinja_env.globals["LISTS"] = LISTS
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
