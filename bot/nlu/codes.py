"""Concerns and outcomes: which codes a message may be given, how likely each, and the clause that says it."""

from dataclasses import dataclass

from bot.nlu.calibration import Calibration
from bot.nlu.encoder import Encoder, Reading
from bot.nlu.labels import CONCERNS, OUTCOMES, SOURCES
from bot.nlu.scores import sigmoid


@dataclass(frozen=True)
class Code:
    """A suggested code: `score` is a probability from 0 to 1, `quote` stands in the message word for word."""

    code: str
    score: float
    quote: str


def _codes(reading: Reading, encoder: Encoder, task: str, names: tuple[str, ...], threshold: float) -> list[Code]:
    found = []
    for name in names:
        column = encoder.column(f"{task}:{name}")
        score = sigmoid(float(reading.windows[:, column].max()))
        if score >= threshold:
            clause = reading.clauses[int(reading.evidence[:, column].argmax())]
            found.append(Code(name, round(score, 3), clause.text))
    return sorted(found, key=lambda code: -code.score)


def concerns(reading: Reading, encoder: Encoder, calibration: Calibration) -> list[Code]:
    """The concern types that the message may be about, most likely first."""
    return _codes(reading, encoder, "concern", CONCERNS, calibration.concern_threshold)


def outcomes(reading: Reading, encoder: Encoder, calibration: Calibration) -> list[Code]:
    """The desired outcomes that the message may hold, most likely first; only meaningful for an answer about wishes."""
    return _codes(reading, encoder, "outcome", OUTCOMES, calibration.outcome_threshold)


def source(reading: Reading, encoder: Encoder) -> str | None:
    """Who it comes from, or None where nobody is said to do anything."""
    columns = [encoder.column(f"source:{name}") for name in SOURCES]
    named = SOURCES[int(reading.windows[:, columns].max(axis=0).argmax())]
    return None if named == "none" else named


def others_at_risk(reading: Reading, encoder: Encoder, calibration: Calibration) -> bool:
    """Whether anybody besides the adult it is about may be at risk, children above all."""
    logit = float(reading.windows[:, encoder.column("others_at_risk")].max())
    return sigmoid(logit) >= calibration.others_threshold
