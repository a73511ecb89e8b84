"""Reads the message with the encoder, once, for the components after it."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.encoder import Reading, shared_encoder

READING = "reading"

_threads = ThreadPoolExecutor(thread_name_prefix="reading")
_ahead: ContextVar[tuple[str, Future[Reading]] | None] = ContextVar("ahead", default=None)


def read_ahead(text: str) -> None:
    """Begins to read what Rasa is given next in this context: the network needs no Python, and Rasa looks things up meanwhile."""
    _ahead.set((text, _threads.submit(shared_encoder().read, text)))


def _read(text: str) -> Reading:
    ahead = _ahead.get()
    _ahead.set(None)
    return ahead[1].result() if ahead and ahead[0] == text else shared_encoder().read(text)


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
            message.set(READING, _read(message.get(TEXT) or ""))
        return messages
