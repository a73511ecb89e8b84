"""Pictures for who reads easy words."""

import pytest
from sqlalchemy import select

from bot.door.telegram import draw_pictures
from bot.msp.account import Account
from bot.records.base import writing
from bot.records.conversations import Conversation
from tests.auxil.doors import Door, until
from tests.auxil.telegram_api import TelegramApi
from tests.auxil.telegram_http import Refusal
from tests.auxil.telegram_phone import Phone


def test_the_pictures_are_those_of_the_page() -> None:
    assert draw_pictures.drawn_from() == draw_pictures.DRAWN.read_text(encoding="utf-8")


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_who_reads_easy_words_sees_a_picture_with_each_question(door: Door, phone: Phone, api: TelegramApi) -> None:
    phone.write("/start")
    until(lambda: phone.last() == "I heard: open")
    with writing() as session:
        session.scalar(select(Conversation)).account = Account(channel="telegram", easy_words=True).to_json()
    phone.write("one")
    phone.write("two")
    until(lambda: phone.last() == "I heard: two")
    shown = [message.get("photo") for message in phone.screen() if message["from"]["is_bot"]]
    assert [bool(photo) for photo in shown] == [False, False, True, True]
    assert api.pictures == ["concerns.png"], "it is carried to Telegram once"
    assert phone.titles() == ["Skip", "Not sure", "Explain", "More"]


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_a_picture_that_telegram_refuses_does_not_keep_back_the_words(
    door: Door, phone: Phone, api: TelegramApi
) -> None:
    phone.write("/start")
    until(lambda: phone.last() == "I heard: open")
    with writing() as session:
        session.scalar(select(Conversation)).account = Account(channel="telegram", easy_words=True).to_json()
    api.fails = lambda method, _body: (
        Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED") if method == "sendPhoto" else None
    )
    phone.write("one")
    until(lambda: phone.last() == "I heard: one")
    assert "photo" not in phone.screen()[-1]
