"""One message of a conversation at a time, in one process and in several."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import create_engine, text

from bot.records.locks import AT_ONCE, ConversationLocks


@pytest_asyncio.fixture
async def two(records: str) -> AsyncIterator[tuple[ConversationLocks, ConversationLocks]]:
    """The locks of two doors on the same records; on SQLite, where one door serves, the same ones twice."""
    one = ConversationLocks(records)
    other = ConversationLocks(records) if records.startswith("postgresql") else one
    yield one, other
    one.close()
    other.close()


async def test_two_doors_never_hold_one_conversation_at_once(two: tuple[ConversationLocks, ConversationLocks]) -> None:
    inside: list[int] = []
    most: list[int] = []

    async def turn(i: int) -> None:
        async with two[i % 2].held("a"):
            inside.append(i)
            most.append(len(inside))
            await asyncio.sleep(0)
            inside.remove(i)

    await asyncio.gather(*(turn(i) for i in range(40)))
    assert len(most) == 40
    assert max(most) == 1


async def test_other_conversations_do_not_wait(two: tuple[ConversationLocks, ConversationLocks]) -> None:
    async with two[0].held("a"):
        await asyncio.wait_for(_enter(two[1], "b"), 10)


async def _enter(locks: ConversationLocks, conversation_id: str) -> None:
    async with locks.held(conversation_id):
        pass


async def test_without_waiting_a_held_conversation_is_passed_over(
    two: tuple[ConversationLocks, ConversationLocks],
) -> None:
    async with two[0].held("a"):
        async with two[1].held("a", wait=False) as held:
            assert not held
        async with two[1].held("b", wait=False) as held:
            assert held
    async with two[1].held("a", wait=False) as held:
        assert held


async def test_within_a_process_the_order_of_asking_is_kept(two: tuple[ConversationLocks, ConversationLocks]) -> None:
    order: list[int] = []

    async def turn(i: int) -> None:
        async with two[0].held("a"):
            order.append(i)

    async with two[0].held("a"):
        turns = []
        for i in range(10):
            turns.append(asyncio.create_task(turn(i)))
            await asyncio.sleep(0)
    await asyncio.gather(*turns)
    assert order == list(range(10))


async def test_an_error_while_it_is_held_gives_it_back(two: tuple[ConversationLocks, ConversationLocks]) -> None:
    with pytest.raises(RuntimeError):
        async with two[0].held("a"):
            raise RuntimeError
    await asyncio.wait_for(_enter(two[1], "a"), 10)


@pytest.mark.parametrize("records", ["postgresql"], indirect=True)
async def test_a_door_whose_connection_broke_holds_nothing_any_more(
    two: tuple[ConversationLocks, ConversationLocks], records: str
) -> None:
    async with two[0].held("a"):
        with create_engine(records, future=True, isolation_level="AUTOCOMMIT").connect() as admin:
            admin.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
            )
        await asyncio.wait_for(_enter(two[1], "a"), 10)
    await asyncio.wait_for(_enter(two[0], "a"), 10)


async def test_more_turns_than_connections_wait_for_their_place_and_hold_nobody_up(
    two: tuple[ConversationLocks, ConversationLocks],
) -> None:
    async def turn(i: int) -> None:
        async with two[i % 2].held(f"conversation {i}"):
            await asyncio.sleep(0.05)  # Rasa is asked; meanwhile all the others come to take theirs

    await asyncio.wait_for(asyncio.gather(*(turn(i) for i in range(6 * AT_ONCE))), 20)
