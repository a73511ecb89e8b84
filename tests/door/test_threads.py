"""The few statements of a turn are done at once where that waits for nobody; nothing in the door stands still for them."""

import asyncio
import threading

import pytest

from bot.door.threads import briefly
from bot.records.base import engine, writing


def write() -> int:
    """Writes nothing, in a transaction; gives the thread that it was done in."""
    with writing():
        return threading.get_ident()


async def test_into_a_file_a_turn_is_written_at_once_and_to_a_server_in_a_thread(records: str) -> None:
    here = await briefly(write) == threading.get_ident()
    assert here is records.startswith("sqlite")


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
async def test_while_somebody_else_writes_the_others_are_served(records: str) -> None:
    other = engine().raw_connection()
    other.execute("BEGIN IMMEDIATE")
    waits = asyncio.create_task(briefly(write))
    served = 0
    while served < 100:  # each of these is somebody else's request
        await asyncio.sleep(0)
        served += 1
    assert not waits.done()
    other.execute("COMMIT")
    other.close()
    assert await asyncio.wait_for(waits, 10) != threading.get_ident()


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
async def test_what_fails_there_fails_as_it_would_in_a_thread(records: str) -> None:
    def fails() -> None:
        with writing():
            raise LookupError("x")

    with pytest.raises(LookupError):
        await briefly(fails)
    assert await briefly(write)
