"""What people and workers write never becomes markup, a command, a link or a header: pages, PDF, JSON, CSV, e-mail."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.handover import email, pdf
from bot.handover.receivers import Notice
from bot.records import experience
from bot.records.base import now, writing
from bot.records.workers import ROLES, Worker
from tests.inbox import documents
from tests.inbox.conftest import again, hand_over, held

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)
SignedIn = Callable[[str], FlaskClient]

ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "</blockquote><form action=https://evil.example>",
    "=HYPERLINK(1)",
    "\u202egnp.exe",
    "\x00\x1b[31m",
    "a\r\nBcc: everybody@evil.example",
]
# what a PDF opens with may be a place in it ("[3 0 R /FitH]"), never an action
ACTIVE = re.compile(rb"/(?:(?:JavaScript|JS|Launch|AA|URI|SubmitForm|EmbeddedFile|RichMedia)\b|OpenAction(?! \[))")


def every_word_replaced(value: Any, words: str) -> Any:
    """The document with every free text replaced; codes, times and the schema's fixed texts stay."""
    fixed = {
        "schema",
        "reference",
        "at",
        "started_at",
        "handed_over_at",
        "level",
        "code",
        "source",
        "location",
        "status",
    }
    fixed |= {"role", "channel", "answer", "share", "leave_message", "person_knows", "override_ground", "recipient"}
    fixed |= {"asked_about_outcomes", "achieved", "voice", "change", "feels_safer"}
    if isinstance(value, dict):
        return {k: v if k in fixed else every_word_replaced(v, words) for k, v in value.items()}
    if isinstance(value, list):
        return [every_word_replaced(part, words) for part in value]
    return words if isinstance(value, str) and not re.match(r"\d{4}-\d\d-\d\dT", value) else value


def is_only_text(page: str) -> None:
    """Nothing of an attack is markup in a page."""
    assert "<script" not in page
    assert "<img" not in page
    assert "evil.example>" not in page
    assert "49" not in re.findall(r"<blockquote[^>]*><p>(.*?)</p>", page)
    assert not re.search(r'(?:href|src|action)="javascript:', page)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_field_of_the_person_becomes_markup(inbox: Flask, signed_in: SignedIn, attack: str) -> None:
    for made in (documents.ines(), documents.hester()):
        made["for_the_worker"]["conflict_of_interest"] = False
        reference = hand_over(every_word_replaced(made, attack))
        again(reference, every_word_replaced(made, f"{attack} {attack}"))
        browser = signed_in("worker")
        for field in ("case_number", "label"):
            browser.post(f"/handovers/{reference}/own-fields", data={field: attack[:40]})
        for name, fields in {
            "note": ["words"],
            "decision": ["words", "why"],
            "capacity": ["decision", "observed"],
        }.items():
            browser.post(f"/handovers/{reference}/{name}", data=dict.fromkeys(fields, attack))
        for address in (f"/handovers/{reference}", f"/handovers/{reference}?version=1", "/", f"/?search={attack}"):
            is_only_text(browser.get(address).text)
        assert browser.get(f"/handovers/{reference}.pdf").data.startswith(b"%PDF")
        assert browser.get(f"/handovers/{reference}.json").content_type == "application/json"


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_name_and_no_word_about_the_service_becomes_markup(
    inbox: Flask, signed_in: SignedIn, people: dict[str, Worker], attack: str
) -> None:
    with writing() as session:
        for role in ROLES:
            session.get(Worker, people[role].id).name = attack[:60]
        experience.add(session, attack, restricted=False)
    reference = hand_over(every_word_replaced(documents.kev(), attack))
    signed_in("worker").post(f"/handovers/{reference}/note", data={"words": attack})
    signed_in("lead").post("/experience/improvements", data={"words": attack})
    for role, addresses in {
        "lead": ("/", f"/handovers/{reference}", "/experience/", "/audit", "/numbers", "/outbox"),
        "administrator": ("/administration/", "/account/"),
        "auditor": ("/audit", f"/audit?reference={attack}"),
    }.items():
        for address in addresses:
            answer = signed_in(role).get(address, follow_redirects=True)
            assert answer.status_code == 200, (role, address)
            is_only_text(answer.text)


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_pdf_holds_it_as_text_and_nothing_that_acts(records: str, attack: str) -> None:
    made = every_word_replaced(documents.ines(), attack) | {"reference": "HERON-4821", "version": 1}
    printed = pdf.render(made)
    reader = PdfReader(io.BytesIO(printed))
    assert not ACTIVE.search(printed)
    assert not any("/Annots" in page for page in reader.pages)
    plain = "".join(character for character in attack if character.isprintable())
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    assert "".join(plain.split()) in text or plain != attack


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_e_mail_holds_none_of_it(records: str, people: dict[str, Worker], attack: str) -> None:
    reference = hand_over(every_word_replaced(documents.ines(), attack))
    with writing() as session:
        held(session, reference).label = attack[:40]
    made = email.message(
        Notice("1", "alert.raised", reference, now(), {"repeat": 1}), ["duty@example.org"], "my-say@example.org"
    )
    assert attack not in made.as_string()
    assert "evil.example" not in made.as_string()


@given(words=st.text(min_size=1, max_size=300))
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_a_person_types_becomes_a_pdf(records: str, words: str) -> None:
    made = every_word_replaced(documents.ines(), words) | {"reference": "HERON-4821", "version": 1}
    assert pdf.render(made).startswith(b"%PDF")
