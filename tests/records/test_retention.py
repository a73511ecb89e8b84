"""What is not needed any more is erased, and nothing else."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.msp import summary
from bot.msp.account import Account
from bot.records import retention
from bot.records.base import now, reading, writing
from bot.records.conversations import Conversation, Message
from bot.records.hand_overs import send
from bot.settings import settings


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
    kept = a_conversation(now() - timedelta(days=400))
    with writing() as session:
        account = Account()
        account.add("concerns", "he takes my money", 1)
        send(session, kept, summary.build(account), "safeguarding_team")
    assert retention.forget(now()).drafts == 0
    assert left() == {kept}


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
    assert retention.main() == 0
    assert "1 conversations not handed over" in capsys.readouterr().out
