"""The summary: only the person's words, codes with their quotes and fixed phrases; nothing that was taken out."""

import ast
import inspect
import json
import re

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.msp import at_their_pace, conversation, for_the_worker, summary, urgency
from bot.msp.account import Account, Code
from bot.msp.read_back import lines
from bot.msp.summary import SCHEMA_FILE, build
from bot.msp.topics.communication import NEEDS
from bot.msp.topics.order import TOPICS
from bot.msp.turn import Heard, Recipient, Team, Turn

SCHEMA = jsonschema.Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
TEAM = Team(
    (
        Recipient("safeguarding_team", "the team", main=True),
        Recipient("lead", "a lead", conflict=True),
        Recipient("gp", "your doctor"),
    )
)
FIXED = {
    node.value
    for source in (summary, urgency, for_the_worker)
    for node in ast.walk(ast.parse(inspect.getsource(source)))
    if isinstance(node, ast.Constant) and isinstance(node.value, str)
}
PEOPLE_SAY = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)
REPLIES = st.one_of(
    PEOPLE_SAY.map(lambda text: ("says", text)),
    st.sampled_from(
        [
            ("says", "i want my nan there"),
            ("says", "dont tell my mum. i want him to stop"),
            ("says", "4"),
            ("says", "yes"),
            ("says", "no"),
            ("says", "take out the bit about my nan"),
            ("says", "my mother cannot write so I am complaining for my mother"),
            ("does", "skip"),
            ("does", "not_sure"),
            ("does", "go_back"),
            ("does", "explain"),
            ("does", "decline"),
            ("does", "stop"),
            ("does", "talk_to_a_person"),
            ("does", "ask_to_erase"),
            ("does", "resume"),
            ("danger", "danger_now"),
            ("danger", "self_harm"),
            ("danger", "not_safe_to_talk"),
            ("unsure", "danger_now"),
            ("unsure", "self_harm"),
            ("unsure", "not_safe_to_talk"),
            ("presses", "safe:yes"),
            ("presses", "welcome:start"),
            ("presses", "who:other"),
            ("presses", "consent:all"),
            ("presses", "consent:parts"),
            ("presses", "topic:outcomes"),
            ("presses", "read_back:right"),
        ]
    ),
)


def play(replies: list[tuple[str, str]]) -> tuple[Account, list[str]]:
    """Plays any sequence of replies; gives the account and everything the person wrote or pressed."""
    account, said = Account(started_at="2026-01-01T00:00:00Z"), []
    conversation.begin(Turn(account, Heard("", 0), TEAM))
    for n, (how, what) in enumerate(replies, start=1):
        text = what if how == "says" else f"words {n} of the {what}"
        said.append(text)
        heard = Heard(
            text, n, choice=what if how == "presses" else None, concerns=[Code("financial", text)] if n % 3 == 0 else []
        )
        if how in ("danger", "unsure"):
            heard = Heard(text, n, level=what, level_score=0.9 if how == "danger" else 0.3, quote=text)
        turn = Turn(account, heard, TEAM)
        if how == "does":
            (conversation.resume if what == "resume" else getattr(at_their_pace, what))(turn)
        elif how in ("danger", "unsure"):
            conversation.danger(turn)
        else:
            conversation.hear(turn)
        if turn.then == "hand_over":
            conversation.handed_over(turn, "HERON-1234", first=True)
        assert account.to_json() == Account.from_json(account.to_json()).to_json()
    return account, said


def strings(document: object) -> list[str]:
    """Every string value in a document."""
    if isinstance(document, dict):
        return [found for value in document.values() for found in strings(value)]
    if isinstance(document, list):
        return [found for value in document for found in strings(value)]
    return [document] if isinstance(document, str) else []


@settings(max_examples=150, deadline=None)
@given(st.lists(REPLIES, max_size=30))
def test_every_word_is_the_persons_a_code_or_a_fixed_phrase(replies: list[tuple[str, str]]) -> None:
    account, said = play(replies)
    document = build(account)
    SCHEMA.validate(document)
    theirs = "\n".join([*said, *(f"{title}" for title in ("I want to feel safer",))])
    known = (
        json.dumps(SCHEMA.schema)
        + " ".join([*TOPICS, *NEEDS])
        + " ".join(FIXED)
        + "asked_to_erase chose_to_leave_it sharing own_words afraid self distrust unsaid information part_agreement come_back HERON-1234 easy_read 999 samaritans team not_watched told_first cover mother safeguarding_team gp lead family person"
    )
    for found in strings(document):
        dated = re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", found)
        pieces = [piece.strip() for piece in re.split(r"\[\.\.\.\]| / |; ", found)]
        assert (
            dated
            or found in known
            or found in theirs
            or all(piece in theirs for piece in pieces)
            or _is_a_phrase_with_a_number(found)
        ), found


def _is_a_phrase_with_a_number(found: str) -> bool:
    return bool(re.fullmatch(r"How safe, from 0 to 10: \d+\.|They asked for it in other words \d+ times\.", found))


@settings(max_examples=100, deadline=None)
@given(st.lists(REPLIES, max_size=20), st.integers(0, 50))
def test_what_was_taken_out_or_kept_back_is_not_in_the_document(replies: list[tuple[str, str]], which: int) -> None:
    account, _ = play(replies)
    secret = account.add("what_matters", "zzsecretzz words nobody else said", 99)
    kept = account.add("outcomes", "zzkeptzz from the doctor", 99)
    assert secret
    assert kept
    secret.status = "withdrawn"
    kept.keep_from = ["gp"]
    assert "zzsecretzz" not in json.dumps(build(account))
    assert "zzkeptzz" not in json.dumps(build(account, "gp"))


def test_without_agreement_only_what_must_be_told_is_in_the_receivers_document() -> None:
    account, _ = play([("presses", "safe:yes"), ("danger", "danger_now")])
    account.add("what_matters", "zzgardenzz", 50)
    account.add("people.must_not_be_told", "my husband", 51)
    document = build(account, "safeguarding_team")
    assert document["for_the_worker"]["override_ground"] == "danger_to_life"
    assert "zzgardenzz" not in json.dumps(document)
    assert document["people"]["must_not_be_told"][0]["own_words"] == "my husband"
    assert "zzgardenzz" in json.dumps(build(account))


def test_an_earlier_wording_is_passed_on_only_if_a_worker_has_seen_it() -> None:
    from bot.msp import corrections

    account = Account()
    first = account.add("outcomes", "zzfirstzz", 1)
    assert first
    second = corrections.replace(account, first, "zzsecondzz")
    assert "zzfirstzz" not in json.dumps(build(account))
    account.handed_over = [second.id]
    corrections.replace(account, second, "zzthirdzz")
    document = build(account)
    assert [entry["own_words"] for entry in document["outcomes"][0]["history"]] == [None, "zzsecondzz"]
    assert document["outcomes"][0]["status"] == "changed"


@settings(max_examples=100, deadline=None)
@given(st.lists(REPLIES, max_size=25))
def test_the_read_back_shows_what_the_document_holds_and_numbers_it_from_one(replies: list[tuple[str, str]]) -> None:
    account, _ = play(replies)
    shown = lines(account)
    assert [line.number for line in shown] == list(range(1, len(shown) + 1))
    document = json.dumps(build(account), ensure_ascii=False)
    for line in shown:
        if line.statement:
            assert json.dumps(line.text, ensure_ascii=False)[1:-1] in document
