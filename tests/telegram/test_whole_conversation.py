"""A whole conversation on Telegram with everything real but Telegram: from the first question to the worker's reply."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import jsonschema

from bot.msp.summary import SCHEMA_FILE
from tests.auxil.doors import Door, until
from tests.auxil.stack import Stack
from tests.auxil.telegram_api import TelegramApi
from tests.auxil.telegram_phone import Phone

# what Danny writes or presses, by a word of the question
ANSWERS = [
    ("is it safe for you", "Yes, it is safe"),
    ("like to do?", "Start"),
    ("writing for yourself", "For me"),
    ("helps you to understand", "Easy words and pictures"),
    ("worrying you", "tommo comes in my flat and eats my food. he has my bank card"),
    ("anything more", "That is all"),
    ("how safe", "about a 3"),
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


def answers(phone: Phone) -> tuple[str, Any]:
    """Presses the button with the answer's words, or writes them. Gives the answer and the update it arrived as."""
    question = phone.last().lower()
    answer = next((answer for word, answer in ANSWERS if word in question), "no")
    return answer, (phone.press if answer in phone.titles() else phone.write)(answer)


def test_danny_tells_it_on_his_phone_and_reads_what_the_worker_answers(
    shared_telegram: TelegramApi, stack: Stack
) -> None:
    phone = Phone(shared_telegram, 700_999_001)
    phone.write("/start")
    said: dict[str, Any] = {}
    for _ in range(40):
        until(lambda: is_asked(phone, 0), 30)
        if "It is right" in phone.titles():
            break
        seen = phone.screen()[-1]["message_id"]
        said.update([answers(phone)])
        until(lambda seen=seen: phone.screen()[-1]["message_id"] > seen and is_asked(phone, 0), 30)
    assert any("kingfisher" in text for text in phone.texts())
    assert shared_telegram.pictures, "he asked for pictures"
    for before, after in (("about a 3", "about a 4"), ("i want my card back", "i want my card back and a new lock")):
        phone.edit(said[before], after)
        until(lambda after=after: f"It now says: “{after}”" in " ".join(phone.texts()), 30)
        until(lambda: "It is right" in phone.titles() and is_asked(phone, 0), 30)
    phone.press("It is right")
    until(lambda: any("Your reference is" in text for text in phone.texts()), 30)
    sent = next(text for text in phone.texts() if "Your reference is" in text)
    reference = sent.split("Your reference is ")[1].split(".")[0]
    api = {"headers": {"Authorization": f"Bearer {stack.environment['MYSAY_API_TOKEN']}"}, "timeout": 30}
    document = httpx.get(f"{stack.inbox_url}/api/handovers/{reference}", **api).json()
    jsonschema.Draft202012Validator(json.loads(SCHEMA_FILE.read_text())).validate(document)
    assert document["channel"] == "telegram"
    assert document["safety"]["score_0_10"] == 4
    assert [outcome["own_words"] for outcome in document["outcomes"]] == ["i want my card back and a new lock"]
    assert document["outcomes"][0]["status"] == "changed"
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


# what Danny wrote above, what the worker answered, and what is written below
WORDS = ("tommo", "budgie", "auntie bren", "new lock", "kingfisher", "the bank about your card", "Margaret")
ON_THE_PAGE, ON_THE_PHONE = "zzpagewords he hits me with a zzbelt", "zzphonewords she locks my zzdoor"
PARTS = ("door", "rasa", "actions", "inbox", "outbox")


def open_files(stack: Stack) -> dict[str, bytes]:
    """What is in every file of the installation, and in every file that a process of it holds open."""
    paths = [path for path in stack.folder.rglob("*") if path.is_file()]
    for part in PARTS:
        for process in stack.running(part):
            paths += [link for link in Path(f"/proc/{process}/fd").iterdir() if link.is_file()]
    found = {}
    for path in paths:
        with suppress(FileNotFoundError):  # closed in the meantime
            found[f"{path} {path.resolve().name}"] = path.read_bytes()
    return found


def test_no_word_of_anybody_lies_anywhere_as_it_was_written(shared_telegram: TelegramApi, stack: Stack) -> None:
    page = Door(stack.chat_url).begin()
    page.choose("safe:yes")
    page.say(ON_THE_PAGE, client_id="zzclient")
    assert any(ON_THE_PAGE in message["text"] for message in page.since(0))
    code = page.call("POST", "/pause").json()["code"]
    Door(stack.chat_url).resume(code).say("zzpagewords again")
    phone = Phone(shared_telegram, 700_999_002)
    phone.write("/start")
    until(lambda: is_asked(phone, 0), 30)
    phone.write(ON_THE_PHONE)
    seen = phone.screen()[-1]["message_id"]
    until(lambda: phone.screen()[-1]["message_id"] > seen and is_asked(phone, 0), 30)
    words = [*WORDS, "zzpagewords", "zzphonewords", "zzbelt", "zzdoor", code, page.token, str(phone.number)]
    files, log = open_files(stack), "".join(stack.log)
    assert any("my-say.db-wal" in name for name in files)
    assert [(name, word) for name, whole in files.items() for word in words if word.encode() in whole] == []
    assert [word for word in (*words, "zzclient", page.id, "only-for-these-tests") if word in log] == []
    for port in (stack.chat_port, stack.inbox_port, stack.rasa_port, stack.actions_port):
        counted = httpx.get(f"http://127.0.0.1:{port}/metrics").text
        assert [word for word in words if word in counted] == []


def test_no_process_leaves_its_memory_on_the_disk(stack: Stack) -> None:
    for part in PARTS:
        for process in stack.running(part):
            limits = Path(f"/proc/{process}/limits").read_text()
            (core,) = (line.split() for line in limits.splitlines() if line.startswith("Max core file size"))
            assert core[4:6] == ["0", "0"], part
