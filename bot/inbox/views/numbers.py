"""The service's numbers, drawn, and as a table for the national return."""

import csv
import io
from typing import Any

from flask import Blueprint, Response, g, render_template, request

from bot.handover.labels import LISTS, TOPICS, label
from bot.inbox import drawing
from bot.inbox.access import MANAGERS, allowed
from bot.msp import codes
from bot.records import cases, statistics
from bot.records.base import reading
from bot.records.statistics import Month

pages = Blueprint("numbers", __name__)

# what is drawn: the breakdown, its title, and the list its codes are in
DRAWN = (
    ("asked", "Were they asked what they want, when it closed", "asked"),
    ("asked_by_us", "Were they asked, when it was handed over", "asked"),
    ("achieved", "Was what they wanted achieved", "achieved"),
    ("person_says_achieved", "What the person says was achieved", "achieved"),
    ("risk_outcome", "What became of the risk", "risk_outcome"),
    ("urgency", "How urgent", "urgency"),
    ("concerns", "What people told us about", "concern"),
    ("outcomes", "What people want", "outcome"),
    ("share", "Did they agree to share", "share"),
    ("who", "Who typed", "who"),
    ("channel", "How they wrote", "channel"),
    ("needs", "What they need to be understood", "need"),
    ("exits", "How many used the way out", "channel"),
    ("stopped_at", "Where conversations stopped that were not handed over", "topic"),
)
# the national return: table, breakdown, and the labels of its categories
RETURN = (
    ("SG2a type of risk", "concerns", codes.CONCERNS),
    ("SG2a source of risk", "return_sources", {name: name for name in statistics.SOURCES_OF_RETURN.values()}),
    ("SG2b location of risk", "locations", codes.LOCATIONS),
    ("SG2c risk assessment result", "risk_result", cases.RISK_RESULTS),
    ("SG2e risk outcome", "risk_outcome", cases.RISK_OUTCOMES),
    ("SG3a capacity", "capacity", cases.CAPACITY),
    ("SG3a supported by an advocate, family or friend", "advocate", cases.ADVOCATE),
    ("SG4a asked about outcomes", "asked", cases.ASKED),
    ("SG4a outcomes achieved", "achieved", cases.ACHIEVED),
)


@pages.get("/numbers")
@allowed(*MANAGERS)
def numbers() -> Any:
    """The last twelve months, drawn."""
    with reading() as records:
        months = statistics.by_month(records, g.actor.worker)[-12:]
    whole = statistics.total(months)
    by_month = [
        (title, drawing.columns(_series(months, name), title))
        for name, title in (("handed_over", "Hand-overs"), ("closed", "Closed"))
    ]
    charts = [
        (title, drawing.bars([(label(code, kind), count) for code, count in _ordered(whole, name, kind)], title))
        for name, title, kind in DRAWN
        if whole.counts.get(name)
    ]
    return render_template("numbers.html", months=months, by_month=by_month, charts=charts, whole=whole)


def _series(months: list[Month], name: str) -> list[tuple[str, int | None]]:
    held = statistics.held_back({month.month: month.counts[name]["all"] for month in months})
    return list(held.items())


def _ordered(whole: Month, name: str, kind: str) -> list[tuple[str, int | None]]:
    """A breakdown in the order of its list, codes that are not in the list last."""
    counts = statistics.held_back(whole.counts[name])
    order = list(TOPICS if kind == "topic" else LISTS[kind])
    return sorted(counts.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order))


@pages.get("/numbers.csv")
@allowed("lead", "auditor")
def national_return() -> Any:
    """The national return's tables for a year (April to March). `exact=1`: with small numbers, for the return alone."""
    year = request.args.get("year", type=int)
    exact = request.args.get("exact") == "1"
    with reading() as records:
        months = statistics.by_month(records, g.actor.worker)
    if year:
        months = [month for month in months if f"{year}-04" <= month.month < f"{year + 1}-04"]
    whole = statistics.total(months)
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["table", "code", "category", "count"])
    for name, breakdown, known in RETURN:
        counts = {code: whole.counts[breakdown][code] for code in known}
        for code, count in (counts if exact else statistics.held_back(counts)).items():
            writer.writerow([name, code, known[code], "*" if count is None else count])
    answer = Response(table.getvalue(), mimetype="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="national-return.csv"'
    return answer
