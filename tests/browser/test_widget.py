"""The one-tag widget on another site: nothing leaks in or out, and it leaves as fast."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from starlette.responses import HTMLResponse

from bot.service import service
from tests.browser.person import Person
from tests.browser.stand_in import StandIn
from tests.browser.test_access import assert_axe_is_content

HOST = """<!doctype html><html lang="en"><head><title>Bin days</title>
<style>* {{ color: rgb(1, 2, 3) !important; font: 9px serif !important; box-shadow: none }} button {{ display: none !important }}</style>
</head><body><main><h1>Bin days</h1><p id="text">Monday</p><a href="/more">More</a></main>
<script src="{address}/chat/widget.js" data-language="en" {more} async></script></body></html>"""


def visit(context: BrowserContext, address: str, council: tuple[Any, str], more: str = "") -> Page:
    """Opens a council's page that carries the widget."""
    switch, site = council
    switch.app = HTMLResponse(HOST.format(address=address, more=more))
    page = context.new_page()
    page.goto(f"{site}/")
    page.get_by_role("button", name="My Say: talk to us").wait_for()
    return page


@pytest.fixture
def host(context: BrowserContext, address: str, councils: Any) -> Page:
    """A council's page with the widget, on another origin."""
    return visit(context, address, councils[0])


def opened(page: Page) -> Person:
    """Opens the widget."""
    page.get_by_role("button", name="My Say: talk to us").click()
    page.locator("my-say[ready]").wait_for()
    return Person(page)


def test_a_whole_conversation_in_the_widget(host: Page, stand_in: StandIn) -> None:
    person = opened(host).starts().chooses("Yes, it is safe").chooses("Start").hears("What is worrying you")
    person.says("they eat my food").hears("how safe do you feel").says("read it back").chooses("It is right")
    person.hears("FERN-4821")
    assert host.title() == "Bin days"


def test_nothing_of_the_conversation_is_loaded_before_it_is_opened(
    context: BrowserContext, address: str, councils: Any
) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = visit(context, address, councils[0])
    assert not any(url.endswith("chat.js") for url in asked)
    opened(page)
    assert any(url.endswith("chat.js") for url in asked)


def test_styles_go_neither_in_nor_out(host: Page) -> None:
    person = opened(host).starts()
    question = person.current.locator(".question")
    assert float(question.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")) > 20
    assert question.evaluate("node => getComputedStyle(node).color") != "rgb(1, 2, 3)"
    assert host.locator("#text").evaluate("node => getComputedStyle(node).color") == "rgb(1, 2, 3)"
    assert host.locator("#text").evaluate("node => getComputedStyle(node).fontSize") == "9px"
    assert host.evaluate("document.styleSheets.length") == 1


def test_the_keyboard_goes_in_and_comes_back_out(host: Page) -> None:
    opened(host)
    host.keyboard.press("Escape")
    expect(host.get_by_role("button", name="My Say: talk to us")).to_be_focused()


def test_the_way_out_is_first_in_the_widget_too(host: Page) -> None:
    opened(host)
    expect(host.get_by_role("link", name="Leave this page")).to_be_focused()
    host.keyboard.press("Enter")
    Person(host).has_left()


def test_leaving_takes_the_whole_page_of_the_other_site_away(host: Page, context: BrowserContext) -> None:
    entries = host.evaluate("history.length")
    seen: list[str | None] = []
    context.on(
        "request",
        lambda request: seen.append(request.headers.get("referer")) if request.url == service().leave_to else None,
    )
    host.evaluate("addEventListener('beforeunload', (event) => event.preventDefault())")
    opened(host).comes_to("danger").leaves().has_left()
    assert host.evaluate("history.length") == entries
    assert seen == [None], "the neutral site must not hear where the person comes from"


def test_shift_three_times_leaves_only_while_the_widget_is_open(host: Page) -> None:
    for _ in range(3):
        host.keyboard.press("Shift")
    assert host.title() == "Bin days"
    opened(host)
    for _ in range(3):
        host.keyboard.press("Shift")
    Person(host).has_left()


def test_a_closed_widget_asks_before_it_shows_anything_again(host: Page) -> None:
    person = opened(host).starts().says("ricky had my xbox").hears("how safe do you feel")
    person.presses("Close")
    opened(host).sees("heading", "Is it safe to carry on?")
    assert "xbox" not in person.document
    person.presses("Yes, carry on").hears("how safe do you feel")


def test_somebody_coming_near_turns_the_panel_into_the_weather_and_keeps_the_sites_title(host: Page) -> None:
    person = opened(host).comes_to("cover")
    assert host.title() == "Bin days"
    person.page.get_by_label("Search for a place").fill("hello")
    person.presses("Search").hears("Is it safe now?")


def test_a_site_that_is_not_allowed_cannot_start_a_conversation(
    chromium: Browser, address: str, councils: Any, stand_in: StandIn
) -> None:
    """In a context of its own: where requests are watched, Playwright answers the question for permission itself."""
    with chromium.new_context() as context:
        person = opened(visit(context, address, councils[1])).presses("Start")
        person.page.get_by_role("alert").filter(has_text="We could not start").wait_for()
    assert stand_in.held == {}


@pytest.mark.parametrize(("more", "side"), [("", "right"), ('data-position="left"', "left")])
def test_the_button_is_where_the_site_wants_it(
    context: BrowserContext, address: str, councils: Any, more: str, side: str
) -> None:
    page = visit(context, address, councils[0], more)
    box = page.get_by_role("button", name="My Say: talk to us").bounding_box()
    assert box is not None
    assert (box["x"] > 640) == (side == "right")


def test_axe_finds_nothing_in_the_widget(host: Page) -> None:
    assert_axe_is_content(opened(host).page)
    Person(host).comes_to("scale")
    assert_axe_is_content(host)
