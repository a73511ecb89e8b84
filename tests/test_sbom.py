"""What My Say is made of is written down, and is what the lock says."""

import json
import re

import pytest

from bot.settings import ROOT
from scripts import sbom


def test_the_bill_of_materials_and_the_licences_are_those_of_the_lock() -> None:
    old = [path.name for path, text in sbom.files().items() if path.read_text(encoding="utf-8") != text]
    assert old == [], "run: make sbom"


def test_every_package_that_is_installed_anywhere_is_in_it_once_and_locked_with_hashes() -> None:
    bill = json.loads(sbom.SBOM.read_text(encoding="utf-8"))
    refs = [part["bom-ref"] for part in bill["components"]]
    assert len(refs) == len(set(refs))
    entries = re.split(r"\n(?=[A-Za-z0-9])", sbom.LOCK.read_text(encoding="utf-8"))
    assert len(entries) >= len(bill["components"]) - len(sbom.PARTS)
    assert [entry.partition(" ")[0] for entry in entries if entry.count("--hash=sha256:") < 1] == []
    locked = {entry.partition(" ")[0].partition("[")[0] for entry in entries}
    named = {f"{part['name']}=={part['version']}" for part in bill["components"] if part["type"] == "library"}
    assert {entry for entry in named if entry not in locked and not any(e.startswith(entry) for e in locked)} == set()


def test_a_package_in_another_version_than_locked_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sbom, "version", lambda name: "0")
    with pytest.raises(LookupError, match=r"is in the lock, and 0 is installed\. Run make install"):
        sbom.files()


def test_the_weights_in_it_are_those_that_are_loaded() -> None:
    about = json.loads((ROOT / "bot/nlu/weights/about.json").read_text(encoding="utf-8"))
    bill = json.loads(sbom.SBOM.read_text(encoding="utf-8"))
    hashes = {part["name"]: part["hashes"][0]["content"] for part in bill["components"] if part.get("hashes")}
    assert hashes["encoder.onnx"] == about["files"]["encoder.onnx"]
