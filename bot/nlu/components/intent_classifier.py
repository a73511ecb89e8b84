"""The intent of every message, learned from `data/nlu/intents` by `rasa train`."""

from __future__ import annotations

from inspect import getsource
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as RasaIntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.msp.clauses import count_words
from bot.nlu import ahead
from bot.nlu.calibration import Calibration
from bot.nlu.components.reader import reading_of
from bot.nlu.encoder import shared_encoder
from bot.nlu.intents import IntentReader

FILE = "intents.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent, RasaIntentClassifier):
    """Learns intents from sentence vectors and stores them as plain NumPy arrays."""

    def __init__(self, storage: ModelStorage, resource: Resource, reader: IntentReader | None = None) -> None:
        """`reader` is None until trained."""
        self._storage = storage
        self._resource = resource
        self._reader = reader

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentClassifier:
        """Made by Rasa before training."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentClassifier:
        """Made by Rasa from a trained model.

        Raises:
            ValueError: the model was trained with another encoder than the one at hand.
        """
        with model_storage.read_from(resource) as folder:
            reader = IntentReader.from_bytes((folder / FILE).read_bytes())
        if reader.fingerprint != shared_encoder().fingerprint:
            raise ValueError("This model was trained with another encoder. Train it again: make train")
        return cls(model_storage, resource, reader)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """What else the training depends on, so that nothing new is met with old intents from Rasa's cache."""
        return f"{shared_encoder().fingerprint} {Calibration.load().intent_temperature} {getsource(IntentReader.learn)}"

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from every example that has an intent."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        vectors = ahead.meanings([example.get(TEXT) for example in examples])
        intents = [example.get(INTENT) for example in examples]
        temperature = Calibration.load().intent_temperature
        self._reader = IntentReader.learn(vectors, intents, shared_encoder().fingerprint, temperature)
        with self._storage.write_to(self._resource) as folder:
            (folder / FILE).write_bytes(self._reader.to_bytes())
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the intent and the ranking of each message."""
        if self._reader is None:
            return messages
        for message in messages:
            words = count_words(message.get(TEXT) or "")
            ranking = [
                {"name": name, "confidence": chance}
                for name, chance in self._reader.ranking(reading_of(message).sentence, words)
            ]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages
