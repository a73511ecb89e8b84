"""What a worker does with a hand-over, and what the person gets of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bot.inbox import contact_plan, work
from bot.records import cases
from bot.records.base import reading, writing
from bot.records.conversations import Conversation, Message, account_of, as_seen
from bot.records.erase import erase
from bot.records.outbox import OutboxEvent
from bot.records.workers import Worker
from tests.inbox import documents
from tests.inbox.conftest import again, browser_of, hand_over, look

SignedIn = Callable[[str], FlaskClient]
on_sqlite = pytest.mark.parametrize("records", ["sqlite"], indirect=True)
A_TUESDAY_AFTERNOON = datetime(2026, 11, 24, 17, 30, tzinfo=ZoneInfo("Europe/Isle_of_Man"))


def messages(reference: str) -> list[dict[str, object]]:
    """What the person sees in their conversation from workers."""
    with reading() as session:
        rows = session.scalars(select(Message).where(Message.sender == "worker").order_by(Message.n)).all()
        return [as_seen(row) for row in rows if row.conversation_id == look(reference).conversation_id]


def rings() -> list[dict[str, object]]:
    """What is to be delivered to people over Telegram."""
    with reading() as session:
        return [e.data for e in session.scalars(select(OutboxEvent).where(OutboxEvent.event == "message.to_person"))]


@pytest.fixture
def tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a Tuesday at half past five."""
    monkeypatch.setattr(work, "now", lambda: A_TUESDAY_AFTERNOON)
    monkeypatch.setattr("bot.inbox.views.hand_overs.now", lambda: A_TUESDAY_AFTERNOON)


@pytest.fixture
def sunday(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a Sunday at half past five."""
    a_sunday = A_TUESDAY_AFTERNOON.replace(day=22)
    monkeypatch.setattr(work, "now", lambda: a_sunday)
    monkeypatch.setattr("bot.inbox.views.hand_overs.now", lambda: a_sunday)


@on_sqlite
def test_the_person_is_told_that_a_worker_has_read_it(inbox: Flask, signed_in: SignedIn, tuesday: None) -> None:
    reference, browser = hand_over(documents.kev()), signed_in("worker")
    browser.post("/account/shown-as", data={"shown_as": "Jo"})
    answer = browser.post(f"/handovers/{reference}/acknowledge", follow_redirects=True)
    assert "The person is told" in answer.text
    found = look(reference)
    assert (found.status, found.unread, found.acknowledged_version) == ("open", False, 1)
    told = messages(reference)
    assert [(one["from"], one["text"]) for one in told] == [
        ("worker", "Jo, from the adult safeguarding team, has read what you told us.")
    ]
    assert rings() == [{"conversation_id": found.conversation_id, "n": told[0]["n"]}]


@on_sqlite
def test_when_it_is_not_safe_to_ring_the_person_sees_it_only_when_they_come_back(
    inbox: Flask, signed_in: SignedIn, sunday: None
) -> None:
    reference = hand_over(documents.kev())
    signed_in("worker").post(f"/handovers/{reference}/acknowledge")
    assert len(messages(reference)) == 1
    assert rings() == []


def test_of_two_workers_who_acknowledge_at_once_one_is_told_that_it_was_done(
    inbox: Flask, people: dict[str, Worker]
) -> None:
    reference = hand_over(documents.wilf())
    browsers = [browser_of(inbox, people[role]) for role in ("worker", "lead")] * 2
    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(browser.post, f"/handovers/{reference}/acknowledge").result for browser in browsers]
        codes = sorted(answer().status_code for answer in answers)
    assert codes == [302, 409, 409, 409]
    assert len(messages(reference)) == 1


@on_sqlite
def test_a_new_version_waits_to_be_read_again_and_reopens_what_was_closed(inbox: Flask, signed_in: SignedIn) -> None:
    reference, browser = hand_over(documents.wilf()), signed_in("worker")
    browser.post(f"/handovers/{reference}/acknowledge")
    close = {"asked": "asked_not_expressed", "risk_result": "ceased", "capacity": "did_not_lack"}
    assert browser.post(f"/handovers/{reference}/close", data=close).status_code == 302
    assert look(reference).status == "closed"
    again(reference, documents.wilf())
    assert (look(reference).status, look(reference).unread) == ("open", True)
    assert "Changed since it was read" in browser.get("/").text
    browser.post(f"/handovers/{reference}/acknowledge")
    assert messages(reference)[-1]["text"] == "A worker from the adult safeguarding team has read what you added."


@on_sqlite
def test_a_reply_reaches_the_person_in_their_channel(inbox: Flask, signed_in: SignedIn, tuesday: None) -> None:
    reference = hand_over(documents.kev())
    answer = signed_in("worker").post(
        f"/handovers/{reference}/reply", data={"words": "Kingfisher. Can we meet Thursday?"}
    )
    assert answer.status_code == 302
    assert messages(reference)[0]["text"] == "Kingfisher. Can we meet Thursday?"
    assert len(rings()) == 1


@on_sqlite
def test_the_plan_stops_a_message_on_a_day_they_said_is_not_safe(
    inbox: Flask, signed_in: SignedIn, sunday: None
) -> None:
    reference, browser = hand_over(documents.kev()), signed_in("worker")
    answer = browser.post(f"/handovers/{reference}/reply", data={"words": "Hello", "reason": "I think it is fine"})
    assert answer.status_code == 409
    assert "outside the times they said are safe" in answer.text
    assert messages(reference) == []
    assert "does not allow a message now" in browser.get(f"/handovers/{reference}").text


@on_sqlite
def test_on_the_web_page_a_worker_may_overrule_the_plan_with_a_reason(
    inbox: Flask, signed_in: SignedIn, sunday: None
) -> None:
    reference, browser = hand_over(documents.ines()), signed_in("worker")
    refused = browser.post(f"/handovers/{reference}/reply", data={"words": "Hello"})
    assert refused.status_code == 409
    assert "say why it is safe now" in refused.text
    assert messages(reference) == []
    agreed = {"words": "Hello", "reason": "She rang from work and asked me to write here"}
    assert browser.post(f"/handovers/{reference}/reply", data=agreed).status_code == 302
    with reading() as session:
        step = cases.steps_of(session, look(reference).id)[-1]
    assert (step.kind, step.body["reason"]) == ("reply", "She rang from work and asked me to write here")


@on_sqlite
def test_a_reply_to_somebody_who_just_erased_everything_says_so(
    inbox: Flask, signed_in: SignedIn, tuesday: None
) -> None:
    reference, browser = hand_over(documents.wilf()), signed_in("worker")
    with writing() as session:
        erase(session, look(reference).conversation_id)
    answer = browser.post(f"/handovers/{reference}/reply", data={"words": "Hello"})
    assert answer.status_code == 409
    assert "erased their conversation" in answer.text
    assert browser.post(f"/handovers/{reference}/review").status_code == 409
    assert browser.post(f"/handovers/{reference}/acknowledge").status_code == 302
    page = browser.get(f"/handovers/{reference}").text
    assert "They cannot be reached this way any more" in page
    assert "left in peace" in page


@on_sqlite
def test_a_review_is_the_next_thing_the_person_is_asked(inbox: Flask, signed_in: SignedIn, tuesday: None) -> None:
    reference, browser = hand_over(documents.kev()), signed_in("worker")
    assert browser.post(f"/handovers/{reference}/review").status_code == 302
    found = look(reference)
    with reading() as session:
        account = account_of(session, found.conversation_id)
    assert found.status == "review"
    assert account is not None
    assert account.next_up[0] == "review"
    assert "how things are for you now" in str(messages(reference)[0]["text"])
    assert browser.post(f"/handovers/{reference}/review").status_code == 409
    changed = documents.kev()
    again(reference, changed)
    assert look(reference).status == "review", "something else was added"
    changed["review"] = {"feels_safer": "yes", "own_words": documents.said("they dont come now")}
    changed["outcomes"][1]["achieved"] = "fully"
    again(reference, changed)
    assert (look(reference).status, look(reference).unread) == ("open", True)
    page = browser.get(f"/handovers/{reference}").text
    assert "they dont come now" in page
    assert "They say: fully achieved" in page


@on_sqlite
def test_closing_asks_for_each_field_of_the_national_return(inbox: Flask, signed_in: SignedIn) -> None:
    reference, browser = hand_over(documents.kev()), signed_in("worker")
    whole = {
        "asked": "asked_expressed",
        "achieved": "partially",
        "risk_result": "identified_action",
        "risk_outcome": "reduced",
        "capacity": "lacked",
        "advocate": "yes",
    }
    for missing in whole:
        answer = browser.post(f"/handovers/{reference}/close", data=whole | {missing: ""})
        assert answer.status_code == 422, missing
    assert browser.post(f"/handovers/{reference}/close", data=whole | {"capacity": "king"}).status_code == 422
    assert browser.post(f"/handovers/{reference}/close", data=whole).status_code == 302
    with reading() as session:
        closing = cases.closing_of(session, look(reference).id)
    assert {key: getattr(closing, key) for key in whole} == whole
    assert browser.post(f"/handovers/{reference}/close", data=whole).status_code == 409


@on_sqlite
def test_each_step_is_on_the_page_with_who_took_it(
    inbox: Flask, signed_in: SignedIn, people: dict[str, Worker]
) -> None:
    reference, browser = hand_over(documents.kev()), signed_in("worker")
    for name, form in {
        "take": {},
        "assign": {"worker": people["lead"].id},
        "note": {"words": "Rang the support worker"},
        "decision": {"words": "Visit on Thursday", "why": "He asked for it"},
        "override": {
            "ground": "others_at_risk",
            "with_whom": "the police",
            "why": "A lad at number 9",
            "person_told": "Yes",
        },
        "capacity": {"decision": "to let them in", "observed": "He weighed it up with pictures"},
    }.items():
        assert browser.post(f"/handovers/{reference}/{name}", data=form).status_code == 302, name
    text = browser.get(f"/handovers/{reference}").text
    for words in (
        "Rang the support worker",
        "Visit on Thursday",
        "A lad at number 9",
        "He weighed it up with pictures",
    ):
        assert words in text
    assert text.count("Robin Worker,") >= 6
    assert look(reference).assigned_to_id == people["lead"].id


@on_sqlite
@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("note", {"words": " "}),
        ("note", {"words": "x" * 10_001}),
        ("decision", {"words": "Visit"}),
        ("override", {"ground": "because", "with_whom": "x", "why": "x", "person_told": "x"}),
        ("override", {"ground": "duress", "with_whom": "", "why": "x", "person_told": "x"}),
        ("capacity", {"decision": "x"}),
        ("assign", {"worker": "999"}),
        ("reply", {"words": "x" * 2_001}),
        ("own-fields", {"case_number": "x" * 41}),
    ],
)
def test_a_form_that_lacks_something_says_what_and_changes_nothing(
    inbox: Flask, signed_in: SignedIn, name: str, form: dict[str, str]
) -> None:
    reference = hand_over(documents.wilf())
    answer = signed_in("worker").post(f"/handovers/{reference}/{name}", data=form)
    assert answer.status_code in (413, 422)
    with reading() as session:
        assert cases.steps_of(session, look(reference).id) == []


@on_sqlite
def test_an_auditor_or_administrator_cannot_be_given_a_hand_over(
    inbox: Flask, signed_in: SignedIn, people: dict[str, Worker]
) -> None:
    reference, browser = hand_over(documents.kev()), signed_in("lead")
    for role in ("auditor", "administrator", "independent_lead"):
        assert browser.post(f"/handovers/{reference}/assign", data={"worker": people[role].id}).status_code == 422
    assert look(reference).assigned_to_id is None


def test_messages_of_worker_and_person_keep_their_order(inbox: Flask, people: dict[str, Worker]) -> None:
    reference = hand_over(documents.wilf())
    with writing() as session:
        conversation = session.get(Conversation, look(reference).conversation_id)
        session.add(Message(conversation_id=conversation.id, n=1, sender="you", text="hello"))
    browsers = [browser_of(inbox, people[role]) for role in ("worker", "lead")]
    with ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(b.post, f"/handovers/{reference}/reply", data={"words": f"m{i}"})
            for i, b in enumerate(browsers)
        ]
        assert {job.result().status_code for job in jobs} == {302}
    assert [one["n"] for one in messages(reference)] == [2, 3]


def plan(channel: str = "web", **contact: object) -> str:
    made = documents.document(channel=channel)
    made["safe_contact"] |= contact
    return contact_plan.may_write(made, A_TUESDAY_AFTERNOON).decision


@on_sqlite
def test_leave_no_message_is_held_to(records: str) -> None:
    assert plan("telegram", leave_message="no") == "stop"
    assert plan("web", leave_message="no") == "confirm"
    assert plan("telegram", leave_message="not_sure") == "confirm"
    assert plan("telegram") == "confirm"
    assert plan("telegram", leave_message="yes") == "clear"
    assert plan("web") == "clear"
    assert plan("web", when=documents.said("when the blue curtain is shut")) == "confirm"
    assert plan("telegram", leave_message="yes", when=documents.said("mornings only")) == "stop"


@on_sqlite
@pytest.mark.parametrize(
    ("said", "tuesday_half_five", "friday_half_ten"),
    [
        ("after 3", True, False),
        ("after 3 when im back. not fridays thats when they come", True, False),
        ("text me after 4 not on Tuesdays", False, False),
        ("weekday afternoons", False, False),
        ("Weekdays between 10 and 2", False, True),
        ("10-12 or after 5pm", None, None),
        ("mornings or evenings", True, True),
        ("after 3, weekdays", True, None),
        ("after 3 and before 5", None, None),
        ("any time", True, True),
        ("anytime but not tuesday", False, True),
        ("before 12", False, True),
        ("mornings", False, True),
        ("Friday morning", False, True),
        ("tues or fri", True, True),
        ("weekends", False, False),
        ("evenings, never on a friday", True, False),
        ("when he is at work", None, None),
        ("not when he is home", None, None),
        ("only 9am to 11am", False, True),
        ("from 9 until half past", None, None),
        ("17:00 to 18:00", True, False),
        ("not before 11am", True, False),
        ("after 99", None, None),
    ],
)
def test_when_it_is_safe_is_read_or_left_to_the_worker(
    records: str, said: str, tuesday_half_five: bool | None, friday_half_ten: bool | None
) -> None:
    friday = datetime(2026, 11, 27, 10, 30, tzinfo=ZoneInfo("Europe/Isle_of_Man"))
    assert contact_plan.fits_now(said, A_TUESDAY_AFTERNOON) is tuesday_half_five
    assert contact_plan.fits_now(said, friday) is friday_half_ten


@on_sqlite
def test_nothing_a_worker_or_a_person_wrote_is_readable_in_the_file_or_the_log(
    inbox: Flask, signed_in: SignedIn, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(0)
    made = documents.wilf()
    made["outcomes"][0]["own_words"] = "SENTINEL-person"
    reference, browser = hand_over(made), signed_in("worker")
    browser.post(f"/handovers/{reference}/note", data={"words": "SENTINEL-note"})
    browser.post(f"/handovers/{reference}/decision", data={"words": "SENTINEL-decision", "why": "SENTINEL-why"})
    browser.post(f"/handovers/{reference}/reply", data={"words": "SENTINEL-reply"})
    monkeypatch.setattr("bot.inbox.views.hand_overs.timeline", lambda *_: 1 / int("SENTINEL"))
    assert browser.get(f"/handovers/{reference}").status_code == 500
    assert "ValueError at" in caplog.text
    assert "SENTINEL" not in caplog.text
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 0
    assert all(b"SENTINEL" not in path.read_bytes() for path in files)
