"""For everyone: axe in every state and every way of looking, keyboard, screen reader, magnified, right to left."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.person import Person
from tests.browser.stand_in import StandIn

LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced colours, no motion": {"forced_colors": "active", "reduced_motion": "reduce"},
    "400 % on a small screen": {"viewport": {"width": 320, "height": 256}},
}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def assert_axe_is_content(page: Page) -> None:
    """Fails with what axe says."""
    found = Axe().run(page, options=RULES)
    assert [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]] == []


def through_every_state(person: Person) -> Iterator[str]:
    """One conversation that comes through every state of the page; gives the name of each as it is on the screen."""
    yield "before"
    person.presses("I have a code to come back")
    yield "code"
    person.presses("Go back").starts()
    yield "asking"
    person.chooses("Yes, it is safe").chooses("Start").hears("What is worrying you")
    yield "free text"
    person.says("scale").hears("how safe do you feel")
    yield "scale"
    person.says("danger").hears("That sounds dangerous")
    yield "danger"
    person.says("read it back").hears("Here is what I heard")
    yield "read-back"
    person.page.get_by_label("Change this: Change line 2").click()
    yield "changing a line"
    person.says("affirm").hears("FERN-4821")
    yield "sent"
    person.opens_menu("Where you are")
    yield "where you are"
    person.opens_menu("Reading")
    yield "reading"
    person.opens_menu("My words").presses("Read my words").sees("button", "Close my words")
    yield "my words"
    person.opens_menu("Call")
    yield "call"
    person.page.keyboard.press("Escape")
    person.presses("Pause").sees("heading", "You are taking a break")
    yield "paused"
    person.presses("Carry on now").says("someone is here").sees("heading", "Weather")
    yield "cover"


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_any_state(new_context: Callable[..., BrowserContext], address: str, look: str) -> None:
    page = new_context(**LOOKS[look]).new_page()
    for state in through_every_state(Person(page).opens(f"{address}/chat/")):
        assert_axe_is_content(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{state} is wider than the screen"


def test_axe_finds_nothing_when_things_go_wrong(person: Person, context: BrowserContext, stand_in: StandIn) -> None:
    stand_in.broken = [503]
    person.presses("Start").page.get_by_role("alert").filter(has_text="We could not start").wait_for()
    assert_axe_is_content(person.page)
    person.starts()
    context.set_offline(True)
    person.says("words").hears("Not sent yet")
    assert_axe_is_content(person.page)
    context.set_offline(False)
    person.hears("how safe do you feel")
    stand_in.broken = [413]
    person.says("words").page.locator(".dock [role=alert]").wait_for()
    assert_axe_is_content(person.page)
    stand_in.broken = [401]
    person.box.press("Enter")
    person.sees("button", "Start again")
    assert_axe_is_content(person.page)


def test_axe_finds_nothing_in_easy_read_with_the_largest_words(person: Person) -> None:
    person.comes_to("scale").opens_menu("Reading")
    person.page.get_by_label("Easy read, with pictures").check()
    person.page.get_by_label("Largest").check()
    assert_axe_is_content(person.page)
    person.page.keyboard.press("Escape")
    assert_axe_is_content(person.page)
    assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_axe_finds_nothing_without_javascript_either(new_context: Callable[..., BrowserContext], address: str) -> None:
    page = new_context(bypass_csp=True).new_page()
    page.route("**/chat.js", lambda route: route.abort())
    page.goto(f"{address}/chat/")
    assert_axe_is_content(page)


def focused(person: Person) -> str:
    """What has the keyboard, in words."""
    return str(
        person.page.evaluate(
            """() => {
              let node = document.activeElement;
              while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
              return node.tagName + " " + (node.innerText || node.id);
            }"""
        )
    )


def test_the_keyboard_stays_where_it_is_when_a_message_arrives(person: Person, stand_in: StandIn) -> None:
    person.starts().box.click()
    person.types("half a sen")
    stand_in.only.add({"from": "worker", "text": "Hello.", "choices": [], "asks": None, "kind": "text"})
    person.looks_for_news().hears("Hello.")
    assert focused(person) == "TEXTAREA words"
    assert person.box.input_value() == "half a sen"


def test_after_a_choice_the_keyboard_is_on_the_persons_own_answer_just_before_the_next_question(
    person: Person,
) -> None:
    person.starts().chooses("Yes, it is safe").hears("Shall we start")
    assert "Yes, it is safe" in focused(person)
    person.page.keyboard.press("Tab")
    assert focused(person) == "BUTTON Start"


def test_after_sending_the_keyboard_stays_in_the_box(person: Person) -> None:
    person.starts().says("scale").hears("how safe do you feel")
    assert focused(person) == "TEXTAREA words"


def test_a_screen_reader_hears_each_new_message_once_with_its_choices(person: Person) -> None:
    log = person.page.get_by_role("log")
    person.starts()
    expect(log).to_contain_text("My Say said:")
    expect(log).to_contain_text("Yes, it is safe")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).to_be_empty()


def test_who_speaks_is_said_in_words(person: Person) -> None:
    person.comes_to("scale")
    expect(person.messages.first).to_contain_text("My Say said:")
    expect(person.messages.filter(has_text="scale").first).to_contain_text("You said:")


def test_the_menu_opens_and_closes_by_keyboard(person: Person) -> None:
    person.starts().page.locator(".menu > summary").focus()
    person.page.keyboard.press("Enter")
    expect(person.page.locator(".tools")).to_be_visible()
    person.page.keyboard.press("Escape")
    expect(person.page.locator(".tools")).to_be_hidden()
    assert focused(person) == "SUMMARY Menu"


@pytest.mark.parametrize(
    "viewport", [{"width": 1280, "height": 800}, {"width": 320, "height": 640}], ids=["desk", "phone"]
)
@pytest.mark.parametrize("state", ["before", "scale", "read_back", "danger", "menu"])
def test_everything_to_press_is_44_pixels_or_more_and_seen_when_it_has_the_keyboard(
    new_context: Callable[..., BrowserContext], address: str, state: str, viewport: dict[str, int]
) -> None:
    person = Person(new_context(viewport=viewport).new_page()).opens(f"{address}/chat/").comes_to(state)
    wrong = person.page.evaluate(
        """() => {
          const root = document.querySelector("my-say").shadowRoot;
          const named = (node) => node.innerText || node.ariaLabel || node.id;
          const wrong = [];
          for (const node of root.querySelectorAll("button, summary, a[href], input, textarea")) {
            if (!node.checkVisibility() || node.closest("[inert]")) continue;
            const target = node.closest("label") ?? node;
            const { width, height } = target.getBoundingClientRect();
            const inText = node.matches(".numbers a");
            if (!inText && (height < 43.9 || width < 24)) wrong.push(`${named(node)}: ${Math.round(width)} by ${Math.round(height)}`);
            node.focus();
            const { top, bottom, left, right } = node.getBoundingClientRect();
            const seen = root.elementFromPoint((left + right) / 2, Math.min(Math.max((top + bottom) / 2, 1), innerHeight - 1));
            if (!seen || !(node.contains(seen) || seen.contains(node))) wrong.push(`${named(node)} is behind ${seen?.className}`);
          }
          return wrong;
        }"""
    )
    assert wrong == []


def test_the_way_out_is_in_sight_wherever_the_person_has_scrolled(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    for viewport in ({"width": 320, "height": 256}, {"width": 1280, "height": 800}):
        person = Person(new_context(viewport=viewport).new_page()).opens(f"{address}/chat/").comes_to("read_back")
        for where in ("0", "document.body.scrollHeight"):
            person.page.evaluate(f"scrollTo(0, {where})")
            expect(person.page.get_by_role("link", name="Leave this page")).to_be_in_viewport(ratio=1)


def test_words_with_more_space_between_them_are_not_cut(person: Person) -> None:
    """WCAG 1.4.12: the spacing a person sets in their browser, on every element of the page."""
    person.comes_to("read_back")
    cut = person.page.evaluate(
        """() => {
          const root = document.querySelector("my-say").shadowRoot;
          for (const node of root.querySelectorAll("*")) {
            if (!(node instanceof HTMLElement)) continue;
            node.style.setProperty("line-height", "1.5", "important");
            node.style.setProperty("letter-spacing", "0.12em", "important");
            node.style.setProperty("word-spacing", "0.16em", "important");
            if (node.tagName === "P") node.style.setProperty("margin-block-end", "2em", "important");
          }
          const cut = [...root.querySelectorAll("button, a, p, summary")].filter((node) => node.checkVisibility()
            && !node.closest(".unseen, .who") && node.scrollWidth > node.clientWidth + 4 && getComputedStyle(node).display !== "inline");
          return cut.map((node) => node.innerText);
        }"""
    )
    assert cut == []


def test_right_to_left_turns_the_page_round(new_context: Callable[..., BrowserContext], address: str) -> None:
    context = new_context()

    def turned(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('"direction": "ltr"', '"direction": "rtl"'))

    context.route("**/chat/", turned)
    person = Person(context.new_page()).opens(f"{address}/chat/").comes_to("scale")
    leave = person.page.get_by_role("link", name="Leave this page").bounding_box()
    mine = person.messages.filter(has_text="scale").first.bounding_box()
    assert leave is not None
    assert mine is not None
    assert leave["x"] < 640
    assert mine["x"] < 640
    assert person.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_nothing_moves_or_blinks(person: Person) -> None:
    person.comes_to("danger")
    moving = person.page.evaluate(
        """() => document.querySelector("my-say").shadowRoot.getAnimations().filter((each) =>
             each.effect.getTiming().duration > 0 || each.effect.getTiming().iterations > 1).length"""
    )
    assert moving == 0
