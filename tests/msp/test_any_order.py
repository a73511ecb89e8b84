"""Any order of answers, skips, ways back, changes, breaks and erasures: the summary stays true to what the person said."""

import json
import re

import jsonschema
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.msp import at_their_pace, conversation, summary
from bot.msp.account import Account, Code, Consent, Statement
from bot.msp.read_back import lines
from bot.msp.summary import MUST_TELL, agreed, build
from bot.msp.topics.order import TOPICS
from bot.msp.turn import Heard, Recipient, Team, Turn

SCHEMA = jsonschema.Draft202012Validator(json.loads(summary.SCHEMA_FILE.read_text(encoding="utf-8")))
TEAM = Team(
    (
        Recipient("safeguarding_team", "the team", main=True),
        Recipient("lead", "a lead", conflict=True),
        Recipient("gp", "your doctor"),
        Recipient("police", "the police"),
    )
)
MARK = re.compile(r"zz\d+zz")  # every message bears one of its own, so that its words can be told from all others
SAYINGS = [
    "he takes my money {}",
    "i want him to stop {}",
    "i want my nan there {}",
    "dont tell my mum {}",
    "i dont want to move {}",
    "it is about a 4 {}",
    "yes {}",
    "no {}",
    "for my mother {}",
    "my brother is at risk too {}",
    "text me after 3, {}",
    "add {} to it",
    "take out {} please",
    "nothing else {}",
    "{}",
]
AGREEING = ["yes {}", "yes but leave out the bit about {}", "not the police {}", "only some of it, not {}", "no {}"]
PACE = ["skip", "not_sure", "explain", "go_back", "decline", "stop", "talk_to_a_person"]


