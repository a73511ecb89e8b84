"""The figures that are reported are the ones that are meant."""

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from bot.nlu import drawings
from bot.nlu.calibration import Calibration
from bot.nlu.figures import calibration_bins, calibration_error, f1, figure, precision, recall

THERE = np.array([True, True, False, False])
FOUND = np.array([True, False, True, False])


def test_recall_precision_and_f1() -> None:
    assert recall(THERE, FOUND) == 0.5
    assert precision(THERE, FOUND) == 0.5
    assert f1(THERE, FOUND) == 0.5
    assert np.isnan(recall(~THERE & THERE, FOUND))


def test_a_figure_lies_in_its_interval_and_says_whether_the_target_is_reached() -> None:
    right = np.array([True] * 90 + [False] * 10)
    made = figure("right", lambda at: float(right[at].mean()), 100, target=0.95)
    assert made.low < made.value == 0.9 < made.high
    assert not made.met
    assert "missed" in str(made)


def test_honest_confidence_has_no_error() -> None:
    sure = np.array([0.75] * 4)
    assert calibration_error(sure, np.array([True, True, True, False])) == 0.0
    assert calibration_bins(sure, np.array([True, True, True, False])) == [(0.75, 0.75, 4)]


@pytest.mark.parametrize(
    "picture",
    [
        drawings.line_chart("A & B", "x", "y", {"one": [(0.0, 1.0), (1.0, 0.5)]}, diagonal=True),
        drawings.confusion_matrix("C", ["affirm", "deny"], [[3, 1], [0, 2]]),
    ],
)
def test_a_picture_is_sound_svg(picture: str) -> None:
    assert ElementTree.fromstring(picture).tag.endswith("svg")


def test_thresholds_survive_being_stored(tmp_path: Path) -> None:
    Calibration(urgent_threshold=0.123).save(tmp_path / "calibration.json")
    assert Calibration.load(tmp_path / "calibration.json").urgent_threshold == 0.123
    assert Calibration.load(tmp_path / "missing.json") == Calibration()
