"""A key can be taken out of use: everything is encrypted anew, and nothing that was kept is lost with it."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import LargeBinary, select, type_coerce

from bot.records import audit, check, resume, rotate, tables
from bot.records.base import now, reading
from bot.records.conversations import Message
from bot.records.encryption import as_token
from bot.records.keys import KeySlot, WrongKey, fingerprint, keys
from tests.auxil.people import a_person
from tests.conftest import forget_settings


def use(monkeypatch: pytest.MonkeyPatch, *given: str) -> None:
    """Starts again with these keys."""
    monkeypatch.setenv("MYSAY_SECRET_KEYS", ",".join(given))
    forget_settings()


def stored() -> list[bytes]:
    """Every encrypted value as it lies in the database."""
    found: list[bytes] = []
    with reading() as session:
        for _table, columns in tables.encrypted():
            for column in columns:
                found += [bytes(value) for value in session.scalars(select(type_coerce(column, LargeBinary))) if value]
    return found


def readable_with(key: str) -> int:
    """How many of them that key alone can read."""

    def opens(value: bytes) -> bool:
        try:
            return bool(Fernet(key).decrypt(as_token(value)))
        except InvalidToken:
            return False

    return sum(opens(value) for value in stored())


def test_after_it_the_old_key_can_go_and_everything_can_still_be_read(
    records: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = keys()[0], Fernet.generate_key().decode()
    people = [a_person(f"words {n}", handed_over=n % 2 == 0) for n in range(3)]
    use(monkeypatch, new, old)
    check.at_start()
    a_person("written with the new key")
    before = len(stored())
    assert 0 < readable_with(new) < before
    assert rotate.main([]) == 0
    said = capsys.readouterr().out
    assert f"{fingerprint(new)}  newest, needed" in said
    assert f"{fingerprint(old)}  older, not needed" in said
    assert readable_with(new) == before == len(stored())
    use(monkeypatch, new)
    check.at_start()
    with reading() as session:
        texts = session.scalars(select(Message.text).order_by(Message.id)).all()
        assert texts == ["words 0", "words 1", "words 2", "written with the new key"]
        assert resume.conversation_of(session, people[1].code, now()).id == people[1].id, "her words still open it"
        assert audit.verify(session).broken_at is None
        assert session.scalars(select(KeySlot.fingerprint)).all() == [fingerprint(new)]


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_stopped_in_the_middle_it_goes_on_where_it_was(records: str, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = keys()[0], Fernet.generate_key().decode()
    for n in range(5):
        a_person(f"words {n}")
    use(monkeypatch, new, old)
    monkeypatch.setattr(rotate, "BATCH", 2)
    renew, done = rotate._renewed, []

    def stopped(value: bytes | None) -> bytes | None:
        if len(done) == 9:
            raise KeyboardInterrupt
        done.append(value)
        return renew(value)

    monkeypatch.setattr(rotate, "_renewed", stopped)
    with pytest.raises(KeyboardInterrupt):
        rotate.rotate()
    first, whole = readable_with(new), len(stored())
    assert 0 < first < whole
    with reading() as session:
        assert session.get(KeySlot, fingerprint(old)), "the old key is needed still"
    monkeypatch.setattr(rotate, "_renewed", renew)
    assert rotate.rotate() == whole - first
    assert readable_with(new) == whole
    assert rotate.rotate() == 0


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_a_key_that_is_needed_cannot_be_left_out(
    records: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = keys()[0], Fernet.generate_key().decode()
    a_person("words")
    use(monkeypatch, new, old)
    check.at_start()
    for left, gone in ((new, old), (old, new)):
        use(monkeypatch, left)
        with pytest.raises(check.CannotStart, match=rf"A key is missing \({fingerprint(gone)}\)"):
            check.at_start()
        assert rotate.main([]) == 1
        assert "Nothing was changed" in capsys.readouterr().err
        assert rotate.main(["--list"]) == 0
        assert f"{fingerprint(gone)}  missing, needed" in capsys.readouterr().out
    use(monkeypatch, Fernet.generate_key().decode())
    with pytest.raises(check.CannotStart, match="None of the keys can read what is stored"):
        check.at_start()
    with pytest.raises(WrongKey):
        rotate.rotate()
