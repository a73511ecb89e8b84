"""What is in the repository: nobody's machine, no registry, no secret, no data; and no document that points at nothing."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from bot.settings import ROOT

# Each is written so that it does not find itself.
MACHINE = re.compile(r"(?<![\w.:/<>~-])(?:/(?:home|Users|root|work|tmp)/\w|[A-Z]:\\Users\\)")
REGISTRY = re.compile(
    r"(?:pypi|pythonhosted|npmjs|crates|rubygems|anaconda|jfrog)\.(?:org|io|com)\b|--(?:extra-)?index-url|\bartifactory\b",
    re.IGNORECASE,
)
SECRETS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY",
    "a key of ours": r"(?<![\w/+=-])[\w-]{43}=(?![\w=])",
    "a token of ours": r"\bmysay_[\w-]{43}\b",
    "a bot's token of Telegram": r"\b\d{8,10}:AA[\w-]{33}\b",
    "a cloud's key": r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
    "a forge's token": r"\b(?:gh[pousr]_\w{36}|github_pat_\w{22,}|glpat-[\w-]{20})",
    "a chat's token": r"\bxox[abprs]-[\w-]{10,}",
    "a signed token": r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}",
}
DATA = re.compile(
    r"\.(?:db|sqlite3?|db3|dump|bak|pem|p12|pfx|key)(?:-wal|-shm|-journal)?$|(?:^|/)\.env$|^(?:var|models)/",
    re.IGNORECASE,
)
LINK = re.compile(r"\[[^\]\n]*\]\(<?([^)\s>]+)>?\)")
OUR_PATH = re.compile(
    r"`((?:bot|actions|data|docs|scripts|tests|tools|deploy)/[\w./-]*\w\.\w+|(?:[\w-]+|\.env)\.(?:md|yml|example|toml|txt))(?:::\w+)?`"
)
POINTER = re.compile(r"\bdocs/[\w-]+\.md\b")
NAMED_TEST = re.compile(r"`(test_\w+)`")


@cache
def tracked() -> list[str]:
    """Every file that git keeps, as it stands in the working tree."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@cache
def text_of(name: str) -> str | None:
    """A file's text, or None where it is not text."""
    raw = (ROOT / name).read_bytes()
    if b"\0" in raw[:8192]:
        return None
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return None


def found(pattern: re.Pattern[str]) -> list[str]:
    """Where the pattern is found in the tracked files: file, line and what stands there."""
    return [
        f"{name}:{number}: {match.group()[:60]}"
        for name in tracked()
        for number, line in enumerate((text_of(name) or "").splitlines(), start=1)
        for match in pattern.finditer(line)
    ]


def documents() -> list[str]:
    """The documents, those not yet added too: a link must be right before it is committed."""
    return [str(path.relative_to(ROOT)) for path in [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))]]


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert found(MACHINE) == []


def test_no_file_names_a_package_registry() -> None:
    assert found(REGISTRY) == []


@pytest.mark.parametrize("kind", SECRETS)
def test_no_file_holds_what_looks_like_a_secret(kind: str) -> None:
    assert found(re.compile(SECRETS[kind])) == []


def test_no_database_key_or_settings_file_is_kept() -> None:
    by_name = [name for name in tracked() if DATA.search(name)]
    by_content = [name for name in tracked() if (ROOT / name).open("rb").read(16) == b"SQLite format 3\0"]
    assert by_name + by_content == []


def test_what_looks_for_secrets_finds_them() -> None:
    looks = {
        "a key of ours": "QUJD" * 10 + "QUI" + "=",
        "a token of ours": "mysay_" + "a" * 43,
        "a bot's token of Telegram": "123456789" + ":AA" + "b" * 33,
        "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    }
    assert [kind for kind, looking in looks.items() if not re.search(SECRETS[kind], looking)] == []
    assert MACHINE.search("see /ho" + "me/jo/my-say")


@pytest.mark.parametrize("name", documents())
def test_every_link_of_a_document_leads_somewhere(name: str) -> None:
    text, lost = (ROOT / name).read_text(encoding="utf-8"), []
    for target in LINK.findall(_without_code(text)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (ROOT / name).parent / path if path else ROOT / name
        if not there.exists() or (anchor and anchor not in _anchors(there)):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("name", documents())
def test_every_file_and_test_that_a_document_names_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    beside = (ROOT / name).parent
    paths = [
        path
        for path in OUR_PATH.findall(text)
        if not ((ROOT / path).exists() or (beside / path).exists() or _may_be_made(path))
    ]
    tests = [test for test in NAMED_TEST.findall(text) if not _is_a_test(test)]
    assert paths + tests == []


def test_every_document_that_a_file_points_to_exists() -> None:
    assert sorted({hit for hit in found(POINTER) if not (ROOT / hit.rpartition(" ")[2]).exists()}) == []


def _without_code(text: str) -> str:
    return re.sub(r"^( {4}|\t).*$|^```.*?^```|`[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL)


def _anchors(path: Path) -> set[str]:
    """What a heading can be linked by, as forges make it."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def _may_be_made(path: str) -> bool:
    """A file that a worked example tells the reader to make."""
    return "depends_on_you" in path


@cache
def _tests() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))


def _is_a_test(name: str) -> bool:
    return f"def {name}(" in _tests() or (ROOT / "tests").joinpath(f"{name}.py").exists()
