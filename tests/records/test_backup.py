"""One file brings everything back, into either engine; whoever was erased meanwhile stays erased."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import func, select, text
from sqlalchemy.engine import Engine

from bot.records import audit, backup, check, erased, restore, resume
from bot.records.base import engine, new_engine, now, reading, writing
from bot.records.conversations import Conversation, Message
from bot.records.erase import erase
from bot.records.erase_on_request import erase_on_request
from bot.records.hand_overs import HandOver
from bot.records.keys import keys
from bot.records.tables import metadata
from bot.records.telegram import TelegramChat
from bot.settings import settings
from tests.auxil.people import a_person
from tests.conftest import ENGINES, forget_settings

Elsewhere = Callable[[str], str]


@pytest.fixture
def elsewhere(
    tmp_path: Path, postgres: Engine, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Elsewhere:
    """Goes to a new machine with an empty database of that engine, and the list of who was erased."""

    def go(kind: str) -> str:
        url = f"sqlite:///{tmp_path / 'new.db'}"
        if kind == "postgresql":
            with postgres.connect() as connection:
                connection.execute(text("CREATE DATABASE restored"))
            url = postgres.url.set(database="restored").render_as_string(False)
            request.addfinalizer(lambda: drop(postgres))
        monkeypatch.setenv("MYSAY_DATABASE_URL", url)
        forget_settings()
        return url

    return go


def drop(postgres: Engine) -> None:
    """Away with it."""
    with postgres.connect() as connection:
        connection.execute(text("DROP DATABASE restored WITH (FORCE)"))


def rows(of: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row as it is read, table by table."""
    with of.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=str)
            for table in metadata().sorted_tables
        }


