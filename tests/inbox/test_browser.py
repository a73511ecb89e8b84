"""The inbox in a real browser: the way of a worker, by keyboard, without scripts, on a phone, and read by axe."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import waitress
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from bot.inbox.app import create_app
from bot.records import workers
from bot.records.base import writing
from bot.records.workers import Worker
from tests.inbox import documents
from tests.inbox.conftest import PASSWORD, again, hand_over, look
from tests.inbox.test_markup import every_word_replaced

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def address(records: str, people: dict[str, Worker]) -> Iterator[str]:
    """An inbox that listens."""
    app: Flask = create_app()
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4, ident=None)
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    serving.join(5)


def sign_in(chromium: Browser, address: str, role: str, **context: Any) -> Page:
    """A page on which the worker of that role has signed in; requests to anywhere else fail the test."""
    page = chromium.new_context(**({"viewport": DESK} | context)).new_page()
    elsewhere: list[str] = []
    page.on("request", lambda sent: None if sent.url.startswith((address, "data:")) else elsewhere.append(sent.url))
    page.goto(address + "/")
    page.get_by_label("E-mail address").fill(f"{role}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()  # a key pressed before the page has come goes nowhere
    assert elsewhere == []
    return page


def test_a_worker_reads_acknowledges_and_answers_without_scripts(chromium: Browser, address: str) -> None:
    reference = hand_over(documents.wilf())
    page = sign_in(chromium, address, "worker", java_script_enabled=False)
    page.get_by_role("link", name=reference).click()
    assert page.get_by_role("heading", name="How to reach them safely").is_visible()
    assert page.get_by_text("To be left in peace").first.is_visible()
    page.get_by_role("button", name="I have read this").click()
    assert page.get_by_role("status").inner_text().startswith("Acknowledged")
    page.get_by_role("button", name="Take it").click()
    page.get_by_text("Write to the person", exact=True).click()
    page.get_by_label("Your message").fill("Thank you for telling us.")
    page.get_by_role("button", name="Send").click()
    assert page.get_by_role("status").inner_text() == "Your message is sent."
    assert page.get_by_text("Thank you for telling us.").is_visible()
    page.locator("summary", has_text="Close").click()
    page.get_by_label("asked what they want?").select_option("asked_not_expressed")
    page.get_by_label("Risk assessment result").select_option("ceased")
    page.get_by_label("lack capacity").select_option("did_not_lack")
    page.get_by_role("button", name="Close").click()
    assert page.get_by_role("status").inner_text() == "Closed."
    page.get_by_role("link", name="Hand-overs", exact=True).click()
    assert page.get_by_role("link", name=reference).count() == 0
    page.get_by_label("Status").select_option("closed")
    page.get_by_role("button", name="Show").click()
    assert page.get_by_role("link", name=reference).is_visible()
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_role("heading", name="Sign in").is_visible()
    page.go_back()
    assert page.get_by_role("link", name=reference).count() == 0, "nothing is left for whoever sits down next"


def test_everything_can_be_done_with_the_keyboard(chromium: Browser, address: str) -> None:
    reference = hand_over(documents.wilf())
    page = sign_in(chromium, address, "worker")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
    page.keyboard.press("Enter")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == reference:
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{reference}")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "I have read this":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()
    assert not look(reference).unread


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")])
def test_axe_finds_nothing_wrong_on_any_screen(
    chromium: Browser, address: str, size: dict[str, int], scheme: str
) -> None:
    kev = hand_over(documents.kev())
    changed = documents.kev()
    changed["not_wanted"] += documents.said("no police yet")
    again(kev, changed)
    ines = hand_over(documents.ines())
    conflict = hand_over(documents.hester(), "independent_lead")
    screens = {
        "worker": [
            "/",
            "/?search=nothing",
            f"/handovers/{kev}",
            f"/handovers/{ines}",
            "/account/",
            "/handovers/HERON-0000",
        ],
        "lead": ["/numbers", "/outbox", "/audit", "/audit/check"],
        "independent_lead": [f"/handovers/{conflict}"],
        "administrator": ["/administration/"],
    }
    found: list[str] = []
    for role, addresses in screens.items():
        page = sign_in(chromium, address, role, viewport=size, color_scheme=scheme)
        for screen in addresses:
            page.goto(address + screen)
            page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true; })")
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide == 0, f"{screen} scrolls sideways by {wide}"
            if size is PHONE and screen not in ("/", f"/handovers/{ines}", "/numbers"):
                continue  # the rest differs from the wide screens in nothing that axe looks at
            for wrong in Axe().run(page).response["violations"]:
                found.append(f"{screen}: {wrong['id']}: {[node['html'][:90] for node in wrong['nodes']][:3]}")
        page.context.close()
    assert found == []


def test_no_words_of_a_person_run_in_the_browser(chromium: Browser, address: str) -> None:
    attack = "<img src=x onerror=alert(1)><script>alert(2)</script><a href='javascript:alert(3)'>x</a>"
    made = every_word_replaced(documents.ines(), attack)
    reference = hand_over(made)
    with writing() as session:
        workers.add(session, attack[:60], "attack@example.org", "worker", PASSWORD)
    page = sign_in(chromium, address, "lead")
    dialogs: list[str] = []
    page.on("dialog", lambda shown: (dialogs.append(shown.message), shown.dismiss()))
    for screen in (f"/handovers/{reference}", "/", "/audit"):
        page.goto(address + screen)
        assert page.locator("script, img").count() == 0
        assert page.locator("a[href^='javascript']").count() == 0
    assert dialogs == []
    assert (
        page.goto(f"{address}/handovers/{reference}")
        .headers["content-security-policy"]
        .startswith("default-src 'none'")
    )


def test_printed_it_holds_the_words_and_no_buttons(chromium: Browser, address: str) -> None:
    reference = hand_over(documents.kev())
    page = sign_in(chromium, address, "worker")
    page.goto(f"{address}/handovers/{reference}")
    page.emulate_media(media="print")
    assert page.get_by_text("kingfisher").first.is_visible()
    assert page.get_by_role("button").locator("visible=true").count() == 0
    assert len(page.pdf()) > 1000
