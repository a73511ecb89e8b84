"""Puts `language` on every message."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import language


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageGuesser(GraphComponent):
    """Puts the best guess at the language (`en`, `fr`, ... or `other`) on every message."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageGuesser:
        """Made by Rasa when a model is loaded."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Guesses the language of each message."""
        for message in messages:
            message.set("language", language.guess(message.get(TEXT) or ""), add_to_output=True)
        return messages
