"""The counters of one door: a window begins with its first count, ends by itself, and leaves nothing behind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.door import counters
from bot.door.counters import Counters


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stands in for the process's clock."""
    standing = Clock()
    monkeypatch.setattr(counters, "time", standing)
    return standing


def test_a_window_ends_so_long_after_its_first_count(clock: Clock) -> None:
    counted = Counters()
    assert [counted.incr("a", 10) for _ in range(3)] == [1, 2, 3]
    assert counted.get_expiry("a") == clock.now + 10
    clock.now += 9.9
    assert (counted.incr("a", 10), counted.get("b")) == (4, 0)
    clock.now += 0.2
    assert (counted.get("a"), counted.incr("a", 10)) == (0, 1)


def test_what_is_over_is_not_kept(clock: Clock) -> None:
    counted = Counters()
    for number in range(500):
        counted.incr(f"address {number}", 30)
    clock.now += 120
    counted.incr("another", 30)
    assert len(counted._counted) == 1


def test_a_clock_that_is_put_back_keeps_nobody_out_for_good(clock: Clock) -> None:
    counted = Counters()
    counted.incr("a", 30)
    clock.now -= 3600
    assert (counted.incr("a", 30), counted.get_expiry("a")) == (1, clock.now + 30)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 5)), max_size=40))
def test_each_name_has_its_own_count(given_counts: list[tuple[str, int]]) -> None:
    counted = Counters()
    for name, amount in given_counts:
        counted.incr(name, 1000, amount=amount)
    for name in "abc":
        assert counted.get(name) == sum(amount for other, amount in given_counts if other == name)
    counted.clear("a")
    assert counted.get("a") == 0
