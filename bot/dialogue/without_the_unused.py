"""Lets Rasa run without what it imports and nothing here uses.

Rasa 3.6 imports TensorFlow at start whatever the pipeline uses, and every messenger, broker and store that it could be
connected to. TensorFlow alone would be 600 MB on disk, half of the server's memory and 4 seconds of every start; the
rest is half of what is left of Rasa's imports (docs/performance.md), and code that need not be in a process that hears
what people say. `install()` puts a stand-in module in its place that can be imported, subclassed and used as a decorator,
and fails loudly when something really tries to work with it.
"""

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import ModuleType

NEVER_USED = (
    *("tensorflow", "tensorflow_hub", "tensorflow_text", "keras", "matplotlib"),
    # other messengers
    *("aiogram", "slack_sdk", "webexteamssdk", "twilio", "fbmessenger", "mattermostwrapper", "rocketchat_API"),
    *("socketio", "engineio", "requests_toolbelt"),
    # brokers, stores of events and of models
    *("aio_pika", "aiormq", "kafka", "confluent_kafka", "pymongo", "bson", "dns", "redis"),
    *("boto3", "botocore", "s3transfer", "google.cloud", "google.auth"),
    # questions on a terminal, reports of crashes
    *("prompt_toolkit", "questionary", "wcwidth", "sentry_sdk"),
)
# training learns with these
NOT_USED_TO_SERVE = ("scipy", "sklearn", "joblib", "spacy.cli")


DECORATORS = ("register_keras_serializable", "function")


class _StandInType(type):
    """A class of the stand-in: any attribute is another one; `X | Y` and `X[Y]` work in type hints."""

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(f"{cls.__name__}.{name}")

    def __or__(cls, _other: object) -> type:  # type: ignore[override]
        return cls

    def __getitem__(cls, _item: object) -> type:
        return cls


def _stand_in(name: str) -> type:
    def use(cls: type, *args: object, **_named: object) -> object:
        if len(args) == 1 and callable(args[0]):
            return args[0]  # @tf.function
        if name.rpartition(".")[2] in DECORATORS:
            return lambda decorated: decorated  # @tf.keras.utils.register_keras_serializable()
        raise RuntimeError(f"{name} is not here: My Say does not use it (bot/dialogue/without_the_unused.py)")

    return _StandInType(name, (), {"__new__": use})


class _StandInModule(ModuleType):
    __path__: list[str] = []
    __version__ = "0"

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        value = _stand_in(f"{self.__name__}.{name}")
        setattr(self, name, value)
        return value


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if any(fullname == name or fullname.startswith(f"{name}.") for name in self._names):
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _StandInModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        return None


def install(*, serving: bool = False) -> None:
    """Puts the stand-ins first on the import path; more of them where Rasa only serves. Call it before `rasa` is imported."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder((*NEVER_USED, *(NOT_USED_TO_SERVE if serving else ()))))
