"""Transactions: what is committed stays, who writes waits for others or would rather not."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select, text

from bot.records.base import (
    Busy,
    engine,
    now,
    reading,
    reading_plainly,
    session_on,
    without_waiting,
    writing,
    writing_plainly,
)
from bot.records.conversations import Conversation


def waits_for_the_disk(records: str, followed: bool) -> bool:
    """Whether the database says that a commit of this kind waits until it is on the disk."""
    with writing_plainly(followed=followed) as connection:
        if records.startswith("sqlite"):
            return int(connection.scalar(text("PRAGMA synchronous"))) == 2
        return str(connection.scalar(text("SHOW synchronous_commit"))) == "on"


def test_only_what_is_followed_does_not_wait_for_the_disk(records: str) -> None:
    # the same connection is used again: one that wrote what is followed must not stay so
    assert [waits_for_the_disk(records, followed) for followed in (False, True, False, True)] == [
        True,
        False,
        True,
        False,
    ]


def test_what_is_followed_is_there_for_everybody_at_once(records: str) -> None:
    with writing_plainly(followed=True) as connection, session_on(connection) as session:
        kept = Conversation(channel="web", token_hash="x", token_expires_at=now(), last_at=now())
        session.add(kept)
        session.flush()
        which = kept.id
    with reading() as session:
        assert session.get(Conversation, which) is not None


@contextmanager
def somebody_writes(in_this_process: bool) -> Iterator[None]:
    """Another thread of this process, or another process, holds SQLite's one place to write."""
    if not in_this_process:
        other = engine().raw_connection()
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")
            other.close()
        return
    holds, over = threading.Event(), threading.Event()

    def write() -> None:
        with writing():
            holds.set()
            over.wait(10)

    writer = threading.Thread(target=write)
    writer.start()
    assert holds.wait(10)
    try:
        yield
    finally:
        over.set()
        writer.join()


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
@pytest.mark.parametrize("in_this_process", [True, False])
def test_who_would_not_wait_is_told_at_once_and_has_done_nothing(records: str, in_this_process: bool) -> None:
    did = []
    with somebody_writes(in_this_process):
        with pytest.raises(Busy), without_waiting(), writing():
            did.append("wrote")
        with without_waiting(), reading() as session:
            assert session.scalar(text("SELECT 1")) == 1, "reading waits for nobody"
    with without_waiting(), writing():
        did.append("wrote later")
    assert did == ["wrote later"]


def test_a_session_on_a_connection_shares_its_transaction(records: str) -> None:
    many, seen = select(func.count()).select_from(Conversation), []

    def store_and_fail() -> None:
        with writing_plainly() as connection:
            with session_on(connection) as session:
                session.add(Conversation(channel="web", token_hash="y", token_expires_at=now(), last_at=now()))
            seen.append(connection.scalar(many))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store_and_fail()
    with reading_plainly() as connection:
        seen.append(connection.scalar(many))
    assert seen == [1, 0], "stored without being asked to, and undone with the rest"
