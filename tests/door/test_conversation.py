"""A person's conversation through the chat API."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from bot.records.base import reading, writing
from bot.records.conversations import Message, lock, next_n
from tests.auxil.doors import Door, Person, until
from tests.auxil.scripted_rasa import ScriptedRasa, heard

one_engine = pytest.mark.parametrize("records", ["sqlite"], indirect=True)


@one_engine
def test_a_person_begins_and_is_asked_the_first_question(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    assert [(m["from"], m["text"], m["asks"], m["kind"]) for m in person.first] == [
        ("bot", "I heard: open", "concerns", "text")
    ]
    assert rasa.turns[0]["signal"] == "open"
    assert rasa.turns[0]["channel"] == "web"


@one_engine
def test_the_widget_says_that_it_is_the_widget(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin(channel="widget")
    person.say("hello")
    assert {turn["channel"] for turn in rasa.turns} == {"widget"}


def test_what_a_person_says_is_answered_and_kept_in_order(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    answer = person.say("he takes my money")
    assert [m["text"] for m in answer] == ["I heard: he takes my money"]
    person.say("I want it back")
    all_of_it = person.since(0)
    assert [(m["from"], m["text"]) for m in all_of_it] == [
        ("bot", "I heard: open"),
        ("you", "he takes my money"),
        ("bot", "I heard: he takes my money"),
        ("you", "I want it back"),
        ("bot", "I heard: I want it back"),
    ]
    assert person.since(all_of_it[-2]["n"]) == all_of_it[-1:]
    assert rasa.asked(conversation=person.id) == ["open", "he takes my money", "I want it back"]


@one_engine
def test_a_choice_that_was_offered_can_be_pressed_and_reads_as_it_was_shown(door: Door, rasa: ScriptedRasa) -> None:
    rasa.says({"text": "Is it safe?", "choices": [{"title": "Yes, it is", "payload": "safe:yes"}]})
    person = door.begin()
    person.choose("safe:yes")
    assert rasa.turns[-1]["choice"] == "safe:yes"
    assert [m["text"] for m in person.since(0) if m["from"] == "you"] == ["Yes, it is"]


@one_engine
def test_the_choices_that_are_always_there_can_be_pressed_at_any_time(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    for choice in "skip dont_know repeat_or_explain go_back pause stop ask_human read_back".split():
        assert person.choose(choice)
        assert rasa.turns[-1]["choice"] == choice


@one_engine
def test_a_line_of_the_read_back_and_a_place_on_the_map_can_be_pressed(door: Door, rasa: ScriptedRasa) -> None:
    line = {"number": 1, "id": 12, "text": "x", "choices": [{"title": "Take it out", "payload": "remove:12"}]}
    place = {"topic": "concerns", "title": "What worries you", "state": "done", "payload": "topic:concerns"}
    rasa.says({"text": "Here is what I heard.", "kind": "read_back", "lines": [line], "map": [place], "summary": {}})
    person = door.begin()
    assert person.first[0]["lines"] == [line]
    person.choose("remove:12")
    person.choose("topic:concerns")
    assert [m["text"] for m in person.since(0) if m["from"] == "you"] == ["Take it out", "What worries you"]


@one_engine
def test_a_choice_from_long_ago_is_refused_kindly_and_nothing_is_stored(door: Door, rasa: ScriptedRasa) -> None:
    rasa.answer = lambda turn: {
        "messages": [{"text": "?", "choices": [{"title": "This", "payload": f"only:{turn['n']}"}], "kind": "text"}],
        "then": None,
    }
    person = door.begin()
    old = person.first[0]["choices"][0]["payload"]
    for words in ("one", "two", "three"):
        person.say(words)
    before = person.since(0)
    refused = person.post(choice=old)
    assert (refused.status_code, refused.json()["error"]) == (400, "unknown_choice")
    assert person.since(0) == before


@one_engine
def test_a_link_to_call_is_never_taken_as_an_answer(door: Door, rasa: ScriptedRasa) -> None:
    rasa.says({"text": "Call", "kind": "urgent", "choices": [{"title": "Call 999", "payload": "tel:999"}]})
    person = door.begin()
    assert person.post(choice="tel:999").status_code == 400
    assert person.post(choice="leave").status_code == 400


def test_the_same_message_sent_twice_is_kept_once_and_answered_the_same(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    first = person.say("I am scared", client_id="a-1")
    person.say("of him", client_id="a-2")
    again = person.say("I am scared", client_id="a-1")
    assert again == first
    assert [m["text"] for m in person.since(0) if m["from"] == "you"] == ["I am scared", "of him"]


def test_a_retry_while_the_first_try_is_still_being_answered_gets_the_same_answer(
    door: Door, rasa: ScriptedRasa
) -> None:
    person = door.begin()
    rasa.hang()
    with ThreadPoolExecutor() as pool:
        tries = [pool.submit(person.say, "help", client_id="x") for _ in range(4)]
        until(lambda: "help" in rasa.asked(conversation=person.id))
        rasa.go_on.set()
        answers = [each.result() for each in tries]
    assert all(answer == answers[0] for answer in answers)
    assert rasa.asked(conversation=person.id) == ["open", "help"]


def test_two_messages_at_once_are_both_kept_and_answered_in_order(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    rasa.hang()
    with ThreadPoolExecutor() as pool:
        first = pool.submit(person.say, "first")
        until(lambda: "first" in rasa.asked(conversation=person.id))
        second = pool.submit(person.say, "second")
        until(lambda: [m["text"] for m in person.since(0)][-2:] == ["first", "second"])
        rasa.go_on.set()
        assert [m["text"] for m in first.result() + second.result()] == ["I heard: first", "I heard: second"]
    assert rasa.asked(conversation=person.id) == ["open", "first", "second"]


def test_twenty_messages_at_once_are_each_asked_once_one_at_a_time(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    together: list[int] = []
    inside = [0]

    def answer(turn: dict) -> dict:
        inside[0] += 1
        together.append(inside[0])
        inside[0] -= 1
        return heard(turn)

    rasa.answer = answer
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda i: person.say(f"word {i}"), range(20)))
    assert max(together) == 1
    assert sorted(m["text"] for a in answers for m in a) == sorted(f"I heard: word {i}" for i in range(20))
    asked = rasa.asked(conversation=person.id)[1:]
    kept = [m["text"] for m in person.since(0) if m["from"] == "you"]
    assert asked == kept
    with reading() as session:
        numbers = session.scalars(select(Message.n).order_by(Message.n)).all()
        assert numbers == list(range(1, len(numbers) + 1))


def a_worker_writes(person: Person, text: str) -> int:
    """A worker's reply to which the bot has something to add; its number."""
    with writing() as session:
        lock(session, person.id)
        n = next_n(session, person.id)
        session.add(Message(conversation_id=person.id, n=n, sender="worker", text=text))
        return n


