"""Puts `concerns`, `source` and `others_at_risk` on every message."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import codes
from bot.nlu.calibration import Calibration
from bot.nlu.components.reader import reading_of
from bot.nlu.encoder import shared_encoder


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ConcernFinder(GraphComponent):
    """Puts `concerns`, `source` and `others_at_risk` on every message."""

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
    ) -> ConcernFinder:
        """Made by Rasa when a model is loaded."""
        return cls(Calibration.load())

    def process(self, messages: list[Message]) -> list[Message]:
        """Finds the concerns of each message, who they come from and whether others are at risk."""
        encoder, calibration = shared_encoder(), self._calibration
        for message in messages:
            reading = reading_of(message)
            found = codes.concerns(reading, encoder, calibration)
            message.set("concerns", [asdict(code) for code in found], add_to_output=True)
            message.set("source", codes.source(reading, encoder), add_to_output=True)
            message.set("others_at_risk", codes.others_at_risk(reading, encoder, calibration), add_to_output=True)
        return messages
