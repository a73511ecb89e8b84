"""The sentences that intents are learned from, read by all cores; a training begins with it while Rasa is still loading.

By a process of its own: a thread would take turns with Rasa, which is all Python (docs/performance.md).
"""

import os
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import yaml

from bot.nlu.encoder import Array, shared_encoder

AT_ONCE = 16  # sentences

Begun = tuple[list[str], "Future[list[Array]]"]
_begun: list[Begun] = []


def begin(folder: Path) -> None:
    """Begins to read the sentences of `folder`."""
    reader = ProcessPoolExecutor(1, get_context("spawn"))
    for path in sorted(folder.glob("*.yml")):
        texts = list(_sentences(path))
        for first in range(0, len(texts), AT_ONCE):
            some = texts[first : first + AT_ONCE]
            _begun.append((some, reader.submit(_read, some)))


def meanings(texts: list[str]) -> Array:
    """What each sentence means, `(sentences, 384)`. What was not begun with, or in other words, is read now."""
    known: dict[str, Array] = {}
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # the network runs outside of Python's own lock
        # from the end: what comes next is what the other process has before it
        for some, vectors in threads.map(_taken, reversed(_begun)):
            known.update(zip(some, vectors, strict=True))
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, threads.map(shared_encoder().meaning, new), strict=True))
    _begun.clear()
    return np.stack([known[text] for text in texts])


def _sentences(path: Path) -> Iterator[str]:
    """The sentences of a file, as far as it is one of Rasa's; what is wrong with it Rasa says itself."""
    with suppress(yaml.YAMLError, AttributeError, TypeError):
        for block in yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader).get("nlu"):
            for line in str(block.get("examples") or "").splitlines():
                yield line.removeprefix("- ").strip()


def _read(texts: list[str]) -> list[Array]:
    return [shared_encoder().meaning(text) for text in texts]


def _taken(begun: Begun) -> tuple[list[str], list[Array]]:
    some, reading = begun
    if not reading.cancel():
        with suppress(BrokenExecutor):  # then it is read here
            return some, reading.result()
    return some, _read(some)
