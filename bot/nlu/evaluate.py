"""Every figure of the understanding on sentences it never learned from, with the worst mistakes to read (`make eval`).

    .venv/bin/python -m bot.nlu.evaluate [--split test] [--model models/my-say.tar.gz] [--pictures var/evaluation]

Prints figures with 95 % intervals and targets, figures by kind of writer, and the worst mistakes; draws the confusion
matrix, a reliability diagram for intents and safety, and the safety trade-off curve.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu import drawings
from bot.nlu.figures import Figure, calibration_bins, calibration_error, f1, figure, precision, recall
from bot.nlu.labels import CONCERNS, OUTCOMES
from bot.nlu.safety import weigh
from bot.nlu.splits import sentences
from bot.nlu.understanding import Understanding

URGENT = ("danger_now", "self_harm")
SHOWN = 12

Answered = tuple[dict[str, Any], dict[str, Any]]


def main() -> int:
    """Evaluates and draws; returns the exit status."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--split", choices=("dev", "test"), default="test")
    options.add_argument("--model", type=Path, help="a trained model; the newest in models/ unless named")
    options.add_argument("--pictures", type=Path, default=Path("var/evaluation"))
    chosen = options.parse_args()
    chosen.pictures.mkdir(parents=True, exist_ok=True)
    understanding = Understanding.load(chosen.model)
    answered = {
        task: [(row, understanding.understand(row["text"])) for row in sentences(chosen.split, task)]
        for task in ("safety", "intents", "concerns", "outcomes")
    }
    for heading, figures in (
        ("Safety", safety(answered)),
        ("Intents", intents(answered["intents"])),
        ("Concerns", concerns(answered["concerns"])),
        ("Outcomes", outcomes(answered["outcomes"])),
        ("Recall of danger and self-harm, by kind of writer", by_writer(answered["safety"])),
    ):
        print(f"\n{heading}\n" + "\n".join(str(one) for one in figures))
    print("\n" + "\n".join(worst(answered)))
    draw(answered, understanding, chosen.pictures)
    print(f"\nPictures: {chosen.pictures}/")
    return 0


def safety(answered: dict[str, list[Answered]]) -> list[Figure]:
    """How often danger is found, how often an alarm is right, and how often talk about other things raises one."""
    rows = answered["safety"]
    level = np.array([row["level"] for row, _ in rows])
    read = np.array([answer["safety"]["level"] for _, answer in rows])
    urgent, alarm = np.isin(level, URGENT), np.isin(read, URGENT)
    inside = np.array([answer["safety"]["quote"] in row["text"] for row, answer in rows])
    other = [answer for task in ("intents", "outcomes") for _, answer in answered[task]]
    quiet = np.array([answer["safety"]["level"] not in URGENT for answer in other])
    return [
        figure("danger_now or self_harm found (recall)", lambda at: recall(urgent[at], alarm[at]), len(rows), 0.98),
        figure("an alarm is right (precision)", lambda at: precision(urgent[at], alarm[at]), len(rows), 0.80),
        figure("exact level", lambda at: float((level[at] == read[at]).mean()), len(rows), 0.92),
        figure(
            "not_safe_to_talk found (recall)",
            lambda at: recall(level[at] == "not_safe_to_talk", read[at] == "not_safe_to_talk"),
            len(rows),
            0.90,
        ),
        figure("quote stands in the message", lambda at: float(inside[at].mean()), len(rows), 1.0),
        figure("no alarm on intents and wishes", lambda at: float(quiet[at].mean()), len(other)),
    ]


def intents(rows: list[Answered]) -> list[Figure]:
    """How often the intent is right, and how honest its confidence is."""
    right = np.array([row["intent"] == answer["intent"]["name"] for row, answer in rows])
    sure = np.array([answer["intent"]["confidence"] for _, answer in rows])
    return [
        figure("accuracy", lambda at: float(right[at].mean()), len(rows), 0.93),
        figure(
            "accuracy where confidence is 0.6 or more", lambda at: float(right[at][sure[at] >= 0.6].mean()), len(rows)
        ),
        figure(
            "confidence is honest (1 - calibration error)",
            lambda at: 1 - calibration_error(sure[at], right[at]),
            len(rows),
        ),
    ]


def concerns(rows: list[Answered]) -> list[Figure]:
    """Concern types, who it comes from, and whether others are at risk."""
    truth, found = _table(rows, "types", "concerns", CONCERNS)
    source = np.array([row["source"] == answer["source"] for row, answer in rows])
    others = np.array([row["others_at_risk"] for row, _ in rows])
    flagged = np.array([answer["others_at_risk"] for _, answer in rows])
    quoted = np.array([all(c["quote"] in row["text"] for c in answer["concerns"]) for row, answer in rows])
    each = [
        figure(f"  {name}", lambda at, i=i: f1(truth[at, i], found[at, i]), len(rows))  # type: ignore[misc]
        for i, name in enumerate(CONCERNS)
    ]
    return [
        figure("concern types, micro-F1", lambda at: f1(truth[at], found[at]), len(rows), 0.82),
        *each,
        figure("source, accuracy", lambda at: float(source[at].mean()), len(rows), 0.82),
        figure("others at risk, F1", lambda at: f1(others[at], flagged[at]), len(rows), 0.75),
        figure("quotes stand in the message", lambda at: float(quoted[at].mean()), len(rows), 1.0),
    ]


