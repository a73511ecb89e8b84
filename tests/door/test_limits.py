"""How much may be sent: more than a person ever types, less than it takes to guess or to flood."""

import pytest
from limits import parse

from bot.door import limits
from tests.auxil.doors import Door, door_here
from tests.auxil.scripted_rasa import ScriptedRasa
from tests.conftest import forget_settings

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a test reaches soon."""
    small = {
        "messages of a conversation": "3/minute",
        "reads of a conversation": "4/minute",
        "conversations from an address": "5/minute",
    }
    monkeypatch.setattr(limits, "LIMITS", limits.LIMITS | {key: [parse(value)] for key, value in small.items()})


def test_somebody_who_types_a_message_a_second_is_never_limited(records: str) -> None:
    for limit in limits.LIMITS["messages of a conversation"]:
        assert limit.amount > limit.get_expiry()


def test_too_much_at_once_is_refused_with_when_to_try_again_and_nothing_is_stored(
    few: None, door: Door, rasa: ScriptedRasa
) -> None:
    person = door.begin()
    for i in range(3):
        person.say(f"word {i}")
    refused = person.post(text="word 3")
    assert (refused.status_code, refused.json()["error"]) == (429, "too_fast")
    assert 1 <= int(refused.headers["Retry-After"]) <= 61
    assert "999" in refused.json()["message"]
    assert [m["text"] for m in person.since(0) if m["from"] == "you"] == ["word 0", "word 1", "word 2"]
    other = door.begin()
    assert other.say("another person is not held up")


def test_an_address_that_begins_very_many_conversations_is_slowed_down(
    few: None, door: Door, rasa: ScriptedRasa
) -> None:
    codes = [door.http.post("/chat/conversations").status_code for _ in range(6)]
    assert codes == [201] * 5 + [429]
    assert door.http.post("/chat/conversations", headers={"X-Forwarded-For": "9.9.9.9"}).status_code == 429


def test_behind_a_trusted_proxy_each_person_has_their_own_limit(
    few: None, records: str, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYSAY_TRUSTED_PROXIES", "1")
    forget_settings()
    with door_here() as door:

        def begin(forwarded: str) -> int:
            return door.http.post("/chat/conversations", headers={"X-Forwarded-For": forwarded}).status_code

        assert [begin("10.0.0.1") for _ in range(6)] == [201] * 5 + [429]
        assert begin("10.0.0.2") == 201
        assert begin("10.0.0.2, 10.0.0.1") == 429, "only what our own proxy added is believed"
        twice = [("X-Forwarded-For", "10.0.0.3"), ("X-Forwarded-For", "10.0.0.1")]
        assert door.http.post("/chat/conversations", headers=twice).status_code == 429


def test_five_wrong_codes_are_enough_for_a_while_and_a_right_one_does_not_wash_them_away(
    door: Door, rasa: ScriptedRasa
) -> None:
    code = door.begin().call("POST", "/pause").json()["code"]

    def attempt(words: str) -> int:
        return door.http.post("/chat/resume", json={"code": words}).status_code

    assert [attempt(f"amber otter lantern {word}") for word in ("kite", "lily", "moon", "nest")] == [401] * 4
    assert attempt(code) == 200
    assert attempt("amber otter lantern oak") == 401
    assert attempt("amber otter lantern pine") == 429
    assert attempt(code) == 429


def test_two_doors_share_their_limits_in_redis(
    few: None, records: str, rasa: ScriptedRasa, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYSAY_REDIS_URL", redis_url)
    forget_settings()
    with door_here() as one, door_here() as two:
        begun = [each.http.post("/chat/conversations").status_code for each in (one, two, one, two, one, two)]
        assert begun == [201] * 5 + [429]


def test_when_redis_is_gone_people_can_still_write_and_each_door_counts_alone(
    few: None, records: str, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYSAY_REDIS_URL", "redis://127.0.0.1:1")
    forget_settings()
    with door_here() as door:
        person = door.begin()
        assert [person.post(text="x").status_code for _ in range(4)] == [200] * 3 + [429]


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "counted"),
    [
        ("1.2.3.4", "", 0, "1.2.3.4"),
        ("1.2.3.4", "9.9.9.9", 0, "1.2.3.4"),
        ("127.0.0.1", "9.9.9.9, 5.6.7.8", 1, "5.6.7.8"),
        ("127.0.0.1", "9.9.9.9, 5.6.7.8, 10.0.0.1", 2, "5.6.7.8"),
        ("127.0.0.1", "", 1, "127.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "", 0, "2001:db8:1:2::/64"),
        (None, "", 0, "unknown"),
        ("127.0.0.1", "<script>", 1, "<script>"),
    ],
)
def test_an_address_is_the_one_our_own_proxies_saw(
    peer: str | None,
    forwarded: str,
    proxies: int,
    counted: str,
    records: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MYSAY_TRUSTED_PROXIES", str(proxies))
    forget_settings()
    assert limits.address_of(peer, forwarded) == counted
