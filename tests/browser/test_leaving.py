"""Leaving the page: at once, from everywhere, with nothing left behind."""

from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bot.service import service
from tests.browser.person import Person
from tests.browser.stand_in import StandIn

STORY = "ricky had my xbox and he knows my number"
STATES = ["before", "code", "asking", "free_text", "scale", "read_back", "danger", "sent", "paused", "menu", "words"]


@pytest.mark.parametrize("state", STATES)
def test_leaving_from_anywhere_opens_the_neutral_page_and_leaves_nothing(
    person: Person, context: BrowserContext, address: str, state: str
) -> None:
    entries = person.page.evaluate("history.length")
    person.comes_to(state)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    person.leaves().has_left()

    assert person.page.url == service().leave_to
    counted = urljoin(address, "/chat/left?channel=web")
    assert sorted(asked) == sorted([counted, service().leave_to]), "one exit is counted; it says nothing about whose"
    assert person.page.evaluate("history.length") == entries, "a new entry would let Back return"
    person.page.go_back()
    assert "/chat/" not in person.page.url
    assert context.cookies() == []


@pytest.mark.parametrize("state", ["asking", "danger", "read_back"])
def test_nothing_is_kept_in_the_tab_after_leaving_even_if_a_place_was_kept(
    person: Person, address: str, state: str
) -> None:
    person.page.get_by_label("Keep my place in this tab").check()
    person.comes_to(state).types("half a sentence")
    assert person.page.evaluate("sessionStorage.length") == 1
    person.leaves().has_left()

    person.opens(urljoin(address, "/chat/")).sees("heading", "Before you start")
    assert person.page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]


def test_the_screen_is_empty_before_the_neutral_page_has_come(person: Person, context: BrowserContext) -> None:
    """The neutral page answers "no content", so the browser stays on ours as it is while that page is on its way."""
    context.route(service().leave_to, lambda route: route.fulfill(status=204))
    person.starts().says(STORY).hears("how safe do you feel").leaves()
    person.page.get_by_role("alert").filter(has_text="Loading").wait_for()

    assert person.page.title() == "Weather"
    assert person.document.strip() == "WeatherLoading"


def test_shift_three_times_leaves(person: Person) -> None:
    person.starts()
    for left in ("2 more times", "1 more time"):
        person.page.keyboard.press("Shift")
        expect(person.page.get_by_role("status").filter(has_text=left)).to_have_count(1)
    person.page.keyboard.press("Shift")
    person.has_left()


def test_capital_letters_do_not_leave(person: Person) -> None:
    person.starts().box.click()
    for letter in ("I", "A", "M", "S", "O"):
        person.page.keyboard.press(f"Shift+{letter}")
    assert person.box.input_value() == "IAMSO"


def test_the_way_out_is_the_first_thing_for_the_keyboard(person: Person) -> None:
    person.page.keyboard.press("Tab")
    person.page.keyboard.press("Enter")
    person.has_left()


def test_the_choice_to_leave_in_danger_leaves(person: Person) -> None:
    person.comes_to("danger").presses("Leave this page").has_left()


def test_leaving_works_with_no_connection_to_us(person: Person, context: BrowserContext, address: str) -> None:
    person.starts()
    context.route(f"{address}/**", lambda route: route.abort())
    person.leaves().has_left()


def test_words_just_sent_arrive_even_if_the_person_leaves_in_that_moment(person: Person, stand_in: StandIn) -> None:
    person.starts().types(STORY)
    person.page.evaluate(
        """() => {
          const talk = document.querySelector("my-say");
          talk.shadowRoot.querySelector("form.composer").requestSubmit();
          talk.leave();
        }"""
    )
    person.has_left()
    while not any(message["text"] == STORY for message in stand_in.only.messages):
        person.page.wait_for_load_state()


def test_going_back_after_another_page_shows_nothing_of_the_story(person: Person, address: str) -> None:
    person.starts().says(STORY).hears("how safe do you feel")
    person.page.goto(f"{address}/chat/page.json")
    person.page.go_back()
    person.sees("heading", "Before you start")
    assert "xbox" not in person.document


def test_a_page_put_away_by_the_browser_holds_nothing_and_begins_again(person: Person) -> None:
    person.starts().says(STORY).hears("how safe do you feel")
    person.page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    assert "xbox" not in person.document
    person.page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    person.sees("heading", "Before you start")


def test_without_javascript_the_page_says_what_it_is_whom_to_call_and_the_way_out_works(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    page: Page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/chat/")
    expect(page.get_by_text("your browser needs JavaScript")).to_be_visible()
    for number in service().numbers.values():
        expect(page.get_by_role("link", name=number)).to_have_attribute("href", f"tel:{number.replace(' ', '')}")
    page.get_by_role("link", name="Leave this page").click()
    page.get_by_role("heading", name="The weather").wait_for()


def test_a_browser_that_keeps_nothing_can_talk_and_leave(person: Person) -> None:
    person.page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    person.opens(person.page.url).page.get_by_label("Keep my place in this tab").check()
    person.starts().says(STORY).hears("how safe do you feel").leaves().has_left()


def test_the_tab_says_nothing_about_what_the_page_is_for(person: Person) -> None:
    assert person.page.title() == "My Say"
    person.comes_to("danger")
    assert person.page.title() == "My Say"
    assert person.page.locator("link[rel=icon]").get_attribute("href") == "data:,"
