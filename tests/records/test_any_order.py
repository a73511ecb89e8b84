"""Saying, breaks, coming back, sending and erasing in any order: the records hold what stands, and nothing else."""

from datetime import timedelta
from uuid import uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from bot.msp import summary
from bot.msp.account import Account
from bot.records import retention
from bot.records.base import now, reading, writing
from bot.records.conversations import Conversation, Message, account_of, messages_after, next_n
from bot.records.erase import erase
from bot.records.hand_overs import HandOver, hand_over_of, send
from bot.records.outbox import OutboxEvent
from bot.records.resume import ONE_REQUEST, conversation_of, new_code

MONTH = timedelta(days=31)


class Kept:
    """What must be kept of one conversation."""

    def __init__(self, conversation_id: str) -> None:
        self.id = conversation_id
        self.said: list[str] = []
        self.code: str | None = None
        self.old_codes: list[str] = []
        self.reference: str | None = None
        self.versions = 0
        self.erased = False


class AnyOrder(RuleBasedStateMachine):
    """Several conversations at once; each is checked after every step."""

    conversations = Bundle("conversations")

    def __init__(self) -> None:
        super().__init__()
        self.all: list[Kept] = []

    @rule(target=conversations)
    def begins(self) -> Kept:
        with writing() as session:
            made = Conversation(
                channel="web", token_hash=uuid4().hex, token_expires_at=now(), account=Account().to_json()
            )
            session.add(made)
            session.flush()
            self.all.append(Kept(made.id))
        return self.all[-1]

    @rule(
        kept=conversations, words=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
    )
    def says(self, kept: Kept, words: str) -> None:
        with writing() as session:
            if kept.erased:
                assert account_of(session, kept.id) is None
                return
            account = account_of(session, kept.id)
            account.add("concerns", words, next_n(session, kept.id))
            session.get(Conversation, kept.id).account = account.to_json()
            session.add(Message(conversation_id=kept.id, n=next_n(session, kept.id), sender="you", text=words))
        kept.said.append(words)

    @rule(kept=conversations)
    def takes_a_break(self, kept: Kept) -> None:
        if not kept.erased:
            kept.old_codes += [kept.code] if kept.code else []
            with writing() as session:
                row = session.get(Conversation, kept.id)
                if row.resume_expires_at:
                    row.resume_expires_at -= ONE_REQUEST  # a while later: at once, it would be the same words
                kept.code = new_code(session, kept.id)

    @rule(kept=conversations)
    def sends_it(self, kept: Kept) -> None:
        if not kept.erased:
            with writing() as session:
                document = summary.build(account_of(session, kept.id))
                kept.reference = str(send(session, kept.id, document, "safeguarding_team").reference)
            kept.versions += 1

    @rule(kept=conversations)
    def erases(self, kept: Kept) -> None:
        with writing() as session:
            told = erase(session, kept.id)
        assert bool(told) == (kept.versions > 0 and not kept.erased)
        kept.erased = True

    @rule(kept=conversations)
    def a_month_goes_by_without_a_word(self, kept: Kept) -> None:
        if kept.erased:
            return
        with writing() as session:
            session.get(Conversation, kept.id).last_at = now() - MONTH
        assert retention.forget(now()).drafts == (0 if kept.versions else 1)
        kept.erased = not kept.versions

    @invariant()
    def what_stands_is_kept_and_nothing_else(self) -> None:
        with reading() as session:
            for kept in self.all:
                messages = messages_after(session, kept.id, 0)
                if kept.erased:
                    assert session.get(Conversation, kept.id) is None
                    assert messages == []
                    assert hand_over_of(session, kept.id) is None
                else:
                    assert [message.text for message in messages] == kept.said
                    assert [message.n for message in messages] == list(range(1, len(kept.said) + 1))

    @invariant()
    def only_the_newest_code_opens_and_only_what_is_there(self) -> None:
        with reading() as session:
            for kept in self.all:
                if kept.code:
                    found = conversation_of(session, kept.code, now())
                    assert (found.id if found else None) == (None if kept.erased else kept.id)
                assert not any(conversation_of(session, code, now()) for code in kept.old_codes)

    @invariant()
    def what_was_sent_stays_with_all_its_versions_and_each_was_told(self) -> None:
        with reading() as session:
            for kept in (kept for kept in self.all if kept.reference):
                found = session.scalar(select(HandOver).where(HandOver.reference == kept.reference))
                assert [version.version for version in found.versions] == list(range(1, kept.versions + 1))
                told = session.scalars(select(OutboxEvent.event).where(OutboxEvent.reference == kept.reference)).all()
                assert told == ["handover.created"] + ["handover.updated"] * (kept.versions - 1)


def test_in_any_order_the_records_hold_what_stands_and_nothing_else(records: str) -> None:
    bounded = settings(
        max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(AnyOrder, settings=bounded)
