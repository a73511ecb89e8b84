"""A worker writes to somebody on Telegram: within what they said about safe contact, and never more than that."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.door.telegram import told
from bot.inbox import work
from bot.inbox.access import Actor
from bot.inbox.timeline import timeline
from bot.records.base import now, reading, writing
from bot.records.cases import steps_of
from bot.records.conversations import Conversation
from bot.records.hand_overs import HandOver, hand_over_of, send
from bot.records.outbox import Delivery, OutboxEvent
from bot.records.telegram import TelegramChat
from bot.service import DAYS, service
from tests.auxil.doors import Door, until
from tests.auxil.scripted_rasa import ScriptedRasa
from tests.auxil.telegram_api import TelegramApi
from tests.auxil.telegram_http import Refusal
from tests.auxil.telegram_phone import Phone
from tests.inbox.documents import document, said

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)

JO = Actor("Jo Kelly", None, frozenset())


def handed_over(phone: Phone, **contact: Any) -> str:
    """The person has started here, and what they said was handed over. Gives the conversation's id."""
    phone.write("/start")
    until(lambda: len(phone.texts()) == 2)
    plan = {
        "ways": said("here"),
        "when": [],
        "code_word": None,
        "leave_message": "yes",
        "must_not_know": [],
        "own_words": [],
    } | contact
    with writing() as session:
        conversation_id = session.scalar(select(Conversation.id))
        send(session, conversation_id, document(channel="telegram", safe_contact=plan), "safeguarding_team")
    return str(conversation_id)


def replies(conversation_id: str, words: str, at: datetime | None = None, reason: str = "they rang us") -> None:
    """The worker writes this."""
    with writing() as session:
        hand_over = hand_over_of(session, conversation_id)
        assert hand_over is not None
        work.reply(session, hand_over, JO, words, reason, at)


def was_taken() -> bool:
    """What the worker wrote was looked at: told, or put off."""
    with reading() as session:
        delivery = session.scalar(select(Delivery).where(Delivery.receiver == "telegram"))
        return delivery.done_at is not None or delivery.next_at > now()


def here(at: datetime) -> str:
    """The weekday at that moment, where the service is."""
    return DAYS[at.astimezone(service().time_zone).weekday()]


def test_what_rings_is_neutral_and_the_words_come_when_they_are_asked_for(door: Door, phone: Phone) -> None:
    conversation_id = handed_over(phone)
    replies(conversation_id, "We can meet on Monday about your son.")
    until(lambda: phone.last() == "There is a new message for you here.")
    assert "Monday" not in str(phone.screen())
    phone.press("Read it")
    until(lambda: phone.last() == "A worker wrote to you:\nWe can meet on Monday about your son.")
    phone.press("Read it")
    until(lambda: phone.last() == "There is nothing new.")


def test_the_code_word_they_chose_comes_first(door: Door, phone: Phone) -> None:
    conversation_id = handed_over(phone, code_word="kingfisher")
    replies(conversation_id, "Hello.")
    until(lambda: phone.last() == "kingfisher\nThere is a new message for you here.")


def test_a_second_message_does_not_ring_again_before_the_first_is_read(door: Door, phone: Phone) -> None:
    conversation_id = handed_over(phone)
    replies(conversation_id, "One.")
    until(lambda: phone.last() == "There is a new message for you here.")
    replies(conversation_id, "Two.")
    until(was_taken)
    phone.press("Read it")
    until(lambda: phone.texts()[-2:] == ["A worker wrote to you:\nOne.", "A worker wrote to you:\nTwo."])
    assert phone.texts().count("There is a new message for you here.") == 1


