"""The dashboard asks for metrics that there are, and shows all of ours."""

import json
import re
from itertools import combinations
from typing import Any

import pytest
from prometheus_client import REGISTRY

from bot.metrics import DANGER, ERRORS, TURN, FromRecords, of_the_door, of_the_outbox
from bot.settings import ROOT

BOARD: dict[str, Any] = json.loads((ROOT / "deploy/grafana/my-say.json").read_text(encoding="utf-8"))
QUERIES = [target["expr"] for panel in BOARD["panels"] for target in panel["targets"]]
METRIC = re.compile(r"\b(?:mysay|process)_\w+")
LABEL = re.compile(r"\bby \(([^)]*)\)|(\w+)(?:=~|!=|=)\"")
PROMETHEUS_OWN = {"up"}


def names(family: Any) -> set[str]:
    """What Prometheus calls the samples of a metric."""
    added = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"]}.get(family.type, [""])
    return {family.name + suffix for suffix in added}


@pytest.fixture
def known(records: str) -> set[str]:
    """Every metric of My Say's processes."""
    families = [family for look in (of_the_door, of_the_outbox) for family in FromRecords(look).collect()]
    families += [family for metric in (TURN, DANGER, ERRORS) for family in metric.collect()]
    processes = [family for family in REGISTRY.collect() if family.name.startswith("process_")]
    return set().union(*(names(family) for family in families + processes))


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_every_metric_that_is_shown_exists_and_all_of_ours_are_shown(known: set[str]) -> None:
    asked = {name for query in QUERIES for name in METRIC.findall(query)}
    assert asked - known == set()
    ours = {re.sub(r"_(bucket|sum|count)$", "", name) for name in known if name.startswith("mysay_")}
    assert {re.sub(r"_(bucket|sum|count)$", "", name) for name in asked if name.startswith("mysay_")} == ours


def test_every_label_that_is_asked_for_is_one_that_we_or_prometheus_give() -> None:
    asked = {
        label.strip() for query in QUERIES for found in LABEL.findall(query) for label in ",".join(found).split(",")
    }
    assert asked - {"", "le", "part", "level", "kind", "receiver", "channel", "job", "instance"} == set()


def test_the_panels_have_their_own_places() -> None:
    assert len({panel["id"] for panel in BOARD["panels"]}) == len(BOARD["panels"])
    for one, other in combinations([panel["gridPos"] for panel in BOARD["panels"]], 2):
        apart = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        assert apart or one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert one["x"] + one["w"] <= 24


def test_every_panel_says_what_it_shows_and_asks_the_chosen_prometheus() -> None:
    for panel in BOARD["panels"]:
        assert panel["title"]
        assert {target["datasource"]["uid"] for target in panel["targets"]} == {"${prometheus}"}
