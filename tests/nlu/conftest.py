"""One encoder and one trained intent reader for all tests of the understanding."""

import numpy as np
import pytest
import yaml

from bot.nlu.calibration import Calibration
from bot.nlu.encoder import Encoder, shared_encoder
from bot.nlu.intents import IntentReader
from bot.nlu.splits import DATA
from bot.nlu.understanding import Understanding

PER_INTENT = 15


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return shared_encoder()


@pytest.fixture(scope="session")
def understanding(encoder: Encoder) -> Understanding:
    """Everything but Rasa; intents learned from a few sentences each, which is enough to test what is done with them."""
    texts, intents = [], []
    for path in sorted((DATA / "intents").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in block["examples"].splitlines()[: PER_INTENT * (4 if block["intent"] == "inform" else 1)]:
                texts.append(line.removeprefix("- "))
                intents.append(block["intent"])
    vectors = np.stack([encoder.meaning(text) for text in texts])
    reader = IntentReader.learn(vectors, intents, encoder.fingerprint, 2.0)
    return Understanding(encoder, Calibration.load(), reader)