def test_nothing_rings_outside_the_times_they_said(door: Door, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    tomorrow = now() + timedelta(days=1)
    conversation_id = handed_over(phone, when=said(f"on {here(tomorrow)}s"))
    replies(conversation_id, "Hello.", at=tomorrow)
    until(was_taken)
    assert phone.last() == "I heard: open"
    monkeypatch.setattr(told, "now", lambda: tomorrow)
    with writing() as session:
        session.execute(update(Delivery).where(Delivery.receiver == "telegram").values(next_at=now()))
    until(lambda: phone.last() == "There is a new message for you here.")


def test_who_wants_no_message_sees_it_when_they_write_and_it_is_safe(
    door: Door, phone: Phone, rasa: ScriptedRasa
) -> None:
    conversation_id = handed_over(phone, leave_message="no")
    with writing() as session:
        hand_over = hand_over_of(session, conversation_id)
        assert hand_over is not None
        work._tell_quietly(session, hand_over, JO, work.READ)
    rasa.says({"text": "Is it safe now?", "asks": "safe_to_talk"})
    phone.write("hello")
    until(lambda: phone.last() == "Is it safe now?")
    assert "has read" not in str(phone.screen())
    rasa.says({"text": "What else?", "asks": "concerns"})
    phone.write("yes")
    until(lambda: phone.last() == "What else?")
    assert phone.texts()[-2].startswith("A worker wrote to you:\nA worker from the adult safeguarding team")


def test_soon_after_the_chat_was_hidden_nothing_rings(door: Door, phone: Phone) -> None:
    conversation_id = handed_over(phone)
    phone.write("/exit")
    until(lambda: phone.texts() == [service().cover_text])
    replies(conversation_id, "Hello.")
    until(was_taken)
    assert phone.texts() == [service().cover_text]
    with writing() as session:
        session.execute(update(TelegramChat).values(hidden_at=now() - timedelta(hours=2)))
        session.execute(update(Delivery).where(Delivery.receiver == "telegram").values(next_at=now()))
    until(lambda: phone.last() == "There is a new message for you here.")


def test_who_went_on_on_the_page_is_not_rung_here(door: Door, phone: Phone) -> None:
    conversation_id = handed_over(phone)
    replies(conversation_id, "Hello.", reason="they asked")
    with writing() as session:
        session.get(Conversation, conversation_id).channel = "web"
    until(was_taken)
    phone.write("/help")
    until(lambda: "/exit" in phone.last())


@pytest.mark.parametrize("how", ["told by Telegram", "found when writing"])
def test_when_they_block_the_bot_their_worker_is_told_once(
    how: str, door: Door, phone: Phone, api: TelegramApi
) -> None:
    conversation_id = handed_over(phone)
    if how == "told by Telegram":
        phone.block()
    else:
        api.blocked.add(phone.number)
        replies(conversation_id, "Hello.")
    until(lambda: closed(conversation_id))
    phone.write("are you there")
    with reading() as session:
        hand_over = session.scalar(select(HandOver))
        moments = timeline(hand_over, hand_over.versions[-1].document, steps_of(session, hand_over.id))
        assert [m.what for m in moments].count("The person can no longer be reached on Telegram") == 1
        events = session.scalars(select(OutboxEvent).where(OutboxEvent.event == "handover.updated")).all()
        assert [event.data["contact"] for event in events] == ["closed"]


def closed(conversation_id: str) -> bool:
    """The way to this person is known to be closed."""
    with reading() as session:
        return session.get(TelegramChat, conversation_id).closed_at is not None


def test_who_comes_back_after_blocking_is_heard_again(door: Door, phone: Phone) -> None:
    conversation_id = handed_over(phone)
    phone.block()
    until(lambda: closed(conversation_id))
    phone.block(False)
    until(lambda: not closed(conversation_id))
    phone.write("I am back")
    until(lambda: phone.last() == "I heard: I am back")


def test_somebody_who_left_telegram_is_no_trouble_for_others(door: Door, phone: Phone, api: TelegramApi) -> None:
    conversation_id = handed_over(phone)
    api.fails = lambda method, _body: (
        Refusal(403, "Forbidden: user is deactivated") if method == "sendMessage" else None
    )
    phone.write("hello")
    until(lambda: closed(conversation_id))