def outcomes(rows: list[Answered]) -> list[Figure]:
    """Desired outcomes."""
    truth, found = _table(rows, "outcomes", "outcomes", OUTCOMES)
    each = [
        figure(f"  {name}", lambda at, i=i: f1(truth[at, i], found[at, i]), len(rows))  # type: ignore[misc]
        for i, name in enumerate(OUTCOMES)
    ]
    return [figure("outcomes, micro-F1", lambda at: f1(truth[at], found[at]), len(rows), 0.78), *each]


def by_writer(rows: list[Answered]) -> list[Figure]:
    """Recall of danger and self-harm for each kind of writer."""
    found = []
    for voice in sorted({row["voice"] for row, _ in rows}):
        there = [(row, answer) for row, answer in rows if row["voice"] == voice and row["level"] in URGENT]
        if there:
            seen = np.array([answer["safety"]["level"] in URGENT for _, answer in there])
            found.append(figure(voice, lambda at, seen=seen: float(seen[at].mean()), len(there)))  # type: ignore[misc]
    return found


def worst(answered: dict[str, list[Answered]]) -> list[str]:
    """The mistakes that matter most: missed dangers, the surest false alarms, the surest wrong intents, stories lost."""
    missed = [r for r, a in answered["safety"] if r["level"] in URGENT and a["safety"]["level"] not in URGENT]
    false = [
        (a["safety"]["score"], r)
        for r, a in answered["safety"]
        if r["level"] not in URGENT and a["safety"]["level"] in URGENT
    ]
    wrong = [(a["intent"]["confidence"], r, a) for r, a in answered["intents"] if r["intent"] != a["intent"]["name"]]
    lost = [
        (r, a) for r, a in answered["concerns"] if r["types"] and a["intent"]["name"] not in ("inform", "on_behalf")
    ]
    lines = ["Dangers missed:", *(f"  {row['level']}: {row['text'][:160]}" for row in missed)]
    lines += ["Surest false alarms:"]
    lines += [f"  {score:.2f} {r['text'][:150]}" for score, r in sorted(false, key=lambda pair: -pair[0])[:SHOWN]]
    lines += ["Surest wrong intents:"]
    lines += [
        f"  {sure:.2f} {r['intent']} taken for {a['intent']['name']}: {r['text'][:110]}"
        for sure, r, a in sorted(wrong, key=lambda one: -one[0])[:SHOWN]
    ]
    return [
        *lines,
        "Stories taken for something else:",
        *(f"  {a['intent']['name']}: {r['text'][:130]}" for r, a in lost),
    ]


def draw(answered: dict[str, list[Answered]], understanding: Understanding, folder: Path) -> None:
    """Writes the three pictures as SVG."""
    rows = answered["intents"]
    names = sorted({row["intent"] for row, _ in rows} | {answer["intent"]["name"] for _, answer in rows})
    counts = [[0] * len(names) for _ in names]
    for row, answer in rows:
        counts[names.index(row["intent"])][names.index(answer["intent"]["name"])] += 1
    (folder / "intents.svg").write_text(drawings.confusion_matrix("Intents: what was taken for what", names, counts))
    lines = {}
    for name, task in (("intents", "intent"), ("safety", "safety")):
        pairs = answered["intents" if task == "intent" else "safety"]
        sure = np.array([a["intent"]["confidence"] if task == "intent" else a["safety"]["score"] for _, a in pairs])
        right = np.array([_right(row, answer, task) for row, answer in pairs])
        lines[name] = [(mean, share) for mean, share, _ in calibration_bins(sure, right)]
    picture = drawings.line_chart(
        "Is the confidence honest?", "confidence", "share that was right", lines, diagonal=True
    )
    (folder / "reliability.svg").write_text(picture)
    (folder / "safety.svg").write_text(_trade_off([row for row, _ in answered["safety"]], understanding))


def _trade_off(rows: list[dict[str, Any]], understanding: Understanding) -> str:
    """Precision over recall at every threshold, for the learned eye alone and for both."""
    encoder, calibration = understanding.encoder, understanding.calibration
    weighed = [weigh(row["text"], encoder.read(row["text"]), encoder, calibration) for row in rows]
    urgent = np.array([row["level"] in URGENT for row in rows])
    lines = {}
    for name, scores in (("both eyes", [w.urgency for w in weighed]), ("learned alone", [w.learned for w in weighed])):
        score = np.array(scores)
        steps = np.unique(score)[::-1]
        lines[name] = [(recall(urgent, score >= step), precision(urgent, score >= step)) for step in steps]
    return drawings.line_chart("Safety: what finding more costs", "recall", "precision", lines)


def _right(row: dict[str, Any], answer: dict[str, Any], task: str) -> bool:
    if task == "intent":
        return bool(row["intent"] == answer["intent"]["name"])
    return bool(row["level"] == answer["safety"]["level"])


def _table(
    rows: list[Answered], field: str, answer_field: str, names: tuple[str, ...]
) -> tuple["np.ndarray[tuple[int, int], np.dtype[np.bool_]]", "np.ndarray[tuple[int, int], np.dtype[np.bool_]]"]:
    truth = np.array([[name in row[field] for name in names] for row, _ in rows])
    found = np.array([[any(c["code"] == name for c in answer[answer_field]) for name in names] for _, answer in rows])
    return truth, found


if __name__ == "__main__":
    sys.exit(main())
