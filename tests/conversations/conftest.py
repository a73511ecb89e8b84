"""One real stack for all conversations of a run."""

from collections.abc import Callable, Iterator

import pytest

from tests.auxil.person import Person
from tests.auxil.stack import Stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Door, Rasa, actions, inbox and outbox, for real."""
    running = Stack(tmp_path_factory.mktemp("stack"))
    yield running
    running.stop()


@pytest.fixture
def somebody(stack: Stack) -> Callable[[], Person]:
    """Opens a conversation for a person."""
    return lambda: Person(stack.chat_url)


@pytest.fixture
def person(somebody: Callable[[], Person]) -> Person:
    """A person who has opened the page."""
    return somebody()
