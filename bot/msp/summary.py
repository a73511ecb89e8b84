"""The summary: one document (hand_over.schema.json) for the read-back, the worker's page and the JSON.

Every sentence in it is a quote, a code with its quote, or a fixed phrase. What was withdrawn is not in it; what was
withheld is not in it for whoever it is withheld from. Where the person did not agree, only what the welcome said must
be passed on is in it: danger to life, others at risk, and what keeps them safe when somebody gets in touch.
"""

from pathlib import Path
from typing import Any

from bot.msp import for_the_worker, urgency
from bot.msp.account import Account, Alert, Statement, utc_now
from bot.msp.clauses import sentences
from bot.msp.reaching import times
from bot.msp.topics.communication import needs

SCHEMA = "my-say/hand-over/1"
SCHEMA_FILE = Path(__file__).with_name("hand_over.schema.json")
NOT_ASSESSED = "the person's account, not assessed"
MUST_TELL = (
    "others_at_risk",
    "communication",
    "who",
    "people.must_not_be_told",
    "safe_contact.ways",
    "safe_contact.code_word",
)
ASKED = (
    "who communication concerns feeling_safe what_matters outcomes not_wanted people others_at_risk conflict consent safe_contact"
).split()


def build(account: Account, recipient: str | None = None) -> dict[str, Any]:
    """The document so far; for one recipient, without what is kept from them. Without agreement, only what must be told."""
    return _Summary(account, recipient).document()


def agreed(account: Account) -> bool:
    """True if the one who receives hand-overs may have all or part of it."""
    return bool(account.consent) and account.consent[0].share != "none"


def declined(account: Account) -> bool:
    """True if the person was asked and said no."""
    return bool(account.consent) and account.consent[0].share == "none"


def override_ground(account: Account) -> str | None:
    """Why it is passed on without agreement, as the welcome said; None if there is no such reason."""
    if any(
        alert.level in ("danger_now", "self_harm") and alert.raised and alert.confirmed is not False
        for alert in account.alerts
    ):
        return "danger_to_life"
    return "others_at_risk" if account.others_at_risk == "yes" else None


