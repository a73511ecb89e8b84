"""Reads the message with the encoder, once, for the components after it."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.encoder import Reading, shared_encoder

READING = "reading"


def reading_of(message: Message) -> Reading:
    """What the encoder made of the message."""
    reading: Reading = message.get(READING)
    return reading


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class Reader(GraphComponent):
    """Puts the `Reading` on every message that is parsed."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Reader:
        """Loads the encoder when the model is loaded, so that the first person does not wait for it."""
        shared_encoder()
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Reads each message."""
        for message in messages:
            message.set(READING, shared_encoder().read(message.get(TEXT) or ""))
        return messages
