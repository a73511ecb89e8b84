"""Whole conversations while parts are killed, hang, run full and lose their connections (`make faults`, but short)."""

from pathlib import Path

import pytest

from scripts.faults import plan
from scripts.faults.playing import play

SEED = 2611


@pytest.mark.parametrize(("engine", "conversations"), [("sqlite", 6)])
def test_what_was_accepted_is_kept_once_and_answered_once_whatever_breaks(
    engine: str, conversations: int, tmp_path: Path
) -> None:
    report = play(conversations, SEED, engine, tmp_path)
    assert report.wrong == [], str(report)
    # when a strike falls, a conversation may be over already, and a part just being started again: most are hit
    assert report.hit > conversations / 2
    assert report.messages > 10 * conversations
    assert len(report.struck) > len(plan.kinds(engine)) / 2
