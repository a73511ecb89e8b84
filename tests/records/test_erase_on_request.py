"""A case that the person asked to have erased is gone, in every table, and stays gone."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.records import audit, erase_on_request, tables
from bot.records.audit import AuditEntry
from bot.records.base import reading
from bot.records.hand_overs import HandOver
from tests.auxil.people import a_person

ABOUT_A_CASE = ("outbox", "deliveries", "hand_overs", "case_steps", "closings", "hand_over_versions", "raised_alerts")


def rows(session: Session) -> dict[str, int]:
    """How many rows there are of each table that holds something of a case or its conversation."""
    return {
        table.name: session.scalar(select(func.count()).select_from(table))
        for table in tables.metadata().sorted_tables
        if table.name in (*ABOUT_A_CASE, "conversations", "messages", "telegram_chats", "telegram_sends")
    }


def test_the_case_is_gone_and_the_others_are_as_they_were(records: str, capsys: pytest.CaptureFixture[str]) -> None:
    a_person("stays", handed_over=True)
    with reading() as session:
        before = rows(session)
    goes = a_person("goes", handed_over=True)
    assert erase_on_request.main([str(goes.reference), "--by", "Jo, lead", "--yes"]) == 0
    assert f"{goes.reference} is erased" in capsys.readouterr().out
    with reading() as session:
        assert rows(session) == before
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert (last.actor, last.action, last.reference) == ("Jo, lead", "case.erased", goes.reference)
        assert audit.verify(session).broken_at is None


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_without_the_reference_twice_or_without_the_case_nothing_is_erased(
    records: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = a_person("stays", handed_over=True)
    monkeypatch.setattr("builtins.input", lambda _question: "yes")
    assert erase_on_request.main([str(kept.reference), "--by", "Jo"]) == 1
    assert erase_on_request.main(["MS-0000", "--by", "Jo", "--yes"]) == 1
    assert capsys.readouterr().err.count("Nothing was erased.") == 2
    with reading() as session:
        assert session.scalars(select(HandOver.reference)).all() == [kept.reference]
