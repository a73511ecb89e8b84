"""Slow and broken networks, busy and restarted servers, two tabs: nothing a person wrote is lost or said twice."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.person import Person
from tests.browser.stand_in import StandIn

WORDS = "ricky had my xbox"


def said(stand_in: StandIn) -> list[str]:
    return [message["text"] for message in stand_in.only.messages if message["from"] == "you"]


def test_words_written_without_a_connection_go_when_it_is_back(
    person: Person, context: BrowserContext, stand_in: StandIn
) -> None:
    person.starts()
    context.set_offline(True)
    person.says(WORDS).hears("Not sent yet")
    person.page.get_by_role("status").filter(has_text="There is no connection").wait_for()
    person.says("and my card")
    context.set_offline(False)
    person.hears("how safe do you feel")
    expect(person.page.get_by_text("Not sent yet")).to_have_count(0)
    expect(person.page.get_by_text("There is no connection")).to_have_count(0)
    expect(person.messages.filter(has_text="how safe do you feel")).to_have_count(2)
    assert said(stand_in) == [WORDS, "and my card"]


def test_an_answer_that_got_lost_is_asked_for_again_and_nothing_is_said_twice(
    person: Person, stand_in: StandIn
) -> None:
    person.starts()
    stand_in.broken = ["lost"]
    person.says(WORDS).hears("how safe do you feel")
    assert said(stand_in) == [WORDS]
    expect(person.messages.filter(has_text=WORDS)).to_have_count(1)
    expect(person.messages.filter(has_text="how safe do you feel")).to_have_count(1)


def test_an_answer_that_came_with_the_news_is_shown_once(person: Person, stand_in: StandIn) -> None:
    person.starts()
    stand_in.broken = ["lost"]
    person.types(WORDS).page.get_by_role("button", name="Send").click()
    person.hears("Not sent yet").looks_for_news().hears("how safe do you feel")
    expect(person.messages.filter(has_text=WORDS)).to_have_count(1)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_that_restarts_gets_the_words_when_it_is_back(person: Person, stand_in: StandIn, status: int) -> None:
    person.starts()
    stand_in.broken = [status]
    person.says(WORDS).hears("Not sent yet").page.get_by_role("button", name="Try again now").click()
    person.hears("how safe do you feel")
    assert said(stand_in) == [WORDS]


def test_too_fast_waits_and_sends(person: Person, stand_in: StandIn) -> None:
    person.starts()
    stand_in.broken = [429]
    person.says(WORDS)
    person.page.get_by_role("status").filter(has_text="We will send it in 1 seconds").wait_for()
    person.hears("how safe do you feel")
    assert said(stand_in) == [WORDS]


@pytest.mark.parametrize("status", [400, 413])
def test_words_that_cannot_be_taken_are_back_in_the_box(person: Person, stand_in: StandIn, status: int) -> None:
    person.starts()
    stand_in.broken = [status]
    person.says(WORDS)
    person.page.locator(".dock [role=alert]").filter(has_text="." if status == 413 else "not working").wait_for()
    assert person.box.input_value() == WORDS
    expect(person.messages.filter(has_text=WORDS)).to_have_count(0)
    person.box.press("Enter")
    person.hears("how safe do you feel")


def test_a_very_long_paste_is_back_in_the_box_whole(person: Person, stand_in: StandIn) -> None:
    long = "and then he came back " * 4000
    person.starts().says(long)
    person.page.get_by_role("alert").filter(has_text="Your message is very long").wait_for()
    assert person.box.input_value() == long.strip()


def test_a_choice_that_cannot_be_taken_can_be_pressed_again(person: Person, stand_in: StandIn) -> None:
    person.starts()
    stand_in.broken = [400]
    person.presses("Yes, it is safe")
    person.page.locator(".dock [role=alert]").wait_for()
    person.chooses("Yes, it is safe").hears("Shall we start")


def test_words_typed_into_a_closed_conversation_are_given_back(person: Person, stand_in: StandIn) -> None:
    person.starts()
    stand_in.broken = [401]
    person.says(WORDS).sees(
        "heading", "This conversation is closed here. You can start again, or come back with your code."
    )
    expect(person.page.get_by_text(WORDS)).to_be_visible()
    person.presses("Start again").sees("heading", "Before you start")


def test_a_start_that_fails_says_so_and_can_be_tried_again(person: Person, stand_in: StandIn) -> None:
    stand_in.broken = [503]
    person.presses("Start")
    person.page.get_by_role("alert").filter(has_text="We could not start").wait_for()
    person.starts()


def test_a_pause_that_fails_says_so_and_can_be_tried_again(person: Person, stand_in: StandIn) -> None:
    person.starts()
    stand_in.broken = [503]
    person.presses("Pause")
    person.page.get_by_role("alert").filter(has_text="We could not make a code").wait_for()
    person.presses("Try again").page.get_by_text("Your code to come back").wait_for()


def test_what_is_typed_while_an_answer_is_on_its_way_stays(person: Person, stand_in: StandIn) -> None:
    person.starts()
    stand_in.hold()
    person.says(WORDS).types("and another th")
    expect(person.messages.filter(has_text="Sending")).to_have_count(1)
    stand_in.let_go()
    person.hears("how safe do you feel")
    assert person.box.input_value() == "and another th"


def test_two_tabs_of_one_conversation_show_the_same(person: Person, context: BrowserContext, address: str) -> None:
    person.page.get_by_label("Keep my place in this tab").check()
    person.starts()
    kept = person.page.evaluate("sessionStorage.getItem('my-say')")
    other = Person(context.new_page())
    other.page.add_init_script(f"sessionStorage.setItem('my-say', {kept!r})")
    other.opens(f"{address}/chat/").presses("Yes, carry on").hears("is it safe for you to write")
    person.says(WORDS).hears("how safe do you feel")
    other.looks_for_news().hears("how safe do you feel")
    expect(other.messages.filter(has_text=WORDS)).to_have_count(1)
    other.says("7").hears("What else would you like")
    person.looks_for_news().hears("What else would you like")
    expect(person.messages.filter(has_text=WORDS)).to_have_count(1)


def test_pressing_a_choice_many_times_says_it_once(person: Person, stand_in: StandIn) -> None:
    person.starts().page.get_by_role("button", name="Yes, it is safe").dblclick()
    person.hears("Shall we start")
    assert said(stand_in) == ["safe:yes"]
