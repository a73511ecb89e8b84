"""A person's conversation on Telegram, topic for topic as on the page."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.records.base import reading
from bot.records.conversations import Conversation, Message
from bot.records.encryption import keyed_hash
from bot.records.telegram import TelegramSend, TelegramUpdate
from tests.auxil.doors import Door, until
from tests.auxil.scripted_rasa import ScriptedRasa
from tests.auxil.telegram_api import TelegramApi
from tests.auxil.telegram_phone import Phone

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)

SAFE = {
    "text": "Is it safe?",
    "choices": [{"title": "Yes, it is safe", "payload": "safe:yes"}, {"title": "No", "payload": "safe:no"}],
    "asks": "safe_to_talk",
}


def begun(phone: Phone) -> None:
    """The person has pressed Start and sees the first question."""
    phone.write("/start")
    until(lambda: len(phone.texts()) == 2)


def stored(sender: str = "you") -> list[str]:
    """What is stored of a conversation, in order."""
    with reading() as session:
        return list(session.scalars(select(Message.text).where(Message.sender == sender).order_by(Message.id)))


def test_a_person_starts_and_is_told_first_that_telegram_keeps_a_history(door: Door, phone: Phone) -> None:
    begun(phone)
    warning, first = phone.texts()
    assert warning.startswith("Hello.")
    assert "can read it" in warning
    assert "https://my-say.example/chat/" in warning
    assert first == "I heard: open"


def test_what_a_person_writes_is_answered_and_nothing_leads_back_to_them(
    door: Door, phone: Phone, rasa: ScriptedRasa
) -> None:
    begun(phone)
    phone.write("he takes my money")
    until(lambda: phone.last() == "I heard: he takes my money")
    assert {turn["channel"] for turn in rasa.turns} == {"telegram"}
    assert all(str(phone.number) not in str(turn) and "Margaret" not in str(turn) for turn in rasa.turns)
    with reading() as session:
        held = session.scalar(select(Conversation))
        assert held.address == str(phone.number)
        assert held.address_hash == keyed_hash("address", str(phone.number))
        raw = session.connection().exec_driver_sql("SELECT * FROM conversations").all()
        assert str(phone.number) not in str(raw)


def test_who_writes_without_start_is_heard_too(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    phone.write("my son hits me")
    until(lambda: len(phone.texts()) == 3)
    assert phone.texts()[1:] == ["I heard: open", "I heard: my son hits me"]


def test_what_was_handled_is_not_kept_in_the_queue(door: Door, phone: Phone, api: TelegramApi) -> None:
    begun(phone)
    until(lambda: api.waiting() == 0)

    def left() -> list[Any]:
        with reading() as session:
            return [
                *session.scalars(select(TelegramSend)),
                *[u for u in session.scalars(select(TelegramUpdate)) if u.body],
            ]

    until(lambda: left() == [])


def test_a_choice_is_a_button_that_can_be_pressed_once(
    door: Door, phone: Phone, rasa: ScriptedRasa, api: TelegramApi
) -> None:
    rasa.says(SAFE)
    begun(phone)
    assert phone.titles() == ["Yes, it is safe", "No", "Explain", "More"]
    query = phone.press("Yes, it is safe")["callback_query"]
    until(lambda: len(phone.texts()) == 3)
    assert rasa.turns[-1]["choice"] == "safe:yes"
    assert query["id"] in api.answered
    pressed = query["message"]["message_id"]
    until(lambda: "✓ Yes, it is safe" in str(api.chats[phone.number][pressed].get("reply_markup")))
    phone.press_data(query["message"], query["data"])
    phone.write("and then")
    until(lambda: rasa.turns[-1].get("text") == "and then")
    assert [turn.get("choice") for turn in rasa.turns].count("safe:yes") == 1
    assert stored() == ["Yes, it is safe", "and then"]


def test_buttons_are_gone_once_the_question_is_answered_in_words(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    rasa.says(SAFE)
    begun(phone)
    asked = phone.screen()[-1]["message_id"]
    phone.write("yes")
    until(lambda: len(phone.texts()) == 3)
    until(lambda: "reply_markup" not in next(m for m in phone.screen() if m["message_id"] == asked))


def test_the_scale_is_a_keyboard_of_numbers(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    rasa.says({"text": "How safe do you feel?", "asks": "feeling_safe", "scale": {"min": 0, "max": 10}})
    begun(phone)
    assert phone.titles()[:11] == [str(number) for number in range(11)]
    phone.press("7")
    until(lambda: rasa.turns[-1].get("text") == "7")
    assert stored() == ["7"]


@pytest.mark.parametrize(
    ("title", "choice"), [("Skip", "skip"), ("Not sure", "dont_know"), ("Explain", "repeat_or_explain")]
)
def test_skip_not_sure_and_explain_are_below_every_question(
    title: str, choice: str, door: Door, phone: Phone, rasa: ScriptedRasa
) -> None:
    begun(phone)
    assert phone.titles() == ["Skip", "Not sure", "Explain", "More"]
    phone.press(title)
    until(lambda: rasa.turns[-1].get("choice") == choice)


def test_the_menu_holds_the_rest_and_the_other_questions(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    place = {"topic": "concerns", "title": "What worries you", "state": "done", "payload": "topic:concerns"}
    rasa.says({"text": "What do you want?", "asks": "outcomes", "map": [place]})
    begun(phone)
    phone.press("More")
    until(lambda: "Go to another question" in phone.titles())
    assert {"Go back", "Take a break", "Stop", "Talk to a person", "Read it back to me"} < set(phone.titles())
    assert {"Hide this chat", "How this works", "Delete this chat"} < set(phone.titles())
    phone.press("Go to another question")
    until(lambda: phone.titles() == ["What worries you (done)"])
    phone.press("What worries you (done)")
    until(lambda: rasa.turns[-1].get("choice") == "topic:concerns")
    phone.write("/menu")
    until(lambda: "Stop" in phone.titles())
    phone.press("Stop")
    until(lambda: rasa.turns[-1].get("choice") == "stop")


def read_back(lines: int, words: str = "He takes my money.") -> dict[str, Any]:
    """A read-back with so many lines."""
    said = [
        {
            "number": n,
            "id": str(10 + n),
            "topic": "concerns",
            "label": "What is happening",
            "text": f"{words} ({n})",
            "voice": "person" if n != 2 else "representative",
            "kept_from": ["your doctor"] if n == 3 else [],
            "choices": [
                {"title": "Change", "payload": f"change:{10 + n}"},
                {"title": "Take out", "payload": f"remove:{10 + n}"},
                {"title": "Keep from your doctor", "payload": f"keep:{10 + n}:gp"},
                {"title": "Keep from the police", "payload": f"keep:{10 + n}:police"},
            ],
        }
        for n in range(1, lines + 1)
    ]
    text = "\n".join(f"{line['number']}. {line['label']}: “{line['text']}”" for line in said)
    return {
        "text": f"Here is what I heard. You can change anything.\n{text}\nIs it right?",
        "kind": "read_back",
        "asks": "read_back",
        "lines": said,
        "summary": {},
        "choices": [{"title": "It is right", "payload": "read_back:right"}],
    }


def test_the_read_back_comes_in_parts_with_buttons_for_each_line(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    rasa.says(read_back(7))
    begun_with(phone, 5)
    intro, first, second, ask = phone.texts()[1:]
    assert intro == "Here is what I heard. You can change anything."
    assert first.splitlines()[1] == "2. What is happening: He takes my money. (2) (said by the person who helps)"
    assert first.splitlines()[2].endswith("(not for your doctor)")
    assert [line[0] for line in first.splitlines() + second.splitlines()] == list("1234567")
    assert ask == "Is it right?"
    assert phone.titles() == ["It is right", "Explain", "More"]
    phone.press("6 Take out")
    until(lambda: rasa.turns[-1].get("choice") == "remove:16")
    assert stored() == ["Take out"]


def begun_with(phone: Phone, messages: int) -> None:
    """The person has pressed Start and sees so many messages."""
    phone.write("/start")
    until(lambda: len(phone.texts()) == messages)


def test_a_line_can_be_kept_from_somebody(door: Door, phone: Phone, rasa: ScriptedRasa, api: TelegramApi) -> None:
    rasa.says(read_back(3))
    begun_with(phone, 4)
    phone.press("2 Not for")
    until(lambda: any("2 Keep from the police" in str(message) for message in phone.screen()))
    phone.press("Back")
    until(lambda: any("3 Change" in str(message) for message in phone.screen()))
    phone.press("2 Not for")
    until(lambda: any("2 Keep from the police" in str(message) for message in phone.screen()))
    phone.press("2 Keep from the police")
    until(lambda: rasa.turns[-1].get("choice") == "keep:12:police")


def test_a_long_read_back_keeps_every_word_below_telegrams_limit(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    rasa.says(read_back(3, "He came again. " * 250))
    phone.write("/start")
    until(lambda: phone.titles()[:1] == ["It is right"])
    whole = " ".join(phone.texts())
    assert whole.count("He came again.") == 750
    assert any("2 Change" in str(message) for message in phone.screen())


def test_in_danger_the_numbers_stand_in_the_text(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    calls = [{"title": "Call 999", "payload": "tel:999"}, {"title": "Call Samaritans", "payload": "tel:116123"}]
    leave = {"title": "Leave this page", "payload": "leave"}
    rasa.says({"text": "If you are in danger, call 999.", "kind": "urgent", "choices": [*calls, leave]})
    begun(phone)
    assert phone.last() == "If you are in danger, call 999.\nCall Samaritans: 116123"
    assert phone.titles() == ["Hide this chat"]


def test_the_reference_is_shown_when_it_was_sent(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    rasa.says({"text": "I have sent it.", "kind": "sent", "reference": "HERON-4821"})
    begun(phone)
    assert phone.last() == "I have sent it.\nReference: HERON-4821"


def test_a_long_answer_is_split_between_sentences(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    rasa.says({"text": "This is one sentence. " * 400})
    begun_with(phone, 4)
    assert all(text.endswith("sentence.") for text in phone.texts()[1:])


def test_a_message_as_long_as_telegram_allows_is_taken_whole(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    begun(phone)
    story = "He came in again. " * 227
    phone.write(story)
    until(lambda: len(stored()) == 2)
    assert " ".join(stored()) == story.strip()


def test_what_begins_with_a_slash_is_only_words(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    begun(phone)
    phone.write("/restart everything")
    until(lambda: rasa.turns[-1].get("text") == "/restart everything")


def test_somebody_sees_that_an_answer_is_on_its_way(
    door: Door, phone: Phone, rasa: ScriptedRasa, api: TelegramApi
) -> None:
    begun(phone)
    rasa.hang()
    phone.write("hello?")
    until(lambda: api.shown == ["typing"])
    rasa.go_on.set()
    until(lambda: phone.last() == "I heard: hello?")


def test_a_changed_message_puts_right_the_one_it_was(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    begun(phone)
    written = phone.write("he took 20 pounds")
    until(lambda: len(phone.texts()) == 3)
    phone.edit(written, "he took 200 pounds")
    until(lambda: phone.last() == "I heard: he took 200 pounds")
    first = next(turn for turn in rasa.turns if turn.get("text") == "he took 20 pounds")
    assert rasa.turns[-1]["corrects"] == first["n"]
    phone.edit(written, " he took 200  pounds ")
    phone.edit(written, "he took 20 pounds")
    until(lambda: len(rasa.turns) == 4)
    assert rasa.turns[-1]["corrects"] == rasa.turns[-2]["n"], "changed back is a change of what it was then"
    phone.write("that is all")
    until(lambda: phone.last() == "I heard: that is all")
    assert stored() == ["he took 20 pounds", "he took 200 pounds", "he took 20 pounds", "that is all"]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ({"voice": {"file_id": "abc", "duration": 3}}, "listen"),
        ({"photo": [{"file_id": "abc"}], "caption": "look what he did"}, "look at"),
        ({"sticker": {"file_id": "abc", "emoji": "🙂"}}, "look at"),
        ({"document": {"file_id": "abc", "file_name": "diary.pdf"}}, "open"),
        ({"location": {"latitude": 54.1, "longitude": -4.4}}, "where you are"),
        ({"contact": {"phone_number": "0", "first_name": "Len"}}, "cannot read"),
    ],
)
def test_what_cannot_be_read_gets_a_kind_word_and_is_not_kept(
    content: dict[str, Any], word: str, door: Door, phone: Phone, rasa: ScriptedRasa
) -> None:
    begun(phone)
    phone.send(**content)
    until(lambda: len(phone.texts()) == 3)
    assert word in phone.last()
    assert "not kept it" in phone.last()
    assert stored() == []
    assert len(rasa.turns) == 1


def test_a_button_of_an_erased_conversation_does_nothing_in_the_next(
    door: Door, phone: Phone, rasa: ScriptedRasa
) -> None:
    rasa.says(SAFE)
    begun(phone)
    old = phone.press("Yes, it is safe")["callback_query"]
    until(lambda: len(phone.texts()) == 3)
    phone.write("/delete")
    until(lambda: phone.titles()[:1] == ["Yes, delete it"])
    phone.press("Yes, delete it")
    until(lambda: "deleted this chat" in phone.last())
    phone.write("hello")
    until(lambda: rasa.turns[-1].get("text") == "hello")
    before = len(rasa.turns)
    phone.press_data(old["message"], old["data"])
    until(lambda: "does not fit" in phone.last())
    assert len(rasa.turns) == before


def test_a_choice_from_long_ago_is_refused_kindly(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    rasa.answer = lambda turn: {
        "messages": [{"text": "?", "choices": [{"title": "This", "payload": f"only:{turn['n']}"}], "kind": "text"}],
        "then": None,
    }
    begun(phone)
    first = phone.screen()[-1]
    data = first["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    for i in range(4):
        phone.write(f"more {i}")
        until(lambda i=i: len(phone.texts()) == 3 + i)
    with reading() as session:
        session.connection().exec_driver_sql("UPDATE telegram_messages SET buttons = 1")
        session.commit()
    phone.press_data(first, data)
    until(lambda: "does not fit" in phone.last())


def test_help_tells_whom_to_call(door: Door, phone: Phone) -> None:
    phone.write("/help")
    until(lambda: phone.texts())
    assert "999" in phone.texts()[0]
    assert "01624 685969" in phone.texts()[0]
    assert "/exit" in phone.texts()[0]
