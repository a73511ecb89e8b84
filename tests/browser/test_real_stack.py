"""Whole conversations in the browser through everything real: page, door, Rasa, actions, records, inbox."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.auxil.stack import Stack
from tests.browser.person import Person

ANSWERS = {
    "welcome": ["start"],
    "who": ["for me"],
    "communication": ["easy words please"],
    "concerns": ["my cousin comes round and takes my bank card", "that is all"],
    "feeling_safe": ["4"],
    "what_matters": ["my cat and my flat"],
    "outcomes": ["i want my card back"],
    "consent": ["yes, all of it"],
    "safe_contact": ["text me on 07624 000000 after 3"],
}


@pytest.fixture
def person(page: Page, stack: Stack) -> Person:
    """Somebody who has just opened the real page."""
    return Person(page).opens(f"{stack.chat_url}/chat/")


def last(person: Person) -> dict[str, Any]:
    """The last message of the bot, as the page holds it."""
    found: dict[str, Any] = person.page.evaluate(
        "() => document.querySelector('my-say').conversation.messages.findLast(({ from }) => from === 'bot')"
    )
    return found


def begins(person: Person) -> Person:
    """Starts and waits for the first question."""
    person.presses("Start").current.first.wait_for()
    assert last(person)["asks"] == "safe_to_talk"
    return person


def answered(person: Person, do: Callable[[], Any]) -> dict[str, Any]:
    """Does something and waits until the bot has answered; gives its last message."""
    mine = person.page.locator(".from-you").count()
    do()
    expect(person.page.locator(".from-you")).to_have_count(mine + 1)
    person.page.locator(".from-you").last.locator("xpath=following-sibling::li").first.wait_for()
    return last(person)


def answers_next(person: Person, left: dict[str, list[str]]) -> None:
    """Answers the question that is asked with what is left to say; else that it is safe, or that there is nothing."""
    asks = last(person)["asks"]
    given = left.get(asks)
    words = given.pop(0) if given else {"safe_to_talk": "yes it is safe"}.get(asks, "no")
    answered(person, lambda: person.says(words))


def until(person: Person, topic: str) -> dict[str, Any]:
    """Answers what is asked, in typed words, until a topic is asked; else that there is nothing."""
    left = {asks: list(answers) for asks, answers in ANSWERS.items()}
    for _ in range(50):
        asked = last(person)
        if asked["asks"] == topic:
            return asked
        answers_next(person, left)
    raise AssertionError(f"{topic} is never asked")


def test_a_person_is_heard_from_the_first_word_to_the_workers_inbox(person: Person, stack: Stack) -> None:
    until(begins(person), "read_back")
    expect(person.current.locator(".card")).to_contain_text("my cousin comes round and takes my bank card")
    answered(person, lambda: person.current.get_by_role("button", name="It is right", exact=True).click())
    reference = person.page.locator(".sent .reference").inner_text()
    document = httpx.get(
        f"{stack.inbox_url}/api/handovers/{reference}",
        headers={"Authorization": f"Bearer {stack.environment['MYSAY_API_TOKEN']}"},
    ).json()
    assert document["concerns"][0]["own_words"] == "my cousin comes round and takes my bank card"
    assert document["channel"] == "web"


def test_a_line_taken_out_on_the_card_is_gone_from_the_next_card(person: Person) -> None:
    until(begins(person), "read_back")
    line = person.current.locator(".lines-said > li").filter(has_text="my cousin")
    line.locator("summary").click()
    answered(person, lambda: line.get_by_role("button", name="Take out").click())
    person.current.locator(".card").first.wait_for()
    expect(person.current.locator(".card").last).not_to_contain_text("my cousin")


def test_the_first_questions_by_mouse_alone(person: Person) -> None:
    begins(person)
    for title, asks in [("Yes, it is safe", "welcome"), ("Start", "who"), ("For me", "communication")]:
        button = person.current.get_by_role("button", name=title, exact=True)
        assert answered(person, lambda button=button: button.click())["asks"] == asks


def test_the_scale_is_pressed(person: Person) -> None:
    until(begins(person), "feeling_safe")
    step = person.current.get_by_role("button", name="7", exact=True)
    assert answered(person, lambda: step.click())["asks"] != "feeling_safe"


def test_danger_shows_the_number_at_once(person: Person) -> None:
    answered(begins(person), lambda: person.says("he is going to kill me he is at the door with a knife"))
    expect(person.current.get_by_role("link", name="Call 999").first).to_be_visible()


def test_somebody_coming_near_and_back(person: Person) -> None:
    begins(person).says("someone is here").sees("heading", "Weather")
    assert "safe" not in person.document
    person.page.get_by_label("Search for a place").fill("hello")
    person.presses("Search").current.first.wait_for()
    assert last(person)["asks"] == "safe_to_talk"


def test_a_pause_and_back_on_another_device_without_the_story(
    person: Person, stack: Stack, new_context: Callable[..., BrowserContext]
) -> None:
    until(begins(person), "feeling_safe")
    person.presses("Pause")
    code = person.page.locator(".reference").inner_text()
    elsewhere = Person(new_context().new_page()).opens(f"{stack.chat_url}/chat/").presses("I have a code to come back")
    elsewhere.page.get_by_label("Your code").fill(f"  {code.upper()} ")
    elsewhere.presses("Carry on").current.first.wait_for()
    assert last(elsewhere)["asks"] == "safe_to_talk"
    assert "cousin" not in elsewhere.document


def test_the_map_jumps_to_what_matters_to_the_person(person: Person) -> None:
    until(begins(person), "concerns")
    person.opens_menu("Where you are")
    there = person.page.locator(".map").get_by_role("button").last
    answered(person, lambda: there.click())
    expect(person.page.locator(".map [aria-current=step]")).to_have_count(1)


def test_deleting_tells_what_is_kept(person: Person) -> None:
    until(begins(person), "feeling_safe")
    person.opens_menu("My words").presses("Read my words")
    expect(person.page.locator(".my-words")).to_contain_text("my cousin comes round")
    person.presses("Delete my answers").presses("Yes, delete them").sees("heading", "Your answers are deleted")
    person.page.get_by_text("Nothing of them is kept").wait_for()


def test_every_choice_that_is_offered_has_a_picture_in_easy_read(person: Person) -> None:
    without: set[str] = set()
    begins(person)
    left = {asks: list(answers) for asks, answers in ANSWERS.items()}
    for _ in range(50):
        asked = last(person)
        if asked["asks"] == "read_back":
            break
        for choice in person.current.locator(".choices button:not(.leave-choice)").all():
            if choice.locator("img.picture").count() == 0:
                without.add(choice.inner_text())
        answers_next(person, left)
    assert without == set()


def test_what_is_written_while_the_door_cannot_be_reached_goes_when_it_can(person: Person) -> None:
    begins(person)
    person.page.context.set_offline(True)
    person.says("yes it is safe").hears("Not sent yet")
    person.page.context.set_offline(False)
    person.page.locator(".from-you").last.locator("xpath=following-sibling::li").first.wait_for()
    assert last(person)["asks"] == "welcome"
