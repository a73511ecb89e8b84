"""Lets Rasa run without TensorFlow.

Rasa 3.6 imports TensorFlow at start whatever the pipeline uses. Nothing of ours does: TensorFlow alone would be
600 MB on disk, half of the server's memory and 4 seconds of every start (docs/performance.md). `install()` puts a
stand-in module in its place that can be imported, subclassed and used as a decorator, and fails loudly when
something really tries to compute with it.
"""

import importlib.abc
import importlib.machinery
import sys
from types import ModuleType

STOOD_IN_FOR = ("tensorflow", "tensorflow_hub", "tensorflow_text", "keras", "matplotlib")


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
        raise RuntimeError(f"{name} is not here: My Say's pipeline does not use TensorFlow (docs/architecture.md)")

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
    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] in STOOD_IN_FOR:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _StandInModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        return None


def install() -> None:
    """Puts the stand-in first on the import path. Call it before anything imports `rasa`."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
