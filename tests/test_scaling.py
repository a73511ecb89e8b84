"""What docs/scaling.md says is what its figures come to."""

from dataclasses import replace

import pytest

from scripts.scaling import ASSUMED, DOCUMENT, MEASURED, need, written


def test_the_document_says_what_is_computed_from_the_figures_now() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert written(text) == text, "run: python -m scripts.scaling --write"


def test_a_place_is_computed_as_by_hand() -> None:
    assumed = replace(ASSUMED, turns=40, begun_for_each_concern=1, busiest_hour=0.1, busiest_day=2, full_at=0.5)
    measured = replace(MEASURED, cpu_ms={"door": 10, "Rasa": 15}, pair_turns_a_second=2)
    found = need(365 * 900, measured, replace(assumed, seconds_a_turn=30))
    assert found.turns_a_second == pytest.approx(900 * 2 * 0.1 * 40 / 3600)
    assert found.at_once == pytest.approx(60)
    assert found.cores == pytest.approx(2 * 0.025 / 0.5)
    assert found.pairs == 2
    assert found.gigabytes == pytest.approx(365 * 900 * MEASURED.kilobytes_a_conversation / 1e6)


def test_one_of_each_may_die_however_small_the_place() -> None:
    assert need(1).pairs == 2
