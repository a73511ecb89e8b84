"""Reads the message with the encoder, once, for the components after it."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.encoder import Reading, shared_encoder

READING = "reading"

KEPT = 20.0  # seconds that what was read ahead waits to be asked for
MOST = 50

_threads = ThreadPoolExecutor(thread_name_prefix="reading")
_ahead: dict[str, Future[Reading]] = {}


def read_ahead(text: str) -> None:
    """Begins to read what Rasa will be given: the network needs no Python, and other things are done meanwhile.

    Call it where Rasa's event loop runs. What nobody asks for is forgotten.
    """
    if text not in _ahead and len(_ahead) < MOST:
        _ahead[text] = _threads.submit(shared_encoder().read, text)
        asyncio.get_running_loop().call_later(KEPT, _ahead.pop, text, None)


def reading_of(message: Message) -> Reading:
    """What the encoder made of the message."""
    reading: Reading = message.get(READING)
    return reading


def _read(text: str) -> Reading:
    ahead = _ahead.pop(text, None)
    return ahead.result() if ahead else shared_encoder().read(text)


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
