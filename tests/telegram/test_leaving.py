"""Hiding the chat, deleting it, and coming back: on this phone or anywhere else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.door.telegram import queue
from bot.records.base import now, reading, writing
from bot.records.conversations import Conversation, Message
from bot.records.erase import erase
from bot.records.resume import new_code
from bot.records.telegram import TelegramChat, TelegramMessage, TelegramSend, TelegramUpdate
from bot.service import service
from tests.auxil.doors import Door, Person, until
from tests.auxil.scripted_rasa import ScriptedRasa, heard
from tests.auxil.telegram_api import TelegramApi
from tests.auxil.telegram_phone import Phone

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)


def told(phone: Phone, *words: str) -> None:
    """The person has started and said these words."""
    phone.write("/start")
    until(lambda: len(phone.texts()) == 2)
    for each in words:
        phone.write(each)
        until(lambda each=each: phone.last() == f"I heard: {each}")


def only_a_neutral_line(phone: Phone) -> bool:
    """Nothing is on the screen but the cover text."""
    return [message["text"] for message in phone.screen()] == [service().cover_text]


def count(table: type) -> int:
    """How many rows there are."""
    with reading() as session:
        return session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize("how", ["command", "button"])
def test_exit_takes_the_chat_away_and_shows_a_neutral_line(how: str, door: Door, phone: Phone) -> None:
    told(phone, "he hurt me")
    if how == "command":
        phone.write("/exit")
    else:
        phone.press("More")
        until(lambda: "Hide this chat" in phone.titles())
        phone.press("Hide this chat")
    until(lambda: only_a_neutral_line(phone))
    assert count(Conversation) == 1


def test_a_chat_that_was_hidden_is_not_answered_by_an_old_button(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    rasa.says({"text": "Is it right?", "choices": [{"title": "Yes", "payload": "affirm"}], "asks": "read_back"})
    phone.write("/start")
    until(lambda: phone.titles())
    message = phone.screen()[-1]
    data = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    phone.write("/exit")
    until(lambda: only_a_neutral_line(phone))
    rasa.answer = heard
    phone.press_data(message, data)
    until(lambda: phone.last() == "I heard: resume")
    assert "choice" not in rasa.turns[-1]


def test_what_is_older_than_telegram_lets_us_delete_is_left(door: Door, phone: Phone, api: TelegramApi) -> None:
    told(phone, "he hurt me")
    old = phone.screen()[0]["message_id"]
    with writing() as session:
        session.execute(
            update(TelegramMessage).where(TelegramMessage.message_id == old).values(at=now() - timedelta(hours=50))
        )
    api.chats[phone.number][old]["date"] -= 50 * 3600
    phone.write("/exit")
    until(lambda: [message["message_id"] for message in phone.screen()][:1] == [old] and len(phone.screen()) == 2)
    assert phone.last() == service().cover_text


def test_when_somebody_comes_near_the_chat_is_covered_and_emptied(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    told(phone, "he hurt me")
    rasa.says({"text": service().cover_text, "kind": "cover"})
    phone.write("someone is here")
    until(lambda: only_a_neutral_line(phone))
    rasa.answer = heard
    phone.write("gone now")
    until(lambda: phone.last() == "I heard: gone now")
    assert "I heard: resume" not in phone.texts(), "the conversation itself asks whether it is safe"


def test_delete_asks_and_then_erases_everything(door: Door, phone: Phone) -> None:
    told(phone, "he hurt me")
    phone.write("/delete")
    until(lambda: phone.titles() == ["Yes, delete it", "No, keep it"])
    phone.press("No, keep it")
    until(lambda: "left it as it was" in phone.last())
    phone.write("/delete")
    until(lambda: phone.titles() == ["Yes, delete it", "No, keep it"])
    phone.press("Yes, delete it")
    until(lambda: len(phone.screen()) == 1 and "deleted this chat" in phone.last())
    for table in (Conversation, Message, TelegramChat):
        assert count(table) == 0
    until(lambda: count(TelegramSend) == 0)
    with reading() as session:
        assert [body for body in session.scalars(select(TelegramUpdate.body)) if body] == []


def test_what_the_conversation_erases_is_gone_from_the_phone_too(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    told(phone, "he hurt me")
    rasa.says({"text": "It is deleted."}, then="erase")
    phone.write("yes delete it")
    until(lambda: [message["text"] for message in phone.screen()] == ["It is deleted."])
    assert count(Conversation) == count(TelegramChat) == count(Message) == 0


def test_an_erased_conversation_leaves_nothing_waiting_to_be_sent(door: Door, phone: Phone, api: TelegramApi) -> None:
    told(phone)
    api.fails = lambda method, _body: "close" if method == "sendMessage" else None
    phone.write("he hurt me")
    until(lambda: count(TelegramSend) == 1)
    with writing() as session:
        conversation_id = session.scalar(select(Conversation.id))
        erase(session, conversation_id)
    api.fails = lambda _method, _body: None
    until(lambda: count(TelegramSend) == 0)
    assert "I heard: he hurt me" not in phone.texts()


def test_a_conversation_begun_on_the_page_goes_on_here(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    page = door.begin()
    page.say("he takes my money")
    code = page.call("POST", "/pause").json()["code"]
    phone.write("/start " + code.replace(" ", "-"))
    until(lambda: len(phone.texts()) == 2)
    assert "can read it" in phone.texts()[0]
    assert phone.texts()[1] == "I heard: resume", "nothing of the story is shown here by itself"
    phone.write("I want it back")
    until(lambda: phone.last() == "I heard: I want it back")
    assert rasa.turns[-1]["conversation"] == page.id
    assert rasa.turns[-1]["channel"] == "telegram"


def test_a_conversation_begun_here_goes_on_on_the_page_and_then_here_again(
    door: Door, phone: Phone, rasa: ScriptedRasa
) -> None:
    told(phone, "he takes my money")
    with reading() as session:
        conversation_id = session.scalar(select(Conversation.id))
    with writing() as session:
        code = new_code(session, conversation_id)
    page: Person = door.resume(code)
    assert page.id == conversation_id
    with reading() as session:
        assert session.get(Conversation, conversation_id).channel == "web", "nothing rings on the phone any more"
    page.say("I am on the page now")
    phone.write("hello")
    until(lambda: phone.last() == "I heard: hello")
    assert rasa.turns[-1]["channel"] == "telegram"
    assert phone.texts()[-2] == "I heard: resume"
    assert "I heard: I am on the page now" not in phone.texts()


def test_wrong_words_open_nothing_and_cannot_be_guessed(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    phone.write("/start amber fox lake moon")
    until(lambda: "did not open" in phone.last())
    for _ in range(5):
        phone.write("/start amber fox lake star")
    until(lambda: "a lot at once" in phone.last())
    assert rasa.turns == []
    assert count(Conversation) == 0


def test_a_conversation_in_which_nothing_was_said_makes_room_for_the_one_that_is_opened(
    door: Door, phone: Phone
) -> None:
    page = door.begin()
    code = page.call("POST", "/pause").json()["code"]
    told(phone)
    phone.write(f"/start {code}")
    until(lambda: phone.last() == "I heard: resume")
    with reading() as session:
        assert list(session.scalars(select(Conversation.id))) == [page.id]


def test_what_was_said_before_is_kept_when_another_conversation_is_opened(door: Door, phone: Phone) -> None:
    page = door.begin()
    code = page.call("POST", "/pause").json()["code"]
    told(phone, "this is another story")
    phone.write(f"/start {code}")
    until(lambda: phone.last() == "I heard: resume")
    assert count(Conversation) == 2


def test_after_a_day_it_is_asked_first_whether_it_is_safe(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    told(phone, "he hurt me")
    with writing() as session:
        session.execute(update(Conversation).values(last_at=now() - timedelta(hours=25)))
    phone.write("hi")
    until(lambda: phone.last() == "I heard: hi")
    assert phone.texts()[-2] == "I heard: resume"


def test_start_again_asks_whether_it_is_safe_and_shows_nothing(door: Door, phone: Phone) -> None:
    told(phone, "he hurt me")
    phone.write("/start")
    until(lambda: phone.last() == "I heard: resume")


def test_pause_is_answered_by_the_conversation(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    phone.write("/pause")
    until(lambda: "nothing here yet" in phone.last())
    phone.write("/start")
    until(lambda: phone.last() == "I heard: open")
    phone.write("/pause")
    until(lambda: rasa.turns[-1].get("choice") == "pause")


def test_more_than_a_hundred_messages_are_taken_away_too(door: Door, phone: Phone, api: TelegramApi) -> None:
    told(phone)
    with writing() as session:
        chat = queue.Chat(session, phone.number)
        chat.say([{"text": f"line {i}", "keyboard": []} for i in range(110)])
    until(lambda: phone.last() == "line 109")
    phone.write("/exit")
    until(lambda: only_a_neutral_line(phone))
    assert len(api.called("deleteMessages")) == 2


def test_two_people_each_have_their_own_conversation(
    door: Door, new_phone: Callable[[], Phone], rasa: ScriptedRasa
) -> None:
    one, other = new_phone(), new_phone()
    told(one, "one")
    told(other, "other")
    assert "I heard: other" not in one.texts()
    assert len({turn["conversation"] for turn in rasa.turns}) == 2


def test_exit_does_not_wait_for_an_answer_that_is_on_its_way(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    told(phone, "he hurt me")
    rasa.hang()
    phone.write("and he")
    until(lambda: rasa.turns[-1].get("text") == "and he")
    phone.write("and then")
    phone.write("/exit")
    until(lambda: service().cover_text in phone.texts())
    assert only_a_neutral_line(phone)
    rasa.go_on.set()
    until(lambda: rasa.turns[-1].get("text") == "and then")
    phone.write("hello")
    until(lambda: phone.last() == "I heard: hello")
    assert phone.texts()[1:] == ["I heard: resume", "I heard: hello"]


def test_exit_right_after_start_hides_the_first_question_too(door: Door, phone: Phone, rasa: ScriptedRasa) -> None:
    rasa.hang()
    phone.write("/start")
    until(lambda: rasa.turns)
    phone.write("/exit")
    until(lambda: only_a_neutral_line(phone))
    rasa.go_on.set()
    phone.write("hello")
    until(lambda: phone.last() == "I heard: hello")
    assert phone.texts()[1:] == ["I heard: resume", "I heard: hello"]


def test_an_answer_that_came_late_is_not_shown_after_coming_back(
    door: Door, phone: Phone, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(phone, "hello")
    rasa.answer = lambda turn: (500, b"") if turn.get("text") == "my story" else heard(turn)
    phone.write("my story")
    until(lambda: "I cannot answer you yet" in phone.last())
    phone.write("/exit")
    until(lambda: only_a_neutral_line(phone))
    for words in ("/start", "one", "two", "three"):
        phone.write(words)
    until(lambda: "I heard: three" in phone.texts())
    rasa.answer = heard
    until(lambda: "my story" in [turn.get("text") for turn in rasa.turns[-1:]], 40)
    phone.write("four")
    until(lambda: phone.last() == "I heard: four")
    assert "I heard: my story" not in phone.texts()
