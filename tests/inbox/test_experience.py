"""What people say about the process, without who they are."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect

from bot.records import experience
from bot.records.base import engine, writing
from bot.records.experience import Experience

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)
SignedIn = Callable[[str], FlaskClient]


def test_nothing_is_kept_that_says_who_wrote_it(records: str) -> None:
    columns = {column["name"] for column in inspect(engine()).get_columns("experiences")}
    assert columns == {"id", "quarter", "own_words", "restricted"}


def test_leads_read_it_and_write_down_what_was_changed(inbox: Flask, signed_in: SignedIn) -> None:
    with writing() as session:
        experience.add(session, "It was long but kind <b>")
        experience.add(session, "=1+1")
        experience.add(session, "Somebody of the team should know", restricted=True)
        experience.add(session, "  ")
        assert session.query(Experience).count() == 3
    lead = signed_in("lead")
    shown = lead.get("/experience/").text
    assert "It was long but kind &lt;b&gt;" in shown
    assert "Somebody of the team" not in shown
    assert "Somebody of the team" in signed_in("independent_lead").get("/experience/").text
    assert "'=1+1" in lead.get("/experience/experience.csv").text
    assert lead.post("/experience/improvements", data={"words": "Fewer questions at the start"}).status_code == 302
    assert "Fewer questions at the start" in signed_in("auditor").get("/experience/").text
    assert lead.post("/experience/improvements", data={"words": ""}).status_code == 422
