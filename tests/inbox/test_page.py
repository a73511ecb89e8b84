"""The list and the page of a hand-over: what a worker must see, and what must never be there."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.inbox.compare import differences
from tests.inbox import documents
from tests.inbox.conftest import again, hand_over, look

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)
SignedIn = Callable[[str], FlaskClient]


def test_the_invented_documents_are_as_the_schema_says(records: str) -> None:
    schema = json.loads(Path("bot/msp/hand_over.schema.json").read_text(encoding="utf-8"))
    schema.pop("$id")  # jsonschema 4.17 cannot resolve references under a urn
    for document in [*documents.everybody(), documents.long_account()]:
        jsonschema.validate(document | {"reference": "HERON-4821", "version": 1}, schema)


def test_everything_the_person_said_is_on_the_page(inbox: Flask, signed_in: SignedIn) -> None:
    for document in documents.everybody()[:3]:
        reference = hand_over(document)
        text = signed_in("worker").get(f"/handovers/{reference}").text
        for words in re.findall(r'"own_words": "((?:[^"\\]|\\.)*)"', json.dumps(document, ensure_ascii=False)):
            assert words.replace("'", "&#39;") in text


def test_the_page_answers_the_first_minute_in_order(inbox: Flask, signed_in: SignedIn) -> None:
    text = signed_in("worker").get(f"/handovers/{hand_over(documents.ines())}").text
    titles = re.findall(r"<h2[^>]*>(.*?)</h2>", text)
    assert titles[:7] == [
        "Alerts",
        "How to reach them safely",
        "What they want",
        "What they fear if people help",
        "What is happening",
        "What matters, and should stay",
        "People",
    ]
    banner = text[text.index("How to reach them safely") : text.index("What they want")]
    assert "Must not know or be told" in banner
    assert "Marco. He checks everything" in banner
    assert "Marco and his mother" in banner


def test_somebody_who_must_not_know_is_named_once_in_the_banner(inbox: Flask, signed_in: SignedIn) -> None:
    made = documents.kev()
    made["safe_contact"]["must_not_know"] = documents.said("My Dad he will shout")
    text = signed_in("worker").get(f"/handovers/{hand_over(made)}").text
    banner = text[text.index("How to reach them safely") : text.index("What they want")]
    assert banner.casefold().count("my dad he will shout") == 1


def test_a_code_stands_beside_the_words_it_came_from_as_not_assessed(inbox: Flask, signed_in: SignedIn) -> None:
    text = signed_in("worker").get(f"/handovers/{hand_over(documents.kev())}").text
    assert re.search(
        r"Financial or material abuse</strong> <q[^>]*>he has my bank card an he knows my number</q>", text
    )
    assert "The person's account, not assessed" in text.replace("&#39;", "'")


def test_a_carers_words_stand_apart_from_the_persons(inbox: Flask, signed_in: SignedIn) -> None:
    text = signed_in("independent_lead").get(f"/handovers/{hand_over(documents.hester())}").text
    other = text[text.index('class="other-voice"') : text.index('id="matters"')]
    assert "finger marks" in other
    assert "finger marks" not in text.replace(other, "")
    assert "not the person's own words" in other.replace("&#39;", "'")


def test_what_was_kept_back_is_named_by_topic_alone(inbox: Flask, signed_in: SignedIn) -> None:
    text = signed_in("worker").get(f"/handovers/{hand_over(documents.ines())}").text
    consent = text[text.index('id="consent"') :]
    assert "What matters to them" in consent


def test_a_second_version_shows_what_changed_and_keeps_the_first(inbox: Flask, signed_in: SignedIn) -> None:
    reference, changed = hand_over(documents.kev()), documents.kev()
    changed["outcomes"][1] = documents.outcome(
        "them to never come in again",
        priority=2,
        history=[{"at": documents.AT, "own_words": "them to stop coming in", "change": "said"}],
    )
    changed["not_wanted"] += documents.said("no police yet")
    changed["what_matters"].pop()
    changed["safety"]["score_0_10"] = 6
    found = differences(documents.kev(), changed)
    assert {(one.kind, one.before, one.after) for one in found} == {
        ("changed", "3", "6"),
        ("changed", "them to stop coming in", "them to never come in again"),
        ("added", None, "no police yet"),
        ("taken_out", "having somebody to play darts with", None),
    }
    again(reference, changed)
    browser = signed_in("worker")
    text = browser.get(f"/handovers/{reference}").text
    assert "What changed since version 1" in text
    assert '<ins dir="auto">no police yet</ins>' in text
    assert "This is an older version" in browser.get(f"/handovers/{reference}?version=1").text
    assert browser.get(f"/handovers/{reference}?version=9").status_code == 404
    assert browser.get(f"/handovers/{reference}.json?version=1").json["safety"]["score_0_10"] == 3


def test_the_list_stands_in_order_of_urgency_and_waiting_and_holds_no_words(inbox: Flask, signed_in: SignedIn) -> None:
    made = {name: hand_over(getattr(documents, name)()) for name in ("wilf", "kev", "ines")}
    text = signed_in("worker").get("/").text
    assert re.findall(r'scope="row"><a[^>]*>([A-Z]+-\d+)', text) == [made["ines"], made["kev"], made["wilf"]]
    for words in ("Marco", "bank card", "left in peace", "kingfisher"):
        assert words not in text
    assert "2 alerts open" in text


def test_the_list_finds_by_the_workers_own_fields_alone(inbox: Flask, signed_in: SignedIn) -> None:
    reference, other = hand_over(documents.kev()), hand_over(documents.wilf())
    browser = signed_in("worker")
    browser.post(f"/handovers/{reference}/own-fields", data={"case_number": "C-100%_7", "label": "flat by the quay"})
    assert reference in browser.get("/?search=quay").text
    assert other not in browser.get("/?search=quay").text
    assert reference in browser.get("/?search=100%25_7").text
    assert reference not in browser.get("/?search=C-100x").text
    assert reference in browser.get(f"/?search={reference.lower()}").text
    assert reference not in browser.get("/?search=bank").text
    assert look(reference).label == "flat by the quay"
