"""The pictures of docs/performance.md, drawn from what was measured."""

from typing import Any

from bot.settings import ROOT
from scripts.bench.inside import PARTS
from scripts.drawing import Line, bars, chart

PICTURES = ROOT / "docs" / "pictures"
NAMES = {"ours": "My Say", "mood": "default assistant", "bare": "one-rule Rasa"}


def draw(measured: dict[str, Any]) -> None:
    """Where a turn's time goes, growth over turns, and throughput."""
    turn, inside = measured["turn"], measured["inside"]
    parts = [(part, inside[part]) for part in PARTS]
    around = max(0.0, turn["ours"]["p50"] - inside["whole"])
    rows = [("My Say", [*parts, ("the door: kept, asked, kept", around)])]
    rows += [(NAMES[name], [("a reference's turn", turn[name]["p50"])]) for name in ("mood", "bare")]
    _write("turn.svg", bars("Where a turn's time goes (median)", rows, "ms"))
    lines = [Line(NAMES[name], [(x, y) for x, y in points]) for name, points in measured["growth"].items()]
    _write("growth.svg", chart("A turn in a long conversation", "turn of the conversation", "ms (median)", lines))
    rates = [(NAMES[name], [("turns a second", rate)]) for name, rate in measured["throughput"].items()]
    _write("throughput.svg", bars("Eight conversations at once", rates, "turns/s"))


def _write(name: str, svg: str) -> None:
    (PICTURES / name).write_text(svg)