@pytest.mark.parametrize("into", ENGINES)
def test_everything_is_brought_back_as_it_was(
    records: str, into: str, elsewhere: Elsewhere, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [a_person(f"zz words {n}", handed_over=n == 0) for n in range(3)]
    file = tmp_path / "all.backup"
    assert backup.main([str(file)]) == 0
    assert file.stat().st_mode & 0o077 == 0
    assert b"zz words" not in file.read_bytes()
    assert people[0].reference.encode() not in file.read_bytes()
    before = rows(engine())
    elsewhere(into)
    assert restore.main([str(file), "--without-list"]) == 0
    assert "messages" not in capsys.readouterr().err
    check.at_start()
    after = rows(engine())
    for name in before.keys() - {"audit", "conversations", "telegram_chats", "telegram_sends"}:
        assert after[name] == before[name], name
    assert after["telegram_sends"] == [], "nothing old is sent to a telephone"
    with reading() as session:
        assert all(chat.hidden_at for chat in session.scalars(select(TelegramChat)))
        assert all(each.token_expires_at <= now() for each in session.scalars(select(Conversation)))
        assert resume.conversation_of(session, people[1].code, now()).id == people[1].id
        assert audit.verify(session).broken_at is None
        assert (
            session.scalar(select(audit.AuditEntry.action).order_by(audit.AuditEntry.id.desc())) == "records.restored"
        )
    assert a_person("and it goes on").id, "numbers go on after the highest"


def test_whoever_was_erased_after_the_backup_stays_erased(
    records: str, elsewhere: Elsewhere, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stays, goes, sent = a_person("stays"), a_person("goes"), a_person("was sent", handed_over=True)
    file = tmp_path / "all.backup"
    assert backup.main([str(file)]) == 0
    for person in (goes, sent):
        with writing() as session:
            erase(session, person.id)
    listed = settings().erased_file.read_text()
    assert goes.id not in listed, "the list says nobody's id"
    assert len(listed.splitlines()) == 2
    elsewhere("sqlite" if records.startswith("postgresql") else "postgresql")
    assert restore.main([str(file)]) == 0
    with reading() as session:
        assert session.scalars(select(Conversation.id)).all() == [stays.id]
        assert session.scalars(select(Message.text)).all() == ["stays"]
        assert session.scalars(select(TelegramChat.conversation_id)).all() == [stays.id]
        left = session.scalar(select(HandOver))
        assert (left.reference, left.conversation_id) == (sent.reference, None), "what was sent is the service's"


def test_a_case_that_was_erased_on_request_stays_erased(records: str, elsewhere: Elsewhere, tmp_path: Path) -> None:
    def held() -> dict[str, int]:
        with reading() as session:
            return {
                table.name: session.scalar(select(func.count()).select_from(table))
                for table in metadata().sorted_tables
                if {"reference", "hand_over_id", "conversation_id"} & set(table.columns.keys())
                and table.name not in ("audit", "telegram_sends")  # of which more is added, and nothing brought back
            }

    stays, goes = a_person("stays", handed_over=True), a_person("goes", handed_over=True)
    file = tmp_path / "all.backup"
    assert backup.main([str(file)]) == 0
    assert erase_on_request(str(goes.reference), "Jo")
    left = held()
    elsewhere("sqlite" if records.startswith("postgresql") else "postgresql")
    assert restore.main([str(file)]) == 0
    assert held() == left
    with reading() as session:
        assert session.scalars(select(HandOver.reference)).all() == [stays.reference]


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_the_lists_of_other_machines_count_too_and_without_any_it_is_refused(
    records: str,
    elsewhere: Elsewhere,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    goes = a_person("goes")
    file, other = tmp_path / "all.backup", tmp_path / "other-machine.txt"
    assert backup.main([str(file)]) == 0
    other.write_text(f"{erased.name_of(goes.id)}\n")
    monkeypatch.setenv("MYSAY_ERASED_FILE", str(tmp_path / "none-yet.txt"))
    elsewhere("sqlite")
    assert restore.main([str(file)]) == 1
    assert "There is no list of erased conversations" in capsys.readouterr().err
    assert restore.main([str(file), "--erased", str(tmp_path / "typo.txt")]) == 1
    assert restore.main([str(file), "--erased", str(other)]) == 0
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Conversation)) == 0
    assert settings().erased_file.read_text() == other.read_text(), "the next restore knows too"


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_what_cannot_be_brought_back_is_said_and_changes_nothing(
    records: str,
    elsewhere: Elsewhere,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for n in range(3):
        a_person(f"words {n}")
    file = tmp_path / "all.backup"
    assert backup.main([str(file)]) == 0
    assert backup.main([str(file)]) == 1, "nothing is written over"
    assert restore.main([str(file), "--without-list"]) == 1
    assert "is not empty" in capsys.readouterr().err
    url, key = elsewhere("sqlite"), keys()[0]
    whole = file.read_bytes().splitlines(keepends=True)
    another = b"B" if whole[0][30:31] == b"A" else b"A"
    broken = {
        "its end is missing": whole[:-1],
        "changed or cut off": [*whole[:-1], whole[-1][:-9]],
        "not in order": [*whole[:2], whole[3], whole[2], *whole[4:]],
        "none of the keys opens it": [whole[0][:30] + another + whole[0][31:], *whole[1:]],
    }
    for why, made in broken.items():
        (tmp_path / "broken").write_bytes(b"".join(made))
        assert restore.main([str(tmp_path / "broken"), "--without-list"]) == 1
        said = capsys.readouterr().err
        assert why in said
        assert "Nothing was changed" in said
    assert restore.main([str(tmp_path / "nowhere"), "--without-list"]) == 1
    monkeypatch.setenv("MYSAY_SECRET_KEYS", Fernet.generate_key().decode())
    forget_settings()
    assert restore.main([str(file), "--without-list"]) == 1
    assert "none of the keys opens it" in capsys.readouterr().err
    monkeypatch.setenv("MYSAY_SECRET_KEYS", key)
    forget_settings()
    made = new_engine(url)
    assert rows_of_nothing(made)
    made.dispose()


def rows_of_nothing(of: Engine) -> bool:
    """True if the database holds no table."""
    with of.connect() as connection:
        return connection.scalar(text("SELECT count(*) FROM sqlite_master WHERE type = 'table'")) == 0


@pytest.mark.parametrize("records", ["sqlite"], indirect=True)
def test_a_backup_that_fails_leaves_no_file(
    records: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    a_person("words")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup.os, "fsync", full)
    folder = tmp_path / "backups"
    assert backup.main([str(folder / "all.backup")]) == 1
    assert "No space left" in capsys.readouterr().err
    assert list(folder.iterdir()) == []
    shutil.rmtree(folder)
