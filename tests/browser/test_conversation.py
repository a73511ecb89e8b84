"""Whole conversations in the page: by mouse, by keyboard alone, by touch on a small phone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.person import Person
from tests.browser.stand_in import CODE, StandIn


def test_a_whole_conversation_by_mouse(person: Person, stand_in: StandIn) -> None:
    person.starts().chooses("Yes, it is safe").chooses("Start").hears("What is worrying you")
    person.says("lads from the court come round").hears("how safe do you feel")
    person.current.get_by_role("button", name="4", exact=True).click()
    person.hears("What else would you like").says("read it back").hears("Here is what I heard")
    person.chooses("It is right").hears("FERN-4821")
    said = [message["text"] for message in stand_in.only.messages if message["from"] == "you"]
    assert said == ["safe:yes", "welcome:start", "lads from the court come round", "4", "read it back", "affirm"]


def test_a_whole_conversation_by_keyboard_alone(person: Person) -> None:
    """From the first Tab to the reference, with Tab, Enter and the letters only."""
    keyboard = person.page.keyboard
    focused = "() => { let node = document.activeElement; while (node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement; return node.innerText || node.id; }"

    def tab_to(name: str) -> None:
        for _ in range(40):
            keyboard.press("Tab")
            if person.page.evaluate(focused).strip() == name:
                return
        raise AssertionError(f"{name} cannot be reached by Tab")

    tab_to("Start")
    keyboard.press("Enter")
    person.hears("is it safe for you to write")
    tab_to("Yes, it is safe")
    keyboard.press("Enter")
    person.hears("Shall we start")
    tab_to("Start")
    keyboard.press("Enter")
    person.hears("What is worrying you")
    tab_to("words")
    keyboard.type("they hold me down")
    keyboard.press("Enter")
    person.hears("how safe do you feel")
    keyboard.type("read it back")
    keyboard.press("Enter")
    person.hears("Here is what I heard")
    for _ in range(20):
        keyboard.press("Shift+Tab")
        if person.page.evaluate(focused).strip() == "It is right":
            break
    keyboard.press("Enter")
    person.hears("FERN-4821")


def test_a_whole_conversation_by_touch_on_a_small_phone(
    new_context: Callable[..., BrowserContext], address: str
) -> None:
    phone = new_context(viewport={"width": 320, "height": 568}, has_touch=True, is_mobile=True, device_scale_factor=2)
    person = Person(phone.new_page()).opens(f"{address}/chat/")

    def taps(name: str) -> None:
        person.page.get_by_role("button", name=name, exact=True).last.tap()

    taps("Start")
    person.hears("is it safe for you to write")
    taps("Yes, it is safe")
    person.hears("Shall we start")
    taps("Start")
    person.hears("What is worrying you").types("they eat my food")
    taps("Send")
    person.hears("how safe do you feel")
    taps("10 Very safe")
    person.hears("What else would you like")
    taps("Skip")
    expect(person.messages.filter(has_text="Skip")).to_have_count(1)
    width = "document.documentElement.scrollWidth"
    assert person.page.evaluate(width) <= 320


def test_the_scale_takes_a_press_and_typing_alike(person: Person, stand_in: StandIn) -> None:
    person.comes_to("scale")
    expect(person.page.get_by_role("group", name="From 0 to 10").get_by_role("button")).to_have_count(11)
    person.current.get_by_role("button", name="0 Not safe at all").click()
    person.hears("What else would you like")
    person.says("scale").hears("how safe do you feel").says("7").hears("What else would you like")
    assert [m["text"] for m in stand_in.only.messages if m["from"] == "you"][-3:] == ["0", "scale", "7"]


def test_a_line_of_the_read_back_can_be_taken_out(person: Person, stand_in: StandIn) -> None:
    person.comes_to("read_back")
    card = person.current.locator(".card")
    expect(card.get_by_text("he is not eating")).to_be_visible()
    expect(card.get_by_text("Someone else said this for you")).to_have_count(1)
    card.get_by_label("Change this: Change line 1").click()
    card.get_by_role("button", name="Take it out").first.click()
    person.hears("I have taken it out")
    expect(person.current.get_by_text("ricky had my xbox")).to_have_count(0)
    assert stand_in.only.messages[-3]["text"] == "remove:1"


def test_an_answered_question_stays_readable_and_cannot_be_answered_again(person: Person) -> None:
    person.starts().chooses("Yes, it is safe").hears("Shall we start")
    expect(person.page.get_by_role("button", name="Yes, it is safe")).to_have_count(0)
    expect(person.messages.filter(has_text="Yes, it is safe")).to_have_count(1)
    expect(person.messages.first).to_contain_text("is it safe for you to write")


def test_danger_shows_the_number_to_call_first(person: Person) -> None:
    person.comes_to("danger")
    call = person.current.get_by_role("link", name="Call 999")
    expect(call).to_have_attribute("href", "tel:999")
    other = person.current.get_by_role("button", name="Leave this page")
    assert call.bounding_box()["y"] < other.bounding_box()["y"]  # type: ignore[index]
    person.says("scale").hears("how safe do you feel")
    expect(person.page.get_by_role("link", name="Call 999")).to_be_attached()


def test_an_urgent_message_without_a_number_gets_the_emergency_number(person: Person, stand_in: StandIn) -> None:
    person.starts()
    stand_in.only.add(
        {"from": "bot", "text": "Something is not working.", "choices": [], "asks": None, "kind": "urgent"}
    )
    person.looks_for_news().hears("Something is not working")
    expect(person.current.get_by_role("link", name="Call 999")).to_be_visible()


def test_a_workers_reply_appears_while_the_page_is_open(person: Person, stand_in: StandIn) -> None:
    person.comes_to("sent")
    stand_in.only.add({"from": "worker", "text": "This is Anna.", "choices": [], "asks": None, "kind": "text"})
    person.looks_for_news().hears("This is Anna.")
    expect(person.messages.last).to_contain_text("A safeguarding worker")


def test_words_are_never_markup(person: Person, stand_in: StandIn) -> None:
    person.starts()
    evil = "<img src=x onerror=\"document.title='broken'\"><b>bold</b>"
    stand_in.only.add({"from": "worker", "text": evil, "choices": [], "asks": None, "kind": "text"})
    person.looks_for_news().hears("<b>bold</b>")
    assert person.page.title() == "My Say"
    assert person.page.locator(".messages img[src=x], .messages b").count() == 0


@pytest.mark.parametrize("payload", ["javascript:alert(1)", "tel:javascript:alert(1)", "https://example.org/"])
def test_a_choice_can_lead_nowhere_but_to_a_telephone(person: Person, stand_in: StandIn, payload: str) -> None:
    person.starts()
    choices = [{"title": "Press me", "payload": payload}]
    stand_in.only.add({"from": "bot", "text": "Now?", "choices": choices, "asks": None, "kind": "text"})
    person.looks_for_news().hears("Now?")
    for link in person.page.locator(".choices a").all():
        assert (link.get_attribute("href") or "").removeprefix("tel:").strip("0123456789") == ""


def test_the_map_shows_where_the_person_is_and_jumps(person: Person, stand_in: StandIn) -> None:
    person.comes_to("scale").opens_menu("Where you are")
    where = person.page.locator(".map")
    expect(where.locator("[aria-current=step]")).to_contain_text("Feeling safe")
    expect(where.get_by_role("listitem").filter(has_text="skipped")).to_have_count(1)
    where.get_by_role("button", name="People").click()
    person.hears("how safe do you feel")
    assert [m["text"] for m in stand_in.only.messages if m["from"] == "you"][-1] == "topic:people"
    expect(where).to_be_hidden()
    expect(person.page.locator(".from-you").last).to_be_focused()


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("Skip", "skip"),
        ("Not sure", "dont_know"),
        ("Explain", "repeat_or_explain"),
        ("Go back", "go_back"),
        ("Stop", "stop"),
    ],
)
def test_the_other_ways_to_answer_are_always_there(person: Person, stand_in: StandIn, name: str, payload: str) -> None:
    person.comes_to("free_text").presses(name)
    person.current.first.wait_for()
    expect(person.messages.filter(has_text=name)).to_have_count(1)
    assert [m["text"] for m in stand_in.only.messages if m["from"] == "you"][-1] == payload


def test_a_pause_gives_the_code_and_takes_the_story_off_the_screen(person: Person) -> None:
    person.starts().says("ricky had my xbox").hears("how safe do you feel").presses("Pause")
    person.page.get_by_text(CODE).wait_for()
    person.page.get_by_text("It works until 23 December.").wait_for()
    assert "xbox" not in person.document
    person.presses("Carry on now").hears("how safe do you feel")


def test_the_code_brings_the_conversation_back_without_the_story(
    person: Person, new_context: Callable[..., BrowserContext], address: str
) -> None:
    person.starts().says("ricky had my xbox").hears("how safe do you feel")
    elsewhere = Person(new_context().new_page()).opens(f"{address}/chat/").presses("I have a code to come back")
    elsewhere.page.get_by_label("Your code").fill("wrong words here")
    elsewhere.presses("Carry on")
    elsewhere.page.get_by_role("alert").filter(has_text="These words did not open a chat").wait_for()
    elsewhere.page.get_by_label("Your code").fill(CODE.upper())
    elsewhere.presses("Carry on").hears("Is it safe now?")
    assert "xbox" not in elsewhere.document


def test_when_somebody_comes_near_the_screen_becomes_a_page_about_the_weather(person: Person) -> None:
    person.starts().says("ricky had my xbox").hears("how safe do you feel").says("someone is here")
    person.sees("heading", "Weather")
    assert person.page.title() == "Weather"
    for word in ("xbox", "safe", "My Say", "worker", "999"):
        assert word not in person.document
    person.page.get_by_label("Search for a place").fill("hello")
    person.presses("Search").hears("Is it safe now?")
    assert person.page.title() == "My Say"
    assert "xbox" not in person.document
    assert "Weather" not in person.document
    expect(person.page.get_by_role("button", name="Show what we said before")).to_have_count(0)
    person.chooses("Yes").hears("Shall we start").presses("Show what we said before").hears("ricky had my xbox")
    assert "Weather" not in person.document


def test_the_cover_has_a_way_out_that_looks_like_the_weather(person: Person) -> None:
    person.comes_to("cover").page.get_by_role("link", name="More weather").click()
    person.has_left()


def test_the_persons_own_copy_is_shown_only_when_asked_for(person: Person) -> None:
    person.starts().says("ricky had my xbox").hears("how safe do you feel").opens_menu("My words")
    copy = person.page.locator(".my-words")
    expect(copy).to_be_empty()
    person.presses("Read my words")
    expect(copy).to_contain_text("ricky had my xbox")
    person.presses("Close my words")
    expect(copy).to_be_empty()


def test_printing_prints_the_copy_alone_and_keeps_nothing(person: Person) -> None:
    person.page.add_init_script(
        """const sheet = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, "contentWindow").get;
        Object.defineProperty(HTMLIFrameElement.prototype, "contentWindow", { get() {
          const inside = sheet.call(this);
          inside.print = () => {
            document.documentElement.dataset.printed = inside.document.body.innerText;
            inside.dispatchEvent(new Event("afterprint"));
          };
          return inside;
        } });"""
    )
    person.opens(person.page.url).starts().says("ricky had my xbox").hears("how safe do you feel").opens_menu(
        "My words"
    )
    person.presses("Print my words")
    expect(person.page.locator("html")).to_have_attribute("data-printed", re.compile("ricky had my xbox"))
    expect(person.page.locator("html")).not_to_have_attribute("data-printed", re.compile("Leave this page"))
    expect(person.page.locator("iframe")).to_have_count(0)


def test_answers_are_deleted_after_a_second_yes_and_what_is_kept_is_told(person: Person, stand_in: StandIn) -> None:
    person.comes_to("sent").opens_menu("My words").presses("Delete my answers").presses("No, keep them")
    assert stand_in.held
    person.presses("Delete my answers").presses("Yes, delete them").sees("heading", "Your answers are deleted")
    person.page.get_by_text("They keep that, under FERN-4821.").wait_for()
    assert not stand_in.held
    assert "how safe" not in person.document


def test_a_place_is_kept_only_if_the_person_chose_it(person: Person) -> None:
    person.starts().says("ricky had my xbox").hears("how safe do you feel")
    assert person.page.evaluate("[sessionStorage.length, localStorage.length, document.cookie]") == [0, 0, ""]


def test_a_kept_place_asks_first_and_shows_the_last_question_alone(person: Person) -> None:
    person.page.get_by_label("Keep my place in this tab").check()
    person.starts().says("ricky had my xbox").hears("how safe do you feel").types("half a sentence")
    assert "xbox" not in person.page.evaluate("sessionStorage.getItem('my-say')")
    person.page.reload()
    person.sees("heading", "Is it safe to carry on?")
    assert "how safe do you feel" not in person.document
    person.presses("Yes, carry on").hears("how safe do you feel")
    assert person.box.input_value() == "half a sentence"
    assert "xbox" not in person.document
    person.presses("Show what we said before").hears("ricky had my xbox")


def test_reading_aloud_is_off_until_asked_for_and_uses_only_a_voice_of_the_device(person: Person) -> None:
    spoken: list[Any] = []
    person.page.expose_function("heard", lambda text, voice: spoken.append((text, voice)))
    person.page.add_init_script(
        """const voices = [{ name: "far", lang: "en-GB", localService: false }, { name: "own", lang: "en-GB", localService: true }];
        speechSynthesis.getVoices = () => voices;
        speechSynthesis.speak = (words) => window.heard(words.text, words.voice.name);
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };"""
    )
    person.opens(person.page.url).starts()
    assert spoken == []
    person.opens_menu("Reading").page.get_by_label("Read aloud to me").check()
    person.page.get_by_role("button", name="Stop the voice").wait_for()
    person.page.keyboard.press("Escape")
    person.chooses("Yes, it is safe").hears("Shall we start")
    texts = " ".join(text for text, _ in spoken)
    assert "is it safe for you to write" in texts
    assert "Shall we start" in texts
    assert {voice for _, voice in spoken} == {"own"}


def test_a_device_without_a_voice_of_its_own_says_so(person: Person) -> None:
    person.page.add_init_script("speechSynthesis.getVoices = () => []")
    person.opens(person.page.url).starts().opens_menu("Reading").page.get_by_label("Read aloud to me").check()
    person.page.get_by_text("This device has no voice of its own").wait_for()


def test_easy_read_puts_a_picture_of_our_own_beside_every_choice(person: Person, address: str) -> None:
    person.comes_to("asking").opens_menu("Reading").page.get_by_label("Easy read, with pictures").check()
    person.page.keyboard.press("Escape")
    for choice in person.current.get_by_role("button").all():
        picture = choice.locator("img.picture")
        expect(picture).to_be_visible()
        assert (picture.get_attribute("src") or "").startswith(address)
    expect(person.current.locator(".body > img.picture")).to_be_visible()


def test_larger_words_are_larger(person: Person) -> None:
    person.starts()
    size = (
        "parseFloat(getComputedStyle(document.querySelector('my-say').shadowRoot.querySelector('.question')).fontSize)"
    )
    normal = person.page.evaluate(size)
    person.opens_menu("Reading").page.get_by_label("Largest").check()
    assert person.page.evaluate(size) == pytest.approx(2 * normal)
