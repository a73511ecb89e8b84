"""A person's conversation on Telegram."""

import pytest

from tests.auxil.doors import Door, until
from tests.auxil.scripted_rasa import ScriptedRasa
from tests.auxil.telegram_api import Phone, TelegramApi

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)


def test_a_person_starts_and_is_told_first_that_telegram_keeps_a_history(door: Door, phone: Phone) -> None:
    phone.write("/start")
    until(lambda: len(phone.texts()) == 2)
    warning, first = phone.texts()
    assert "can read it" in warning
    assert "https://my-say.example/chat/" in warning
    assert first == "I heard: open"


def test_what_a_person_writes_is_answered(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    phone.write("/start")
    until(lambda: len(phone.texts()) == 2)
    phone.write("he takes my money")
    until(lambda: phone.texts()[-1] == "I heard: he takes my money")
    assert {turn["channel"] for turn in rasa.turns} == {"telegram"}
    assert all(str(phone.number) not in str(turn) for turn in rasa.turns)


def test_a_choice_is_a_button_that_can_be_pressed_once(
    door: Door, phone: Phone, rasa: ScriptedRasa, api: TelegramApi
) -> None:
    choices = [{"title": "Yes, it is safe", "payload": "safe:yes"}, {"title": "No", "payload": "safe:no"}]
    rasa.says({"text": "Is it safe?", "choices": choices, "asks": "safe_to_talk"})
    phone.write("/start")
    until(lambda: phone.titles())
    assert phone.titles() == ["Yes, it is safe", "No", "Explain", "More"]
    query = phone.press("Yes, it is safe")["callback_query"]
    until(lambda: len(phone.texts()) == 3)
    assert rasa.turns[-1]["choice"] == "safe:yes"
    assert query["id"] in api.answered
    pressed = query["message"]["message_id"]
    until(lambda: "✓ Yes, it is safe" in str(api.chats[phone.number][pressed]["reply_markup"]))
    phone.press_data(query["message"], query["data"])
    phone.write("and then")
    until(lambda: rasa.turns[-1].get("text") == "and then")
    assert [turn.get("choice") for turn in rasa.turns].count("safe:yes") == 1
