"""The trained model: made again when what it is made from has changed. `python -m bot.model [--force]`."""

import argparse
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.settings import ROOT

MODEL = ROOT / "models" / "my-say.tar.gz"
NOT_OURS = "The model is not there, or not the one that was trained here. Run: python -m bot.model"
STAMP = ROOT / "models" / "my-say.stamp"
MADE_FROM = ("config.yml", "domain.yml", "data", "bot/nlu", "bot/dialogue/listening_policy.py")


def main() -> None:
    """Trains if needed, or always with --force."""
    arguments = argparse.ArgumentParser(prog="make train", description=__doc__)
    arguments.add_argument("--force", action="store_true", help="train even if nothing has changed")
    if not train(force=arguments.parse_args().force):
        print("The model is up to date.")


def train(*, force: bool = False) -> bool:
    """Trains the model unless it is up to date. Returns whether it did. Exits with a clear line if training fails."""
    wanted = fingerprint()
    if not force and is_ours(wanted):
        return False
    print("Training the model (about 30 seconds) ...", flush=True)
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "bot.dialogue",
            "train",
            "--fixed-model-name",
            "my-say",
            "--skip-validation",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0 or not MODEL.exists():
        sys.exit(f"The model could not be trained. Rasa said:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    STAMP.write_text(f"{wanted} {checksum()}\n")
    print("The model is trained.", flush=True)
    return True


def is_ours(wanted: str | None = None) -> bool:
    """True if the model is the very file our last training wrote, and (if given) from what stands there now.

    Loading a model is loading code (research, engineering, section 3.1): nothing else is ever loaded.
    """
    if not (MODEL.exists() and STAMP.exists()):
        return False
    made_from, _, file = STAMP.read_text().partition(" ")
    return file.strip() == checksum() and wanted in (None, made_from)


def checksum() -> str:
    """SHA-256 of the model's file."""
    return hashlib.sha256(MODEL.read_bytes()).hexdigest()


def fingerprint() -> str:
    """SHA-256 over everything the model is made from."""
    digest = hashlib.sha256()
    for path in _files():
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for name in MADE_FROM:
        path = ROOT / name
        if path.is_file():
            yield path
        else:
            yield from sorted(p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts)


if __name__ == "__main__":
    main()
