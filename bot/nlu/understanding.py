"""Everything that is understood about one message, without Rasa: what the graph components put together."""

from __future__ import annotations

import tarfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.msp.clauses import count_words
from bot.nlu import codes, language
from bot.nlu.calibration import Calibration
from bot.nlu.encoder import Encoder, shared_encoder
from bot.nlu.intents import IntentReader
from bot.nlu.safety import read_safety

MODELS = Path("models")


@dataclass(frozen=True)
class Understanding:
    """Reads messages; made once, shared by all."""

    encoder: Encoder
    calibration: Calibration
    intents: IntentReader

    @classmethod
    def load(cls, model: Path | None = None) -> Understanding:
        """Opens a trained model (a `.tar.gz` of `rasa train`), the newest in `models/` unless one is named.

        Raises:
            FileNotFoundError: nothing has been trained yet (`make train`).
        """
        model = model or newest_model()
        return cls(shared_encoder(), Calibration.load(), IntentReader.from_bytes(_intents_in(model)))

    def understand(self, text: str) -> dict[str, Any]:
        """The contract's fields for one message: intent, ranking, safety, concerns, source, others, outcomes, language."""
        reading = self.encoder.read(text)
        ranking = [
            {"name": name, "confidence": chance}
            for name, chance in self.intents.ranking(reading.sentence, count_words(text))
        ]
        return {
            "text": text,
            "intent": ranking[0],
            "intent_ranking": ranking,
            "safety": asdict(read_safety(text, reading, self.encoder, self.calibration)),
            "concerns": [asdict(code) for code in codes.concerns(reading, self.encoder, self.calibration)],
            "source": codes.source(reading, self.encoder),
            "others_at_risk": codes.others_at_risk(reading, self.encoder, self.calibration),
            "outcomes": [asdict(code) for code in codes.outcomes(reading, self.encoder, self.calibration)],
            "language": language.guess(text),
        }


def newest_model(models: Path = MODELS) -> Path:
    """The model trained last.

    Raises:
        FileNotFoundError: there is none.
    """
    trained = sorted(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not trained:
        raise FileNotFoundError(f"No trained model in {models}/. Train one with: make train")
    return trained[-1]


def _intents_in(model: Path) -> bytes:
    with tarfile.open(model) as archive:
        for member in archive:
            if member.name.endswith("/intents.npz"):
                stream = archive.extractfile(member)
                assert stream is not None
                return stream.read()
    raise FileNotFoundError(f"{model} holds no intents: train it again with this version's pipeline (make train)")
