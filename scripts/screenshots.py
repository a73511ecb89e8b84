"""Makes the pictures of the README from the real thing: `make screenshots`. Needs Debian's chromium."""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bot.settings import ROOT
from scripts.demo import DANNY
from tests.auxil.person import Person
from tests.auxil.stack import Stack

PICTURES = ROOT / "docs" / "pictures"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


def main() -> None:
    """Starts My Say, plays the demo's conversation and photographs what a person and a worker see."""
    argparse.ArgumentParser(prog="make screenshots", description=__doc__).parse_args()
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        stack = Stack(Path(folder))
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS.split())
        try:
            chat(browser, stack)
            inbox(browser, stack, handed_over(stack))
        finally:
            browser.close()
            stack.stop()


def chat(browser: Browser, stack: Stack) -> None:
    """The safety scale and the read-back, as Danny sees them on a phone and at a desk."""
    page = browser.new_page(viewport={"width": 1180, "height": 900})
    page.goto(f"{stack.chat_url}/chat/")
    page.locator("my-say[ready]").wait_for()
    page.get_by_role("button", name="Start", exact=True).click()
    page.locator(".message.current").first.wait_for()
    says(page, "yes it is safe")
    for words in ("start", "for me", DANNY["communication"], DANNY["concerns"][0], DANNY["concerns"][1]):
        says(page, str(words))
    page.screenshot(path=PICTURES / "chat-scale.png")
    asked = {key: ([*answer] if isinstance(answer, list) else [answer]) for key, answer in DANNY.items()}
    for _ in range(40):
        last = page.evaluate(
            "() => document.querySelector('my-say').conversation.messages.findLast(({ from }) => from === 'bot')"
        )
        if last["asks"] == "read_back":
            break
        says(page, Person.answer_to(last["asks"], last["text"], asked))
    page.screenshot(path=PICTURES / "chat-read-back.png")
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".message.current").first.evaluate("(message) => message.scrollIntoView({block: 'start'})")
    page.screenshot(path=PICTURES / "chat-phone.png")


def says(page: Page, words: str) -> None:
    """Types and sends, and waits for the answer."""
    mine = page.locator(".from-you").count()
    box = page.get_by_label("Write your answer here")
    box.fill(words)
    box.press("Enter")
    page.wait_for_function(
        "n => document.querySelector('my-say').conversation.messages.filter(m => m.from === 'you').length > n", arg=mine
    )
    page.wait_for_function("() => document.querySelector('my-say').conversation.messages.at(-1).from !== 'you'")


def handed_over(stack: Stack) -> str:
    """A few more hand-overs, so that the list looks like a list; gives Danny's reference."""
    danny = Person(stack.chat_url)
    danny.answers(DANNY)
    danny.presses("read_back:right")
    frightened = Person(stack.chat_url)
    frightened.starts()
    frightened.says("he is outside my door now with a knife")
    return str(next(message["reference"] for message in danny.now if message["kind"] == "sent"))


def inbox(browser: Browser, stack: Stack, reference: str) -> None:
    """The list, and the page of Danny's hand-over."""
    email, password = stack.sign_in("lead")
    page = browser.new_page(viewport={"width": 1180, "height": 900})
    page.goto(stack.inbox_url)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=reference).first.wait_for()
    page.screenshot(path=PICTURES / "inbox-list.png")
    page.get_by_role("link", name=reference).first.click()
    page.get_by_role("heading", name=reference).first.wait_for()
    page.screenshot(path=PICTURES / "inbox-hand-over.png")


if __name__ == "__main__":
    main()
