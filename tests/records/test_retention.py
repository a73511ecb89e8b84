"""What is not needed any more is erased, and nothing else."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from bot.records import audit, outbox, retention
from bot.records.audit import AuditEntry
from bot.records.base import engine, now, reading, writing
from bot.records.cases import CaseStep
from bot.records.conversations import Conversation, Message
from bot.records.hand_overs import HandOver, HandOverVersion
from bot.records.outbox import OutboxEvent
from bot.settings import settings
from tests.auxil.people import a_person, close


def a_conversation(last_at: datetime) -> str:
    """A conversation with a message, last written in at that moment."""
    with writing() as session:
        made = Conversation(channel="web", token_hash=uuid4().hex, token_expires_at=now(), last_at=last_at)
        session.add(made)
        session.flush()
        session.add(Message(conversation_id=made.id, n=1, sender="you", text="my words"))
        return str(made.id)


def left() -> set[str]:
    """The conversations that are still there."""
    with reading() as session:
        return set(session.scalars(select(Conversation.id)).all())


def test_a_draft_is_erased_thirty_days_after_the_last_word_and_not_before(records: str) -> None:
    old, newer = a_conversation(now() - timedelta(days=30, seconds=1)), a_conversation(now() - timedelta(days=29))
    assert retention.forget(now()).drafts == 1
    assert left() == {newer}
    with reading() as session:
        assert session.scalars(select(Message.conversation_id)).all() == [newer]
    assert old not in left()


def test_what_was_handed_over_is_not_a_draft(records: str) -> None:
    kept = a_person("he takes my money", handed_over=True, last_at=now() - timedelta(days=400))
    assert retention.forget(now()).drafts == 0
    assert left() == {kept.id}


def test_the_service_says_how_long_drafts_are_kept(records: str, monkeypatch: pytest.MonkeyPatch) -> None:
    a_conversation(now() - timedelta(days=8))
    monkeypatch.setenv("MYSAY_KEEP_DRAFTS_DAYS", "7")
    settings.cache_clear()
    assert retention.forget(now()).drafts == 1


def test_codes_end(records: str) -> None:
    here = a_conversation(now())
    with writing() as session:
        session.get(Conversation, here).resume_hash = "x"
        session.get(Conversation, here).resume_expires_at = now() - timedelta(seconds=1)
    assert retention.forget(now()).codes == 1
    assert retention.forget(now()).codes == 0


def test_it_can_be_run_by_hand(records: str, capsys: pytest.CaptureFixture[str]) -> None:
    a_conversation(now() - timedelta(days=31))
    assert retention.main([]) == 0
    assert re.search(r"not handed over, erased +1\n", capsys.readouterr().out)


def test_a_closed_case_loses_its_conversation_first_and_goes_whole_later(records: str) -> None:
    long_ago, lately = now() - timedelta(days=100), now() - timedelta(days=10)
    old, fresh, open_one = (a_person("words", handed_over=True, last_at=long_ago) for _ in range(3))
    close(old.reference, long_ago)
    close(fresh.reference, lately)
    assert (retention.forget(now()).conversations, left()) == (1, {fresh.id, open_one.id})
    with reading() as session:
        kept = session.scalar(select(HandOver).where(HandOver.reference == old.reference))
        assert kept.versions[0].document["concerns"], "the hand-over holds what the service needs to show its work"
    at = now() + timedelta(days=2922 - 50)
    assert (retention.forget(at).cases, left()) == (1, {open_one.id})
    with reading() as session:
        assert set(session.scalars(select(HandOver.reference))) == {fresh.reference, open_one.reference}
        for table, count in ((HandOverVersion, 2), (CaseStep, 2), (OutboxEvent, 4)):
            assert session.scalar(select(func.count()).select_from(table)) == count
        noted = session.scalars(select(AuditEntry.reference).where(AuditEntry.action == "retention.case")).all()
        assert noted == [old.reference]


def test_what_everybody_was_told_is_erased_and_what_still_waits_is_not(records: str) -> None:
    with writing() as session:
        for days, told in ((100, True), (100, False), (10, True)):
            event = outbox.add(session, "handover.created", f"HERON-{days}{told}", ("email",))
            event.created_at = now() - timedelta(days=days)
            event.deliveries[0].done_at = event.created_at if told else None
    assert retention.forget(now()).sent == 1
    with reading() as session:
        assert set(session.scalars(select(OutboxEvent.reference))) == {"HERON-100False", "HERON-10True"}


def some_audit(monkeypatch: pytest.MonkeyPatch, *days_ago: int) -> None:
    """Entries made so many days ago."""
    for days in days_ago:
        monkeypatch.setattr(audit, "now", lambda days=days: now() - timedelta(days=days))
        with writing() as session:
            audit.add(session, "Jo", "hand_overs.page")
    monkeypatch.undo()


def test_the_old_front_of_the_audit_is_erased_and_the_rest_can_still_be_checked(
    records: str, own_clock: pytest.MonkeyPatch
) -> None:
    some_audit(own_clock, 4000, 3500, 3000, 20, 10)
    assert retention.forget(now() - timedelta(days=200)).audit == 2
    assert retention.forget(now()).audit == 1
    assert retention.forget(now()).audit == 0
    with reading() as session:
        checked = audit.verify(session)
        assert (checked.entries, checked.erased, checked.broken_at) == (2, 3, None)
        kept = session.scalars(select(AuditEntry.id)).all()
    with pytest.raises(DatabaseError, match="only added to"), engine().begin() as connection:
        connection.execute(text(f"DELETE FROM audit WHERE id = {kept[0]}"))
    some_audit(own_clock, 0)
    with reading() as session:
        assert audit.verify(session).entries == 3
    assert retention.forget(now() + timedelta(days=9000)).audit == 2
    with reading() as session:
        assert audit.verify(session).entries == 1, "the newest stays: the chain goes on from it"


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit SET actor = 'somebody else' WHERE id = 2",
        "INSERT INTO audit_checkpoints SELECT 1, at, id, id, seal, seal FROM audit WHERE id = 3; DELETE FROM audit WHERE id < 4",
    ],
    ids=["an old entry was changed", "a checkpoint was forged"],
)
def test_age_hides_no_tampering(
    records: str, own_clock: pytest.MonkeyPatch, tampering: str, capsys: pytest.CaptureFixture[str]
) -> None:
    some_audit(own_clock, 4000, 3500, 3000, 20, 10)
    with engine().begin() as connection:
        connection.execute(text("DROP TRIGGER audit_no_update"))
        for statement in tampering.split("; "):
            connection.execute(text(statement))
    with reading() as session:
        before = session.scalars(select(AuditEntry.id)).all()
    assert retention.main([]) == (0 if len(before) < 3 else 1)
    with reading() as session:
        assert audit.verify(session).broken_at is not None
        assert session.scalars(select(AuditEntry.id)).all() == before, "nothing is taken out of a broken chain"


@pytest.fixture
def own_clock() -> Iterator[pytest.MonkeyPatch]:
    """Moves the audit's clock alone, and back."""
    with pytest.MonkeyPatch.context() as patched:
        yield patched
