"""People in the real stack."""

from collections.abc import Callable

import pytest

from tests.auxil.person import Person
from tests.auxil.stack import Stack


@pytest.fixture
def somebody(stack: Stack) -> Callable[[], Person]:
    """Opens a conversation for a person."""
    return lambda: Person(stack.chat_url)


@pytest.fixture
def person(somebody: Callable[[], Person]) -> Person:
    """A person who has opened the page."""
    return somebody()
