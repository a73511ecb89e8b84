"""The log says what happened and how long it took, and never a word that somebody wrote."""

import json
from pathlib import Path

import pytest

from tests.auxil.doors import DoorProcess, until
from tests.auxil.scripted_rasa import ScriptedRasa, heard

SENTINEL = "sentinelwordsthatnobodymaysee"


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_the_log_holds_steps_and_durations_and_no_words(records: str, rasa: ScriptedRasa, tmp_path: Path) -> None:
    door = DoorProcess(tmp_path / "door.log")
    try:
        person = door.begin()
        person.say(SENTINEL)
        person.post(choice=SENTINEL)
        person.post(text=SENTINEL, client_id=SENTINEL * 9)
        person.post(text=SENTINEL * 500)
        person.call("POST", "/messages", content=f'{{"text": "{SENTINEL}'.encode())
        person.call("GET", f"/messages?after={SENTINEL}")
        rasa.fails(500, SENTINEL.encode())
        person.say(SENTINEL)
        rasa.answer = lambda turn: {"messages": [{"text": SENTINEL, "asks": SENTINEL * 9, "kind": "text"}]}
        door.http.get(f"/chat/{SENTINEL}?{SENTINEL}", headers={"Referer": SENTINEL, "User-Agent": SENTINEL})
        door.http.post("/chat/resume", json={"code": SENTINEL})
        rasa.answer = heard
        code = person.call("POST", "/pause").json()["code"]
        back = door.resume(code)
        back.call("GET", "/record")
        back.call("DELETE")
        until(lambda: '"DELETE"' in door.log.read_text())
    finally:
        door.kill()
    written = door.log.read_text()
    for secret in (SENTINEL, person.id, person.token, back.token, code, "127.0.0.1:"):
        assert secret not in written
    lines = [json.loads(line) for line in written.splitlines()]
    requests = [line for line in lines if line["step"] == "request"]
    assert {"method", "route", "status", "ms", "at", "level"} <= set(requests[0])
    assert {line["conversation"] for line in lines if line["step"] == "turn"} == {
        line["conversation"] for line in requests if line["route"] == "/conversations/{id}/record"
    }, "one conversation's lines can be found together"
    assert all("ms" in line and "outcome" in line for line in lines if line["step"] == "turn")
