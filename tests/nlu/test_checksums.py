"""Only what our own build and training wrote is loaded."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot import model
from bot.nlu.checksums import FILES, NotOurs, check, write
from bot.nlu.encoder import WEIGHTS, Encoder
from bot.settings import ROOT


@pytest.mark.parametrize("name", FILES)
def test_weights_that_somebody_changed_are_not_loaded(name: str, tmp_path: Path) -> None:
    shutil.copytree(WEIGHTS, tmp_path / "weights")
    check(tmp_path / "weights")
    with (tmp_path / "weights" / name).open("ab") as changed:
        changed.write(b"\0")
    with pytest.raises(NotOurs, match=f"{name} is not the file that our own build wrote"):
        Encoder(tmp_path / "weights")
    write(tmp_path / "weights")
    check(tmp_path / "weights")


def test_rasa_starts_with_no_model_but_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "m.tar.gz").write_bytes(b"somebody else's")
    (tmp_path / "m.stamp").write_text("made-from another-checksum\n")
    monkeypatch.setattr(model, "MODEL", tmp_path / "m.tar.gz")
    monkeypatch.setattr(model, "STAMP", tmp_path / "m.stamp")
    assert not model.is_ours()
    start = (
        "import runpy, sys, pathlib; from bot import model; model.MODEL = pathlib.Path(sys.argv[1]); "
        "model.STAMP = model.MODEL.with_suffix('').with_suffix('.stamp'); sys.argv = ['rasa', 'serve']; "
        "runpy.run_module('bot.dialogue', run_name='__main__')"
    )
    command = [sys.executable, "-c", start, str(tmp_path / "m.tar.gz")]
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "not the one that was trained here" in refused.stderr
