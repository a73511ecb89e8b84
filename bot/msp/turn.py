"""One turn: what was heard, and what is said back."""

from dataclasses import dataclass, field
from typing import Any

from bot.msp.account import Account, Code

CONTROLS = frozenset(
    {"affirm", "deny", "skip", "dont_know", "repeat_or_explain", "go_back", "pause", "stop", "ask_human", "read_back"}
)


@dataclass(frozen=True)
class Recipient:
    """Somebody who may receive what a person agrees to share."""

    id: str
    name: str
    main: bool = False
    conflict: bool = False


@dataclass(frozen=True)
class Team:
    """What the practice must know of the service: who may receive what, and whether anybody is at work now."""

    recipients: tuple[Recipient, ...]
    open_now: bool = True

    def main(self, conflict: bool) -> Recipient:
        """Who receives the hand-over; with a conflict of interest, the independent one (research, section 3)."""
        return next(r for r in self.recipients if (r.conflict if conflict else r.main))

    def others(self) -> list[Recipient]:
        """The recipients besides the team and the independent lead."""
        return [r for r in self.recipients if not (r.main or r.conflict)]


@dataclass
class Heard:
    """A message as it was understood (the contract's "Understanding"). `choice` is the payload of a pressed choice;
    `corrects` is the number of an earlier message that it puts right, `asked_then` the topic that one answered."""

    text: str
    n: int
    choice: str | None = None
    intent: str = "inform"
    confidence: float = 1.0
    ranking: dict[str, float] = field(default_factory=dict)
    level: str = "none"
    level_score: float = 1.0
    quote: str = ""
    concerns: list[Code] = field(default_factory=list)
    source: str | None = None
    others_at_risk: bool = False
    outcomes: list[Code] = field(default_factory=list)
    language: str = "en"
    corrects: int | None = None
    asked_then: str | None = None

    @property
    def words(self) -> int:
        """How many words there are."""
        return len(self.text.split())

    def chose(self, prefix: str) -> str | None:
        """What stands behind `prefix:` in the choice, or None if another was pressed or the message was typed."""
        head, _, rest = (self.choice or "").partition(":")
        return rest if head == prefix else None


@dataclass
class Say:
    """Something to say: the name of its wording, the values in it, choices, and what else the page needs."""

    wording: str
    values: dict[str, str] = field(default_factory=dict)
    choices: list[dict[str, str]] = field(default_factory=list)
    kind: str = "text"
    data: dict[str, Any] = field(default_factory=dict)


@dataclass
class Turn:
    """The account, what was heard, and what is going to be said. `then`: `erase`, `end`, `hand_over`, `alert` or None."""

    account: Account
    heard: Heard
    team: Team
    says: list[Say] = field(default_factory=list)
    then: str | None = None

    def say(
        self,
        wording: str,
        *,
        choices: list[dict[str, str]] | None = None,
        kind: str = "text",
        data: dict[str, Any] | None = None,
        **values: object,
    ) -> None:
        """Adds something to say; `wording` without its `utter_`."""
        shown = {name: str(value) for name, value in values.items()}
        self.says.append(Say(f"utter_{wording}", shown, choices or [], kind, data or {}))


def choice(title: str, payload: str) -> dict[str, str]:
    """A choice that can be pressed."""
    return {"title": title, "payload": payload}


def quoted(words: str, most: int = 160) -> str:
    """The person's words in quotation marks, cut at a word if they are long."""
    words = " ".join(words.split()).rstrip(".,;")
    if len(words) > most:
        words = words[:most].rsplit(" ", 1)[0] + " ..."
    return f"“{words}”"
