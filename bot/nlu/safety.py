"""Safety: is somebody in danger now, thinking of death, or watched, and which words say so.

Two independent eyes: the encoder (learned) and the phrases with a little grammar (written). Either can raise the flag;
where the written eye explains deadly words away (a saying, a film, the past), the learned one has to be surer.
"""

from dataclasses import dataclass

import numpy as np

from bot.msp.clauses import clause_at
from bot.nlu.calibration import Calibration
from bot.nlu.encoder import Encoder, Reading
from bot.nlu.labels import SAFETY
from bot.nlu.phrases import Heard, listen
from bot.nlu.scores import softmax

SURE = 0.95
"""The score of a flag that only the written eye raised."""


@dataclass(frozen=True)
class Safety:
    """`level` is one of the contract's four, `score` its probability from 0 to 1, `quote` the words (empty for none)."""

    level: str
    score: float
    quote: str


@dataclass(frozen=True)
class Weighed:
    """What each eye makes of a message: `chances` is `(windows, 4)`, `urgency` is from 0 to 1 for both eyes together."""

    chances: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]"
    heard: Heard
    learned: float
    urgency: float

    @property
    def watched(self) -> float:
        """How likely the learned eye thinks it that somebody is watching."""
        return float(self.chances[:, 3].max())


def weigh(message: str, reading: Reading, encoder: Encoder, calibration: Calibration) -> Weighed:
    """How urgent a message is: the learned eye, less the doubt that the written one has, or sure where a phrase says so."""
    heard = listen(message)
    chances = chances_of(reading, encoder, calibration)
    learned = float((chances[:, 1] + chances[:, 2]).max())
    if heard.first("danger_now") or heard.first("self_harm"):
        return Weighed(chances, heard, learned, max(SURE, learned))
    return Weighed(chances, heard, learned, max(0.0, learned - (calibration.doubt if heard.ordinary else 0.0)))


def alarms(weighed: Weighed, calibration: Calibration) -> bool:
    """Whether a message is taken for danger or self-harm: urgent enough, and no likelier that somebody is watching."""
    if calibration.not_safe_threshold <= weighed.watched > weighed.urgency:
        return False
    return weighed.urgency >= calibration.urgent_threshold


def read_safety(message: str, reading: Reading, encoder: Encoder, calibration: Calibration) -> Safety:
    """The most urgent level that the message reaches, by either eye; being watched only where it is likelier than danger."""
    weighed = weigh(message, reading, encoder, calibration)
    heard, watched = weighed.heard, weighed.watched
    if alarms(weighed, calibration):
        level = _which(weighed)
        return Safety(level, round(weighed.urgency, 3), _quote(level, reading, encoder, heard))
    if heard.first("not_safe_to_talk"):
        watched = max(SURE, watched)
    if watched >= calibration.not_safe_threshold:
        return Safety("not_safe_to_talk", round(watched, 3), _quote("not_safe_to_talk", reading, encoder, heard))
    return Safety("none", round(float(weighed.chances[:, 0].min()), 3), "")


def _which(weighed: Weighed) -> str:
    """Danger or self-harm: what the learned eye leans to, unless only the written one is alarmed."""
    danger, self_harm = float(weighed.chances[:, 1].max()), float(weighed.chances[:, 2].max())
    if max(danger, self_harm) < 0.2:
        phrase = weighed.heard.first("danger_now") or weighed.heard.first("self_harm")
        if phrase:
            return phrase.level
    return "danger_now" if danger >= self_harm else "self_harm"


def chances_of(
    reading: Reading, encoder: Encoder, calibration: Calibration
) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    """What the learned eye thinks: `(windows, 4)` probabilities in the order of `labels.SAFETY`."""
    columns = [encoder.column(f"safety:{name}") for name in SAFETY]
    return np.array([softmax(window, calibration.safety_temperature) for window in reading.windows[:, columns]])


def _quote(level: str, reading: Reading, encoder: Encoder, heard: Heard) -> str:
    """The clause that says it: the one that holds the phrase, else the one that moved the encoder most."""
    phrase = heard.first(level)
    if phrase:
        clause = clause_at(reading.clauses, phrase.start)
        if clause:
            return clause.text
    moved = reading.evidence[:, encoder.column(f"safety:{level}")] - reading.evidence[:, encoder.column("safety:none")]
    return reading.clauses[int(moved.argmax())].text
