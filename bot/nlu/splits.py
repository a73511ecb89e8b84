"""The labelled sentences that are kept back: `data/nlu/dev` to choose thresholds on, `data/nlu/test` to report."""

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "data" / "nlu"


def sentences(split: str, task: str) -> list[dict[str, Any]]:
    """The labelled sentences of a split (`train`, `dev`, `test`) and a task (`safety`, `concerns`, `outcomes`, `intents`).

    `data/nlu/README.md` has the fields. The training intents are in `data/nlu/intents` instead.
    """
    lines = (DATA / split / f"{task}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]
