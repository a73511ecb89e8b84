"""Puts `safety: {level, score, quote}` on every message."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.calibration import Calibration
from bot.nlu.components.reader import reading_of
from bot.nlu.encoder import shared_encoder
from bot.nlu.safety import read_safety


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SafetyReader(GraphComponent):
    """Puts `safety: {level, score, quote}` on every message."""

    def __init__(self, calibration: Calibration) -> None:
        """Works with the thresholds fitted on the development split."""
        self._calibration = calibration

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyReader:
        """Made by Rasa when a model is loaded."""
        return cls(Calibration.load())

    def process(self, messages: list[Message]) -> list[Message]:
        """Reads the safety of each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            found = read_safety(text, reading_of(message), shared_encoder(), self._calibration)
            message.set("safety", asdict(found), add_to_output=True)
        return messages