class _Summary:
    def __init__(self, account: Account, recipient: str | None) -> None:
        self.account = account
        self.recipient = recipient
        # to a receiver, silence is not agreement; the read-back shows the person everything
        self.only_must_tell = recipient is not None and not agreed(account)

    def document(self) -> dict[str, Any]:
        account = self.account
        return {
            "schema": SCHEMA,
            "reference": account.reference,
            "version": 0,
            "channel": account.channel,
            "started_at": account.started_at,
            "handed_over_at": account.handed_over_at,
            "sessions": account.sessions,
            "urgency": urgency.of(
                account,
                {code.code for said in self.standing("concerns") for code in said.codes},
                agreed=not self.only_must_tell,
            ),
            "who_typed": {
                "role": account.role,
                "relation": account.relation,
                "authority": account.authority,
                "person_knows": account.person_knows,
                "heard_from_person_alone": account.heard_from_person_alone
                if account.voice == "representative"
                else True,
            },
            "safe_contact": self.safe_contact(),
            "communication": self.communication(),
            "safety": {
                "score_0_10": None if self.only_must_tell else account.score,
                "own_words": account.score_own_words if account.voice == "person" and not self.only_must_tell else None,
                "alerts": [self.alert(alert) for alert in account.alerts],
            },
            "concerns": self.concerns("person"),
            "what_matters": self.words("what_matters", "person"),
            "strengths": self.words("strengths", "person"),
            "not_wanted": self.words("not_wanted", "person"),
            "outcomes": self.outcomes("person"),
            "people": {field: self.words(f"people.{field}") for field in ("involve", "must_not_be_told")},
            "others_at_risk": {
                "answer": account.others_at_risk,
                "children": account.children_at_risk,
                "own_words": self.words("others_at_risk"),
            },
            "consent": [
                self.consent(given.recipient, given.share, given.own_words, given.at) for given in account.consent
            ],
            "declined": account.declined,
            "for_the_worker": self.for_the_worker(),
            "representative_view": self.representative_view() if account.voice == "representative" else None,
            "questions": self.words("questions", plain=True),
            "person_reviewed": {
                "done": account.reviewed is not None,
                "at": account.reviewed,
                "corrections": account.corrections,
                "why_not": None if account.reviewed else "The person has not read it through yet.",
            },
            "asked_about_outcomes": self.asked_about_outcomes(),
            "events": [] if self.only_must_tell else account.events,
            "review": self.review(),
            "skipped": [topic for topic in ASKED if account.answers.get(topic) != "answered"],
        }

    def standing(self, field: str, voice: str | None = None) -> list[Statement]:
        """What stands in a field and may go to the recipient."""
        if self.only_must_tell and field not in MUST_TELL:
            return []
        barred = {"*", self.recipient} if self.recipient else set()
        return [said for said in self.account.current(field, voice) if not barred & set(said.keep_from)]

    def words(self, field: str, voice: str | None = None, *, plain: bool = False) -> list[dict[str, Any]]:
        return [
            {"own_words": said.own_words, "at": said.at} | ({} if plain else {"voice": said.voice})
            for said in self.standing(field, voice)
        ]

    def concerns(self, voice: str) -> list[dict[str, Any]]:
        return [
            {
                "own_words": said.own_words,
                "at": said.at,
                "suggested": [{"code": code.code, "quote": code.quote} for code in said.codes],
                "source": said.source,
                "location": said.location,
                "status": NOT_ASSESSED,
            }
            for said in self.standing("concerns", voice)
        ]

    def outcomes(self, voice: str) -> list[dict[str, Any]]:
        said = sorted(self.standing("outcomes", voice), key=lambda one: (one.priority or 99, one.id))
        return [
            {
                "own_words": one.own_words,
                "at": one.at,
                "codes": [{"code": code.code, "quote": code.quote} for code in one.codes],
                "priority": one.priority,
                "status": "changed" if self.history(one) else "current",
                "history": self.history(one),
                "expectation_discussed": one.expectation_discussed,
                "achieved": one.achieved,
            }
            for one in said
        ]

    def history(self, outcome: Statement) -> list[dict[str, Any]]:
        """Earlier wordings, only those that a worker has already seen: what was corrected before is not passed on."""
        earlier = [
            said for said in self.account.statements if said.changed_to == outcome.id and said.status == "changed"
        ]
        return [
            entry
            for said in earlier
            for entry in (
                *self.history(said),
                {
                    "at": said.at,
                    "own_words": said.own_words if said.id in self.account.handed_over else None,
                    "change": "changed",
                },
            )
        ]

    def safe_contact(self) -> dict[str, Any]:
        ways = self.words("safe_contact.ways")
        return {
            "ways": ways,
            "when": [
                said | {"own_words": words} for said in ways for words in sentences(said["own_words"]) if times(words)
            ],
            "code_word": next((said.own_words for said in self.standing("safe_contact.code_word")), None),
            "leave_message": self.account.leave_message,
            "must_not_know": self.words("people.must_not_be_told"),
            "own_words": ways,
        }

    def communication(self) -> dict[str, Any]:
        said = self.words("communication")
        codes = dict.fromkeys(code for entry in said for code in needs(entry["own_words"]))
        if self.account.easy_words:
            codes.setdefault("easy_read")
        if self.account.other_language:
            codes.setdefault("interpreter")
        return {"needs": list(codes), "own_words": said}

    def alert(self, alert: Alert) -> dict[str, Any]:
        return {key: value for key, value in vars(alert).items() if key != "n"}

    def consent(self, recipient: str, share: str, own_words: str, at: str) -> dict[str, Any]:
        withheld = {
            said.field.partition(".")[0]
            for said in self.account.statements
            if said.status == "current" and {"*", recipient} & set(said.keep_from)
        }
        return {
            "recipient": recipient,
            "share": "parts" if share == "all" and withheld else share,
            "withheld": sorted(withheld),
            # to a receiver, the words that agree to a part would say what stays out
            "own_words": None if self.recipient and (withheld or share == "parts") else own_words or None,
            "at": at,
        }

    def representative_view(self) -> dict[str, Any]:
        account = self.account
        return {
            "relation": account.relation,
            "score_0_10": None if self.only_must_tell else account.representative_score,
            "score_own_words": None if self.only_must_tell else account.score_own_words,
            "about_the_person": self.words("who"),
            "concerns": self.concerns("representative"),
            "what_matters": self.words("what_matters", "representative"),
            "strengths": self.words("strengths", "representative"),
            "not_wanted": self.words("not_wanted", "representative"),
            "outcomes": self.outcomes("representative"),
        }

    def review(self) -> dict[str, Any] | None:
        words, safer = self.words("review"), self.account.feels_safer
        return {"feels_safer": safer, "own_words": words} if words or safer else None

    def asked_about_outcomes(self) -> str:
        if not self.account.settled("outcomes") and self.account.asks != "outcomes":
            return "not_asked"
        return "asked_expressed" if self.account.current("outcomes") else "asked_not_expressed"

    def for_the_worker(self) -> dict[str, Any]:
        account = self.account
        return {
            "override_ground": override_ground(account) if not agreed(account) else None,
            "conflict_of_interest": bool(account.conflict_of_interest),
            "conflict_own_words": self.words("conflict"),
            "consider_capacity": for_the_worker.observations(account),
            "to_think_about": list(for_the_worker.to_think_about(account, declined=declined(account))),
        }


def now_in(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the moment it is handed over, if it has none yet."""
    return document | {"handed_over_at": document["handed_over_at"] or utc_now()}
