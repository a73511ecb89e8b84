"""The person's account: everything they have told us in one conversation, and where the conversation is.

It is kept whole, as one document: nothing in it is overwritten, words that were corrected or taken out stay only as
long as the practice needs them and never reach the summary (bot/msp/summary.py).
"""

import dataclasses
import json
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any


def utc_now() -> str:
    """This moment as UTC ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@dataclass
class Code:
    """A suggestion: a code, the words that suggest it, and how sure the understanding is (0 to 1)."""

    code: str
    quote: str
    score: float = 1.0


@dataclass
class Statement:
    """Something that was said, in the words it was said in.

    `field` says which question it answers: a topic's id, or `topic.part` ("people.must_not_be_told").
    `voice` is `person` or `representative`. `status` is `current`, `changed` (a newer statement, `changed_to`, took its
    place) or `withdrawn`. `keep_from` lists the recipients it must not go to; "*" is everybody.
    `n` is the number of the message it was said in.
    """

    id: int
    field: str
    own_words: str
    at: str
    n: int
    voice: str = "person"
    codes: list[Code] = dataclasses.field(default_factory=list)
    source: str | None = None
    location: str | None = None
    status: str = "current"
    changed_to: int | None = None
    keep_from: list[str] = dataclasses.field(default_factory=list)
    priority: int | None = None
    expectation_discussed: bool = False
    achieved: str | None = None


@dataclass
class Alert:
    """A message that held danger. `confirmed`: True, False (the person says we got it wrong), or None if not known yet.

    `raised`: a worker was told at once. Where we were unsure, the person is asked first.
    """

    level: str
    quote: str
    at: str
    n: int
    shown: list[str] = dataclasses.field(default_factory=list)
    confirmed: bool | None = None
    correction: str | None = None
    raised: bool = True


@dataclass
class Consent:
    """What may go to one recipient: `share` is `all`, `parts` or `none`; own words and when (UTC)."""

    recipient: str
    share: str
    own_words: str
    at: str


@dataclass
class Account:
    """Everything one conversation holds. `answers` says of each topic: `answered`, `skipped` or `not_sure`."""

    channel: str = "web"
    started_at: str = dataclasses.field(default_factory=utc_now)
    sessions: list[str] = dataclasses.field(default_factory=list)
    # where the conversation is
    asks: str | None = None
    step: str | None = None
    answers: dict[str, str] = dataclasses.field(default_factory=dict)
    history: list[str] = dataclasses.field(default_factory=list)  # topics in the order they were asked, for going back
    next_up: list[str] = dataclasses.field(default_factory=list)  # topics the person chose to take first
    back_to: str | None = None  # "topic" or "topic/step" to return to after an interruption
    misses: int = 0  # messages in a row that were not understood
    easy_words: bool = False
    explained: int = 0  # how often they asked for it in other words
    pending: dict[str, Any] = dataclasses.field(default_factory=dict)  # what the current step still needs
    other_language: str | None = None  # the language they wrote in, if not English
    # who is writing
    role: str = "person"
    relation: str | None = None
    authority: str | None = None
    person_knows: str | None = None
    heard_from_person_alone: bool | None = None
    # what was said
    statements: list[Statement] = dataclasses.field(default_factory=list)
    alerts: list[Alert] = dataclasses.field(default_factory=list)
    score: int | None = None
    score_own_words: str | None = None
    score_n: int | None = None  # the number of the message that gave it
    representative_score: int | None = None
    others_at_risk: str | None = None  # yes, no, not_sure
    children_at_risk: bool | None = None
    conflict_of_interest: bool | None = None
    consent: list[Consent] = dataclasses.field(default_factory=list)
    declined: dict[str, Any] | None = None
    leave_message: str | None = None  # yes, no, not_sure
    feels_safer: str | None = None  # at the review: yes, no, not_sure
    events: list[dict[str, str]] = dataclasses.field(
        default_factory=list
    )  # e.g. asked for erasure, then chose to leave it
    corrections: int = 0
    reviewed: str | None = None  # when the person said the read-back is right
    handed_over_at: str | None = None
    reference: str | None = None
    handed_over: list[int] = dataclasses.field(default_factory=list)  # ids of the statements a worker has already seen

    def to_json(self) -> dict[str, Any]:
        """The account as JSON, a copy of its own."""
        return _copied(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Account":
        """The account from JSON written by `to_json`; fields that no longer exist are left out.

        It takes over what it is given: its lists are the account's from then on.
        """
        known = {f.name for f in fields(cls)}
        account = cls(**{key: value for key, value in stored.items() if key in known})
        account.statements = [
            Statement(**{**said, "codes": [Code(**code) for code in said["codes"]]}) for said in stored["statements"]
        ]
        account.alerts = [Alert(**alert) for alert in stored["alerts"]]
        account.consent = [Consent(**given) for given in stored["consent"]]
        return account

    @property
    def voice(self) -> str:
        """Whose voice the messages are in: `person`, or `representative` when someone writes on their behalf."""
        return "person" if self.role == "person" else "representative"

    def add(self, field_: str, own_words: str, n: int, **more: Any) -> Statement | None:
        """Records a statement; None if the same words already stand there, or there are no words."""
        own_words = own_words.strip()
        if not own_words or any(said.own_words.casefold() == own_words.casefold() for said in self.current(field_)):
            return None
        statement = Statement(
            id=max((said.id for said in self.statements), default=0) + 1,
            field=field_,
            own_words=own_words,
            at=utc_now(),
            n=n,
            voice=more.pop("voice", self.voice),
            **more,
        )
        self.statements.append(statement)
        return statement

    def current(self, field_: str, voice: str | None = None) -> list[Statement]:
        """The statements that stand in a field, oldest first; of one voice, or of both."""
        return [
            said
            for said in self.statements
            if said.field == field_ and said.status == "current" and voice in (None, said.voice)
        ]

    def settled(self, topic: str) -> bool:
        """True if the topic was answered, skipped or left as not sure."""
        return topic in self.answers


def _copied(whole: Any) -> dict[str, Any]:
    # through its text: `copy` and `asdict` go through every word of a long story in Python, on every turn
    found: dict[str, Any] = json.loads(json.dumps(whole, default=vars))
    return found