class TellingInAnyOrder(RuleBasedStateMachine):
    """A person and their account; `said` is every message, `seen` what workers were handed over."""

    def __init__(self) -> None:
        super().__init__()
        self.n = 0
        self.said: list[str] = []
        self.seen: set[str] = set()

    @initialize()
    def begins(self) -> None:
        self.account = Account()
        self.said, self.seen = [], set()
        self.take(conversation.begin, Heard("", 0))

    @rule(saying=st.sampled_from(SAYINGS), harm=st.booleans(), wish=st.booleans())
    def says(self, saying: str, harm: bool, wish: bool) -> None:
        text = self.marked(saying)
        self.take(
            conversation.hear,
            Heard(
                text,
                self.n,
                concerns=[Code("financial", text, 0.9)] if harm else [],
                outcomes=[Code("be_safe", text, 0.9)] if wish else [],
            ),
        )

    @rule(which=st.integers(0, 60))
    def presses_what_is_offered(self, which: int) -> None:
        shown = [
            part
            for say in self.says_now
            for part in (say.choices, *(li["choices"] for li in say.data.get("lines", [])))
        ]
        offered = [choice for part in shown for choice in part]
        if offered:
            self.press(offered[which % len(offered)])

    @rule(topic=st.sampled_from([topic.id for topic in TOPICS.values() if topic.on_map]))
    def takes_another_topic(self, topic: str) -> None:
        self.press({"title": TOPICS[topic].title, "payload": f"topic:{topic}"})

    @rule(saying=st.sampled_from(AGREEING))
    def is_asked_to_agree(self, saying: str) -> None:
        self.takes_another_topic("consent")
        self.says(saying, harm=False, wish=False)

    @rule(how=st.sampled_from(PACE))
    def at_their_pace(self, how: str) -> None:
        self.take(getattr(at_their_pace, how), Heard(self.marked(how + " {}"), self.n))

    @rule(level=st.sampled_from(["danger_now", "self_harm", "not_safe_to_talk"]), sure=st.booleans())
    def is_in_danger(self, level: str, sure: bool) -> None:
        text = self.marked("he will hurt me {}")
        self.take(conversation.danger, Heard(text, self.n, level=level, level_score=0.9 if sure else 0.3, quote=text))

    @rule()
    def takes_a_break_and_comes_back(self) -> None:
        self.take(lambda turn: at_their_pace.pause(turn, "amber brook cove dawn"), Heard("", self.n))
        self.take(conversation.resume, Heard("", self.n))

    @rule(sure=st.booleans())
    def asks_to_erase(self, sure: bool) -> None:
        self.take(at_their_pace.ask_to_erase, Heard(self.marked("delete it {}"), self.n))
        self.press({"title": "Yes" if sure else "No", "payload": f"erase:{'yes' if sure else 'no'}"})
        if self.then == "erase":
            self.begins()

    @precondition(lambda self: lines(self.account))
    @rule(which=st.integers(0, 30), recipient=st.sampled_from(["*", "gp", "safeguarding_team"]))
    def keeps_a_line_from_somebody(self, which: int, recipient: str) -> None:
        line = self.line(which)
        if recipient != "*":
            self.press({"title": "Keep", "payload": f"keep:{line.id}:{recipient}"})
        elif line.statement:
            line.statement.keep_from = ["*"]

    @precondition(lambda self: lines(self.account))
    @rule(which=st.integers(0, 30))
    def takes_a_line_out(self, which: int) -> None:
        self.press({"title": "Take out", "payload": f"remove:{self.line(which).id}"})

    @precondition(lambda self: lines(self.account))
    @rule(which=st.integers(0, 30))
    def changes_a_line(self, which: int) -> None:
        self.press({"title": "Change", "payload": f"change:{self.line(which).id}"})
        self.says("{}", harm=False, wish=False)

    @invariant()
    def every_document_is_as_the_schema_says(self) -> None:
        SCHEMA.validate(build(self.account, TEAM.main(bool(self.account.conflict_of_interest)).id))

    @invariant()
    def nobody_gets_what_was_taken_out_or_kept_from_them(self) -> None:
        for recipient, document in self.documents().items():
            found = set(MARK.findall(json.dumps(document)))
            assert found <= self.may_go_to(recipient), (recipient, found - self.may_go_to(recipient))

    @invariant()
    def every_own_word_was_said(self) -> None:
        whole = "\n".join(self.said)
        for words in _own_words(build(self.account)):
            assert all(piece.strip() in whole for piece in re.split(r"\[\.\.\.\]| / |; ", words)), words

    @invariant()
    def something_was_said_back_and_the_account_can_be_kept(self) -> None:
        assert self.says_now
        assert self.account.asks is None or self.account.asks in TOPICS
        assert self.account.to_json() == Account.from_json(self.account.to_json()).to_json()

    def documents(self) -> dict[str | None, dict]:
        """The read-back's document (None), and that of each recipient."""
        return {to: build(self.account, to) for to in (None, *(one.id for one in TEAM.recipients))}

    def may_go_to(self, recipient: str | None) -> set[str]:
        """The marks of what stands and is not kept back, of what cannot be kept back, and of what they have already."""
        account = self.account

        def goes(said: Statement) -> bool:
            barred = recipient and {"*", recipient} & set(said.keep_from)
            silent = recipient and not agreed(account) and said.field not in MUST_TELL
            return said.status == "current" and not barred and not silent

        texts = [said.own_words for said in account.statements if goes(said)]
        texts += [text for alert in account.alerts for text in (alert.quote, alert.correction)]
        texts += [account.score_own_words, account.relation, account.authority]
        texts += [event["own_words"] for event in account.events]
        texts += [(account.declined or {}).get("own_words")]
        texts += [one.own_words for one in account.consent if not recipient or not self.agrees_to_a_part(one)]
        return {mark for text in texts for mark in MARK.findall(text or "")} | self.seen

    def agrees_to_a_part(self, given: Consent) -> bool:
        """True if something stays out: the words that agree may then say what."""
        barred = {"*", given.recipient}
        return given.share == "parts" or any(
            barred & set(said.keep_from) for said in self.account.statements if said.status == "current"
        )

    def line(self, which: int):  # type: ignore[no-untyped-def]
        """One of the lines of the read-back."""
        return lines(self.account)[which % len(lines(self.account))]

    def marked(self, saying: str) -> str:
        """The words of the next message."""
        self.n += 1
        self.said.append(saying.format(f"zz{self.n}zz"))
        return self.said[-1]

    def press(self, choice: dict[str, str]) -> None:
        """Presses a choice; its title is what is kept as said."""
        self.n += 1
        self.said.append(choice["title"])
        self.take(conversation.hear, Heard(choice["title"], self.n, choice=choice["payload"]))

    def take(self, how, heard: Heard) -> None:  # type: ignore[no-untyped-def]
        """One turn, with what follows from it as actions/hand_over.py does it."""
        turn = Turn(self.account, heard, TEAM)
        how(turn)
        self.then = turn.then
        if turn.then in ("alert", "hand_over"):
            main = TEAM.main(bool(self.account.conflict_of_interest)).id
            self.seen |= set(MARK.findall(json.dumps(build(self.account, main))))
        if turn.then == "hand_over":
            conversation.handed_over(turn, "HERON-1234", first=self.account.handed_over_at is None)
        self.says_now = turn.says


def _own_words(value: object) -> list[str]:
    """Every text under `own_words` or `quote`."""
    if isinstance(value, dict):
        here = [words for key, words in value.items() if key in ("own_words", "quote") and isinstance(words, str)]
        return here + [found for part in value.values() for found in _own_words(part)]
    return [found for part in value for found in _own_words(part)] if isinstance(value, list) else []


TestTellingInAnyOrder = TellingInAnyOrder.TestCase
TestTellingInAnyOrder.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
