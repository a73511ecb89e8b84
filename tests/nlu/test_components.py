"""Inside Rasa the same fields ride on every message."""

import multiprocessing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.dialogue import without_the_unused

without_the_unused.install()

from rasa.shared.nlu.training_data.message import Message  # noqa: E402

from bot.nlu import ahead  # noqa: E402
from bot.nlu.components.concern_finder import ConcernFinder  # noqa: E402
from bot.nlu.components.intent_classifier import IntentClassifier  # noqa: E402
from bot.nlu.components.language_guesser import LanguageGuesser  # noqa: E402
from bot.nlu.components.outcome_finder import OutcomeFinder  # noqa: E402
from bot.nlu.components.reader import Reader, read_ahead  # noqa: E402
from bot.nlu.components.safety_reader import SafetyReader  # noqa: E402
from bot.nlu.understanding import Understanding  # noqa: E402


def parsed(understanding: Understanding, text: str) -> dict[str, Any]:
    """The message as Rasa's graph would hand it to the dialogue."""
    messages = [Message({"text": text})]
    made: Any = {"config": {}, "model_storage": None, "resource": None, "execution_context": None}
    for component in (Reader, SafetyReader, ConcernFinder, OutcomeFinder, LanguageGuesser):
        messages = component.create(**made).process(messages)
    IntentClassifier(made["model_storage"], made["resource"], understanding.intents).process(messages)
    return messages[0].as_dict(only_output_properties=True)


@pytest.mark.parametrize("text", ["he takes my bank card every friday", "go back", "she has a knife help", ""])
def test_a_message_in_rasa_carries_what_was_understood(understanding: Understanding, text: str) -> None:
    expected = {name: value for name, value in understanding.understand(text).items() if value is not None}
    assert parsed(understanding, text) == expected


async def test_what_was_read_ahead_is_taken_for_no_other_message(understanding: Understanding) -> None:
    words, other = "he takes my bank card every friday", "she has a knife help"
    read_ahead(words)
    assert parsed(understanding, other)["safety"] == understanding.understand(other)["safety"]
    read_ahead(words)
    assert parsed(understanding, words)["concerns"] == understanding.understand(words)["concerns"]
    assert parsed(understanding, words)["concerns"], "and again without"


def test_sentences_read_before_training_are_read_as_in_it(understanding: Understanding, tmp_path: Path) -> None:
    (tmp_path / "skip.yml").write_text("nlu:\n- intent: skip\n  examples: |\n    - next one please\n    - not that\n")
    (tmp_path / "broken.yml").write_text("nlu: [\n")
    (tmp_path / "other.yml").write_text("- a list\n")
    texts = ["next one please", "not that", "something else", "not that"]
    expected = np.stack([understanding.encoder.meaning(text) for text in texts])
    assert (ahead.meanings(texts) == expected).all(), "nothing was begun with"
    ahead.begin(tmp_path)
    assert (ahead.meanings(texts) == expected).all()


def test_if_whoever_reads_ahead_dies_it_is_read_all_the_same(understanding: Understanding, tmp_path: Path) -> None:
    texts = [f"sentence {n}" for n in range(100)]
    (tmp_path / "a.yml").write_text("nlu:\n- intent: a\n  examples: |\n" + "".join(f"    - {text}\n" for text in texts))
    ahead.begin(tmp_path)
    for child in multiprocessing.active_children():
        child.kill()
    assert (ahead.meanings(texts) == np.stack([understanding.encoder.meaning(text) for text in texts])).all()
