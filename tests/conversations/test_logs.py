"""No log of any part holds a word that somebody typed: door, Rasa, actions, inbox and outbox, also where something fails."""

import httpx

from tests.auxil.doors import until
from tests.auxil.person import Person
from tests.auxil.stack import Stack
from tests.auxil.telegram_api import TelegramApi
from tests.auxil.telegram_phone import Phone

STORY = "my cousin zzsentinelzz takes my bank card and shouts"
DANGER = "zzsentinelzz is outside the door shouting he will kill me"


def test_what_is_typed_on_page_and_telegram_is_in_no_log(stack: Stack, shared_telegram: TelegramApi) -> None:
    person, phone = Person(stack.chat_url), Phone(shared_telegram, 700_999_002)
    person.starts()
    for words in (STORY, DANGER, "/zzsentinelzz is a command", "take out the bit about zzsentinelzz"):
        person.says(words)
    person.post({"text": "zzsentinelzz " * 500})
    person.post({"choice": "zzsentinelzz"})
    person.http.get(f"/zzsentinelzz/{person.id}?zzsentinelzz", headers={"Referer": "zzsentinelzz"})
    phone.write("/start")
    until(lambda: "is it safe" in phone.last().lower(), 30)
    phone.write("zzsentinelzz on the telephone is what i typed")
    until(lambda: "is it safe" not in phone.texts()[-1].lower() or len(phone.texts()) > 2, 30)
    secret = {"X-Internal-Secret": stack.environment["MYSAY_INTERNAL_SECRET"]}
    for port, path in ((stack.rasa_port, "webhooks/internal/webhook"), (stack.actions_port, "webhook")):
        for broken in (
            b'{"text": "zzsentinelzz',
            b'{"next_action": "action_hear", "tracker": {"sender_id": "x", "latest_message": {"text": "zzsentinelzz"}}}',
        ):
            httpx.post(f"http://127.0.0.1:{port}/{path}", content=broken, headers=secret, timeout=30)
    api = {"Authorization": f"Bearer {stack.environment['MYSAY_API_TOKEN']}"}
    httpx.post(f"{stack.inbox_url}/api/handovers/HERON-0000/reply", json={"text": "zzsentinelzz"}, headers=api)
    person.http.delete(f"/conversations/{person.id}")
    until(lambda: any('"DELETE"' in line for line in stack.log))
    parts = {line.split()[1] for line in stack.log if " | " in line}
    assert {"door", "rasa", "actions"} <= parts
    assert "zzsentinelzz" not in "".join(stack.log)
    assert person.id not in "".join(stack.log)
