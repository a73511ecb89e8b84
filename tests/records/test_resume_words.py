"""The words that people come back with."""

import itertools
import math
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.records import resume
from bot.records.base import now, reading, writing
from bot.records.conversations import Conversation


@pytest.fixture(autouse=True)
def a_hash_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a database to keep it in."""
    monkeypatch.setattr("bot.records.encryption.hash_key", lambda: b"only for these tests")


def test_four_words_are_hard_to_guess() -> None:
    assert len(set(resume.words())) == len(resume.words()) >= 1296
    assert math.log2(len(resume.words()) ** resume.WORDS_IN_A_CODE) >= 41


def test_the_words_are_short_and_plain() -> None:
    assert all(3 <= len(word) <= 8 and word.isascii() and word.isalpha() and word.islower() for word in resume.words())


def test_no_word_is_one_slip_away_from_another_or_the_beginning_of_another() -> None:
    words = set(resume.words())
    with_one_letter_unread: set[str] = set()
    for word in words:
        unread = {word[:i] + "_" + word[i + 1 :] for i in range(len(word))}
        assert not unread & with_one_letter_unread, f"{word} differs from another in one letter"
        with_one_letter_unread |= unread
        shorter = {word[:i] + word[i + 1 :] for i in range(len(word))}
        assert not shorter & words, f"{word} is another word with one letter more"
    for one, two in itertools.pairwise(sorted(resume.words())):
        assert not two.startswith(one)


@given(
    st.lists(st.sampled_from(resume.words()), min_size=4, max_size=4),
    st.sampled_from([" ", "-", "", "  ", ", ", "\n", "_"]),
)
def test_how_the_words_are_typed_makes_no_difference(words: list[str], between: str) -> None:
    typed = between.join(word.title() for word in words)
    assert resume.hashed(typed) == resume.hashed(" ".join(words))


@given(st.lists(st.sampled_from(resume.words()), min_size=4, max_size=4, unique=True))
def test_the_order_of_the_words_counts(words: list[str]) -> None:
    assert resume.hashed(" ".join(words)) != resume.hashed(" ".join(reversed(words)))


def test_a_conversation_has_one_code_at_a_time(records: str) -> None:
    with writing() as session:
        made = Conversation(channel="web", token_hash=uuid4().hex, token_expires_at=now())
        session.add(made)
        session.flush()
        first = resume.new_code(session, made.id)
        assert resume.new_code(session, made.id) == first, "a request that arrives twice is one request"
        made.resume_expires_at -= resume.ONE_REQUEST
        made.resume_hash = resume.hashed(first)
        second = resume.new_code(session, made.id)
    with reading() as session:
        assert resume.conversation_of(session, first, now()) is None
        assert resume.conversation_of(session, second, now()).id == made.id
        assert resume.conversation_of(session, second, now() + resume.LASTS) is None
        assert session.scalars(select(Conversation.resume_hash)).all() == [resume.hashed(second)]
