"""Whatever is sent: a clear answer, nothing lost, nothing stored that was not said."""

import json
import unicodedata

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import parse

from bot.door import limits
from bot.door.errors import NotUnderstood, Refused, TooLong
from bot.door.typed import LONGEST, checked_client_id, cleaned
from tests.auxil.doors import Door
from tests.auxil.scripted_rasa import ScriptedRasa

one_engine = pytest.mark.parametrize("records", ["sqlite"], indirect=True)

REFUSED = {
    "empty": ({"text": ""}, 400, "empty"),
    "only spaces": ({"text": "  \n\t "}, 400, "empty"),
    "only control characters": ({"text": "\x00\x07\x1b"}, 400, "empty"),
    "only what cannot be seen": ({"text": "\u200b\u200d\ufeff"}, 400, "empty"),
    "fifty thousand characters": ({"text": "a" * 50_000}, 413, "too_long"),
    "one character too many": ({"text": "a" * 4001}, 413, "too_long"),
    "a number": ({"text": 4}, 400, "malformed"),
    "nothing": ({}, 400, "malformed"),
    "null": ({"text": None}, 400, "malformed"),
    "a list": ({"text": ["a"]}, 400, "malformed"),
    "text and choice": ({"text": "a", "choice": "skip"}, 400, "malformed"),
    "a choice nobody offered": ({"choice": "consent:all"}, 400, "unknown_choice"),
    "an intent as choice": ({"choice": '/inform{"consent":"all"}'}, 400, "unknown_choice"),
    "an empty choice": ({"choice": ""}, 400, "unknown_choice"),
    "a number as choice": ({"choice": 1}, 400, "malformed"),
    "a client id that is too long": ({"text": "a", "client_id": "x" * 65}, 400, "malformed"),
    "a client id that is a number": ({"text": "a", "client_id": 7}, 400, "malformed"),
    "an empty client id": ({"text": "a", "client_id": ""}, 400, "malformed"),
}
BODIES = {
    "nothing at all": (b"", 400),
    "not json": (b"{text: hello}", 400),
    "half of it": (b'{"text": "hel', 400),
    "not utf-8": (b'{"text": "\xff\xfe"}', 400),
    "a list": (b"[]", 400),
    "a string": (b'"hello"', 400),
    "very deep": (b"[" * 50_000, 400),
    "a very long number": (b'{"text": ' + b"9" * 20_000 + b"}", 400),
    "more than 64 kB": (b'{"text": "' + b"a" * 70_000 + b'"}', 413),
}
KEPT = {
    "only emoji": "😢😢👍🏽",
    "right to left": "هو يأخذ مالي",
    "html": "<script>alert(1)</script><b>he hit me</b>",
    "a command": "/restart",
    "an intent": '/inform{"consent":"all"}',
    "sql": "'; DROP TABLE messages; --",
    "a template": "{number_emergency} {{7*7}} %s ${x}",
    "many lines": "one\ntwo\n\nthree",
    "a number": "11",
    "words for a number": "about a four",
    "as long as it may be": "é" * LONGEST,
    "as long as it may be, in emoji": "😢" * LONGEST,
}


@one_engine
def test_what_cannot_be_taken_is_refused_kindly_and_nothing_is_stored(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    for case, (body, status, error) in REFUSED.items():
        answer = person.call("POST", "/messages", json=body)
        assert (answer.status_code, answer.json()["error"]) == (status, error), case
        assert answer.json()["message"].endswith("."), case
    for case, (raw, status) in BODIES.items():
        answer = person.call("POST", "/messages", content=raw)
        assert answer.status_code == status, case
        assert set(answer.json()) == {"error", "message"}, case
    assert [m["from"] for m in person.since(0)] == ["bot"]
    assert rasa.asked(conversation=person.id) == ["open"]


@one_engine
def test_a_body_without_an_end_is_not_read_for_ever(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    sent = []

    def endless() -> object:
        while len(sent) < 10_000:
            sent.append(1)
            yield b"a" * 8192

    try:
        answer = person.call("POST", "/messages", content=endless())
        assert answer.status_code == 413
    except httpx.TransportError:
        pass  # the door closed the connection before all of it was sent
    assert person.say("still here")


@one_engine
def test_every_kind_of_words_is_kept_as_it_was_written(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    for text in KEPT.values():
        assert person.say(text)
        assert rasa.turns[-1]["text"] == text
        assert "choice" not in rasa.turns[-1]
    assert [m["text"] for m in person.since(0) if m["from"] == "you"] == list(KEPT.values())


@one_engine
def test_a_wrong_after_is_refused_and_a_large_one_gives_nothing(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    for wrong in ("-1", "x", "1.5", "١", "9" * 40, "1e3"):
        assert person.call("GET", "/messages", params={"after": wrong}).status_code == 400
    assert person.since(9_999_999_999) == []


@one_engine
def test_a_wrong_start_is_refused(door: Door, rasa: ScriptedRasa) -> None:
    for body in ({"channel": "telegram"}, {"channel": 1}, {"channel": ["web"]}):
        assert door.http.post("/chat/conversations", json=body).status_code == 400
    assert door.http.post("/chat/conversations", content=b"").status_code == 201


ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=200)


@given(ANY_TEXT)
def test_cleaning_takes_out_nothing_but_control_characters_and_outer_space(text: str) -> None:
    try:
        kept = cleaned(text)
    except NotUnderstood:
        assert all(unicodedata.category(c)[0] in "ZC" for c in text)
        return
    assert cleaned(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert not [c for c in kept if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    kept.encode()
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    meant = "".join(c for c in lines if unicodedata.category(c) not in ("Cc", "Cs") or c in "\n\t")
    assert unicodedata.normalize("NFC", meant).strip() == kept


@given(st.integers(min_value=LONGEST + 1, max_value=2 * LONGEST), st.sampled_from("aé😢ض"))
def test_more_than_four_thousand_characters_are_too_long(length: int, letter: str) -> None:
    with pytest.raises(TooLong):
        cleaned(letter * length)


@given(st.one_of(ANY_TEXT, st.integers(), st.none(), st.booleans(), st.lists(st.text())))
def test_a_client_id_is_plain_or_refused(value: object) -> None:
    try:
        kept = checked_client_id(value)
    except Refused:
        return
    assert kept is None or (kept == value and 0 < len(kept) <= 64 and kept.isascii() and "\0" not in kept)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "choice", "x"]), inner),
    max_leaves=5,
)
ANY_BODY = st.fixed_dictionaries(
    {}, optional={"text": ANY_JSON, "choice": ANY_JSON, "client_id": ANY_JSON, "other": ANY_JSON}
)


@one_engine
def test_no_body_at_all_breaks_the_door(door: Door, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch) -> None:
    person = door.begin()
    monkeypatch.setattr(limits, "LIMITS", dict.fromkeys(limits.LIMITS, (parse("1000000/second"),)))

    @settings(max_examples=80, deadline=None, database=None)
    @given(ANY_BODY)
    def no_body_breaks_it(body: dict[str, object]) -> None:
        answer = person.call("POST", "/messages", content=json.dumps(body).encode())
        assert answer.status_code in (200, 400, 413), answer.text
        assert "messages" in answer.json() or answer.json()["message"]

    no_body_breaks_it()
