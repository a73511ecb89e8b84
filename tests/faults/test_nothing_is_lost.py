"""Whole conversations while parts are killed, hang, run full and lose their connections (`make faults`, but short)."""

from pathlib import Path

import pytest

from scripts.faults import plan
from scripts.faults.playing import play

SEED = 2611


@pytest.mark.parametrize(("engine", "conversations"), [("sqlite", 12)])
def test_what_was_accepted_is_kept_once_and_answered_once_whatever_breaks(
    engine: str, conversations: int, tmp_path: Path
) -> None:
    report = play(conversations, SEED, engine, tmp_path)
    assert report.wrong == [], str(report)
    assert report.hit == conversations
    assert report.messages > 10 * conversations
    # what strikes a part that is just being started again does not count
    assert len(set(plan.kinds(engine)) - set(report.struck)) <= 1
