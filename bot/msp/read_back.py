"""The read-back: what was heard, line by line, as it will be sent."""

from dataclasses import dataclass
from typing import Any

from bot.msp.account import Account, Statement
from bot.msp.summary import agreed, override_ground
from bot.msp.turn import Team, choice, quoted

LABELS = {
    "concerns": "What is happening",
    "others_at_risk": "Others who may be at risk",
    "outcomes": "You want",
    "not_wanted": "You do not want",
    "what_matters": "Important to you",
    "strengths": "What helps you now",
    "people.involve": "Who helps, or should be part of it",
    "people.must_not_be_told": "Do not tell",
    "communication": "What helps you to understand",
    "who": "About who is writing",
    "safe_contact.ways": "How to reach you",
    "safe_contact.code_word": "Your code word",
    "conflict": "About someone in the team",
    "questions": "You asked",
}
LABELS_ON_BEHALF = {
    "outcomes": "You want for them",
    "not_wanted": "You do not want",
    "what_matters": "Important to them",
    "strengths": "What helps them now",
    "people.involve": "Who should be part of it",
    "communication": "What helps them to understand",
}
SCORE_ID = "score"
MUST_TELL = {
    "danger_to_life": "only that someone may be in danger, and how to reach you",
    "others_at_risk": "only that others may be at risk, and how to reach you",
}


@dataclass
class Line:
    """One line of the read-back. `statement` is None for the line with the number on the safety scale."""

    number: int
    field: str
    label: str
    text: str
    statement: Statement | None

    @property
    def id(self) -> str:
        """What a choice about this line carries."""
        return str(self.statement.id) if self.statement else SCORE_ID

    @property
    def topic(self) -> str:
        """The topic the line belongs to."""
        return self.field.partition(".")[0]

    def as_seen(self, team: Team) -> dict[str, Any]:
        """The line for the page, with what can be done about it."""
        choices = [choice("Change", f"change:{self.id}"), choice("Take out", f"remove:{self.id}")]
        if self.statement:
            choices += [
                choice(f"Keep from {r.name}", f"keep:{self.id}:{r.id}") for r in team.recipients if not r.conflict
            ]
        kept = self.statement.keep_from if self.statement else []
        return {
            "number": self.number,
            "id": self.id,
            "topic": self.topic,
            "label": self.label,
            "text": self.text,
            "voice": self.statement.voice if self.statement else "person",
            "kept_from": [r.name for r in team.recipients if r.id in kept],
            "choices": choices,
        }


def lines(account: Account) -> list[Line]:
    """What stands, in the order it is read back; the most important outcome first."""
    found: list[tuple[str, str, str, Statement | None]] = []
    labels = LABELS if account.voice == "person" else LABELS | LABELS_ON_BEHALF
    for field, label in labels.items():
        said = sorted(account.current(field), key=lambda one: one.n)  # what was changed keeps its place
        if field == "outcomes":
            said = sorted(said, key=lambda one: (one.priority or 99, one.id))
        found += [(field, label, one.own_words, one) for one in said]
        if field == "concerns" and (score := score_text(account)):
            found.append(("feeling_safe", "How safe, from 0 to 10", score, None))
    return [Line(number, *parts) for number, parts in enumerate(found, start=1)]


def score_text(account: Account) -> str:
    """The number and the words about feeling safe, if there are any."""
    number = account.score if account.score is not None else account.representative_score
    parts = [
        str(number) if number is not None else "",
        f"“{account.score_own_words}”" if account.score_own_words else "",
    ]
    return " ".join(filter(None, parts))


def as_text(account: Account) -> str:
    """The read-back as lines of text, each with its number."""
    return "\n".join(f"{line.number}. {line.label}: {_shown(line)}" for line in lines(account))


def _shown(line: Line) -> str:
    if line.statement is None:
        return line.text
    return f"“{line.text}”" + (" (stays out)" if "*" in line.statement.keep_from else "")


def who_gets_it(account: Account, team: Team) -> str:
    """Who gets it and who does not, as agreed, a line each; without agreement, what must be passed on all the same."""
    names = {recipient.id: recipient.name for recipient in team.recipients}
    share = {"all": "all of it", "parts": "parts of it", "none": "nothing"}
    told = [share[given.share] for given in account.consent]
    if told and not agreed(account):
        told[0] = MUST_TELL.get(override_ground(account) or "", told[0])
    receives = [
        f"For {names.get(given.recipient, given.recipient)}: {what}."
        for given, what in zip(account.consent, told, strict=True)
    ]
    return "\n".join([*receives, *_danger_heard(account)])


def _danger_heard(account: Account) -> list[str]:
    """What the worker is told of danger beside the lines: whoever reads them can say that it is wrong."""
    heard = [one for one in account.alerts if one.raised and one.confirmed is None and one.level != "not_safe_to_talk"]
    return [f"They also see where I heard danger: {quoted(one.quote, 80)}. Tell me if that is wrong." for one in heard]
