"""Somebody in front of the page: what they press, type and see. The tests are written in these words."""

from playwright.sync_api import Locator, Page, expect


class Person:
    """A person and their tab."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def opens(self, url: str) -> "Person":
        """Opens the page and waits until it can be used."""
        self.page.goto(url)
        self.page.locator("my-say[ready]").wait_for()
        return self

    def starts(self) -> "Person":
        """Starts a conversation, up to the first question."""
        return self.presses("Start").hears("is it safe for you to write")

    def comes_to(self, state: str) -> "Person":
        """Goes to one of the states every page test looks at."""
        if state == "before":
            return self
        if state == "code":
            return self.presses("I have a code to come back")
        self.starts()
        {
            "asking": lambda: self,
            "free_text": lambda: self.chooses("Yes, it is safe").chooses("Start").hears("What is worrying you"),
            "scale": lambda: self.says("scale").hears("how safe do you feel"),
            "read_back": lambda: self.says("read it back").hears("Here is what I heard"),
            "danger": lambda: self.says("danger").hears("That sounds dangerous"),
            "sent": lambda: self.says("affirm").hears("FERN-4821"),
            "cover": lambda: self.says("someone is here").sees("heading", "Weather"),
            "paused": lambda: self.presses("Pause").sees("heading", "You are taking a break"),
            "menu": lambda: self.opens_menu("Reading"),
            "words": lambda: self.opens_menu("My words").presses("Read my words").sees("button", "Close my words"),
        }[state]()
        return self

    def presses(self, name: str) -> "Person":
        """Presses a button."""
        self.page.get_by_role("button", name=name, exact=True).click()
        return self

    def chooses(self, title: str) -> "Person":
        """Presses a choice of the current question, and waits until it is answered."""
        before = self.messages.count()
        self.current.get_by_role("button", name=title, exact=True).last.click()
        expect(self.messages).not_to_have_count(before)
        self.page.locator(".message.current.from-bot").first.wait_for()
        return self

    def types(self, text: str) -> "Person":
        """Types into the box, and does not send."""
        self.box.fill(text)
        return self

    def says(self, text: str) -> "Person":
        """Types words and sends them with Enter."""
        self.types(text)
        self.box.press("Enter")
        return self

    def hears(self, text: str) -> "Person":
        """Waits for words among the messages."""
        self.messages.get_by_text(text).last.wait_for()
        return self

    def sees(self, role: str, name: str) -> "Person":
        """Waits for something on the screen."""
        self.page.get_by_role(role, name=name, exact=True).first.wait_for()  # type: ignore[arg-type]
        return self

    def opens_menu(self, part: str) -> "Person":
        """Opens a part of the menu."""
        if not self.page.locator(".tools").is_visible():
            self.page.locator(".menu > summary").click()
        summary = self.page.locator(".tool > summary").filter(has_text=part)
        if not summary.evaluate("node => node.parentElement.open"):
            summary.click()
        return self

    def leaves(self) -> "Person":
        """Presses the way out."""
        self.page.get_by_role("link", name="Leave this page").click()
        return self

    def has_left(self) -> "Person":
        """Waits until the neutral page is there."""
        self.page.get_by_role("heading", name="The weather").wait_for()
        return self

    def looks_for_news(self) -> "Person":
        """What the page does by itself every few seconds, now."""
        self.page.evaluate("window.dispatchEvent(new Event('online'))")
        return self

    @property
    def box(self) -> Locator:
        """The box to write in."""
        return self.page.get_by_label("Write your answer here")

    @property
    def messages(self) -> Locator:
        """The visible messages."""
        return self.page.locator(".messages > .message")

    @property
    def current(self) -> Locator:
        """The messages since the person last said something."""
        return self.page.locator(".message.current")

    @property
    def document(self) -> str:
        """All that the document holds, shadow roots too."""
        return str(
            self.page.evaluate(
                """() => {
                  const all = (root) => [root.textContent, ...[...root.querySelectorAll("*")].flatMap((node) =>
                    [node.value ?? "", node.shadowRoot ? all(node.shadowRoot) : ""])].join(" ");
                  return document.title + all(document.body);
                }"""
            )
        )