def test_a_workers_reply_comes_and_the_bot_is_told_once(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    after = a_worker_writes(person, "We read it. We will call you after 3.") - 1
    came = until(lambda: len(found := person.since(after)) == 2 and found)
    assert [(m["from"], m["text"]) for m in came] == [
        ("worker", "We read it. We will call you after 3."),
        ("bot", "I heard: worker_replied"),
    ]
    assert rasa.asked(conversation=person.id).count("worker_replied") == 1


@one_engine
def test_while_the_screen_shows_cover_text_nothing_new_appears_until_the_person_writes(
    door: Door, rasa: ScriptedRasa
) -> None:
    person = door.begin()
    rasa.says({"text": "Weather for Douglas.", "kind": "cover"})
    cover = person.say("someone is here")
    a_worker_writes(person, "Hello from the team")
    rasa.answer = heard
    other = door.begin()
    a_worker_writes(other, "Hello")
    until(lambda: "worker_replied" in rasa.asked(conversation=other.id))
    assert person.since(cover[-1]["n"]) == []
    assert "worker_replied" not in rasa.asked(conversation=person.id)
    person.say("ok now")
    until(lambda: "worker_replied" in rasa.asked(conversation=person.id))
    assert "Hello from the team" in [m["text"] for m in person.since(cover[-1]["n"])]


@one_engine
def test_a_conversation_that_rests_can_go_on(door: Door, rasa: ScriptedRasa) -> None:
    rasa.says({"text": "Goodbye."}, then="end")
    person = door.begin()
    person.say("stop")
    rasa.answer = heard
    assert person.say("I am back")[0]["text"] == "I heard: I am back"


def test_nothing_of_one_person_is_seen_by_another(door: Door, rasa: ScriptedRasa) -> None:
    one, two = door.begin(), door.begin()
    one.say("my words")
    assert "my words" not in str(two.since(0))
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Message)) == 6


def test_what_is_typed_is_read_while_it_is_stored_and_only_if_it_may_be_said(door: Door, rasa: ScriptedRasa) -> None:
    person = door.begin()
    person.say("he takes my card")
    person.choose("skip")
    stranger = Person(door.http, id=person.id, token="x" * 43, messages=[])
    assert stranger.post(text="not mine to say").status_code == 401
    assert person.post(text="   ").status_code == 400
    until(lambda: rasa.read)
    assert rasa.read == ["he takes my card"]
    assert [turn.get("text") for turn in rasa.turns] == [None, "he takes my card", None]
