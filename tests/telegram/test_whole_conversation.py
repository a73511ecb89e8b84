"""A whole conversation on Telegram with everything real but Telegram: from the first question to the worker's reply."""

import json

import httpx
import jsonschema

from bot.msp.summary import SCHEMA_FILE
from tests.auxil.doors import until
from tests.auxil.stack import Stack
from tests.auxil.telegram_api import Phone, TelegramApi

# what Danny writes or presses, by a word of the question
ANSWERS = [
    ("is it safe for you", "Yes, it is safe"),
    ("like to do?", "Start"),
    ("writing for yourself", "For me"),
    ("helps you to understand", "Easy words and pictures"),
    ("worrying you", "tommo comes in my flat and eats my food. he has my bank card"),
    ("anything more", "That is all"),
    ("how safe", "3"),
    ("important to you", "my flat and my budgie"),
    ("what helps you", "my auntie bren"),
    ("what else would you like", "Nothing else"),
    ("would you like to happen", "i want my card back"),
    ("may i send", "Yes, all of it"),
    ("how is it safe for a worker", "text me"),
    ("when is it safe to reach", "Skip"),
    ("leave a message", "Yes"),
    ("code word", "kingfisher"),
]


def is_asked(phone: Phone, since: int) -> bool:
    """The bot has asked something since so many messages."""
    newest = phone.screen()[since:][-1:]
    return bool(newest) and newest[0]["from"]["is_bot"] and "More" in phone.titles() and "reply_markup" in newest[0]


def answers(phone: Phone) -> None:
    """Presses the button with the answer's words, or writes them."""
    question = phone.last().lower()
    answer = next((answer for word, answer in ANSWERS if word in question), "no")
    (phone.press if answer in phone.titles() else phone.write)(answer)


def test_danny_tells_it_on_his_phone_and_reads_what_the_worker_answers(
    shared_telegram: TelegramApi, stack: Stack
) -> None:
    phone = Phone(shared_telegram, 700_999_001)
    phone.write("/start")
    for _ in range(40):
        until(lambda: is_asked(phone, 0), 30)
        if "It is right" in phone.titles():
            break
        seen = phone.screen()[-1]["message_id"]
        answers(phone)
        until(lambda seen=seen: phone.screen()[-1]["message_id"] > seen and is_asked(phone, 0), 30)
    assert any("kingfisher" in text for text in phone.texts())
    assert shared_telegram.pictures, "he asked for pictures"
    phone.press("It is right")
    until(lambda: any("Your reference is" in text for text in phone.texts()), 30)
    sent = next(text for text in phone.texts() if "Your reference is" in text)
    reference = sent.split("Your reference is ")[1].split(".")[0]
    api = {"headers": {"Authorization": f"Bearer {stack.environment['MYSAY_API_TOKEN']}"}, "timeout": 30}
    document = httpx.get(f"{stack.inbox_url}/api/handovers/{reference}", **api).json()
    jsonschema.Draft202012Validator(json.loads(SCHEMA_FILE.read_text())).validate(document)
    assert document["channel"] == "telegram"
    assert document["safety"]["score_0_10"] == 3
    assert [outcome["own_words"] for outcome in document["outcomes"]] == ["i want my card back"]
    assert document["safe_contact"]["code_word"] == "kingfisher"
    assert "easy_read" in document["communication"]["needs"]
    assert str(phone.number) not in json.dumps(document)
    assert "Margaret" not in json.dumps(document)
    body = {"text": "Hello Danny. We will ask the bank about your card.", "reason": "he wrote to us just now"}
    answer = httpx.post(f"{stack.inbox_url}/api/handovers/{reference}/reply", json=body, **api)
    assert answer.status_code < 300, answer.text
    until(lambda: phone.last() == "kingfisher\nThere is a new message for you here.", 30)
    phone.press("Read it")
    until(lambda: phone.last() == "A worker wrote to you:\nHello Danny. We will ask the bank about your card.")
    log = "".join(stack.log)
    for secret in (str(phone.number), "only-for-these-tests", "Margaret", "budgie"):
        assert secret not in log
