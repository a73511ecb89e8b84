"""Groups and channels: one neutral sentence, nothing kept, and the bot is gone."""

import time
from typing import Any

import pytest
from sqlalchemy import select

from bot.records.base import reading
from bot.records.conversations import Conversation
from bot.records.telegram import TelegramUpdate
from tests.auxil.doors import Door, until
from tests.auxil.scripted_rasa import ScriptedRasa
from tests.auxil.telegram_api import BOT, TelegramApi
from tests.auxil.telegram_phone import Phone

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)


def member(status: str) -> dict[str, Any]:
    """The bot as a member of a group."""
    return {"user": BOT, "status": status}


@pytest.mark.parametrize("what", ["message", "picture", "channel_post", "added"])
def test_one_neutral_sentence_and_it_leaves(
    what: str, door: Door, phone: Phone, api: TelegramApi, rasa: ScriptedRasa
) -> None:
    group = {"id": -100_123, "type": "channel" if what == "channel_post" else "supergroup", "title": "Family"}
    api.chats[group["id"]] = {}
    if what == "added":
        changed = {"chat": group, "from": phone.user, "date": int(time.time())}
        states = {"old_chat_member": member("left"), "new_chat_member": member("member")}
        api.arrives(my_chat_member=changed | states)
    else:
        content = {"photo": [{"file_id": "x"}]} if what == "picture" else {"text": "my brother hits mum"}
        message = api.new_message(group, phone.user, **content)
        api.arrives(**{"channel_post" if what == "channel_post" else "message": message})
    until(lambda: api.left == [group["id"]])
    assert [body["text"] for body in api.called("sendMessage")] == ["I can only chat with one person at a time."]
    assert rasa.turns == []
    with reading() as session:
        assert session.scalar(select(Conversation.id)) is None
        until(lambda: session.scalars(select(TelegramUpdate.body)).all() == [None])


def test_a_group_that_lets_nobody_write_is_left_too(door: Door, phone: Phone, api: TelegramApi) -> None:
    group = {"id": -100_124, "type": "supergroup"}
    api.chats[group["id"]] = {}
    api.blocked.add(group["id"])
    api.arrives(message=api.new_message(group, phone.user, text="hello"))
    until(lambda: api.left == [group["id"]])


def test_what_we_do_not_know_is_passed_over(door: Door, phone: Phone, api: TelegramApi) -> None:
    api.arrives(poll={"id": "1"})
    api.arrives(message={"nothing": "of this is right"})
    api.arrives(message=api.new_message(phone.chat, phone.user, pinned_message={"message_id": 1}))
    api.arrives(callback_query={"id": "7", "from": phone.user, "chat_instance": "1", "data": "what?", "message": {}})
    phone.press_data({"message_id": 5, "date": 0, "chat": phone.chat}, "zzz")
    phone.write("/help")
    until(lambda: "/exit" in phone.last())
    until(lambda: api.waiting() == 0)
