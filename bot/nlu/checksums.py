"""The trained weights are loaded only if they are the very files that our own build wrote (bot/nlu/weights/about.json)."""

import hashlib
import json
from pathlib import Path

FILES = ("encoder.onnx", "tokenizer.json")


class NotOurs(RuntimeError):
    """A file of weights is not the one that was built."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"bot/nlu/weights/{name} is not the file that our own build wrote. Bring the repository's back (git checkout)."
        )


def of(path: Path) -> str:
    """SHA-256 of a file, hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check(weights: Path) -> None:
    """Raises NotOurs if one of the files is another than about.json says."""
    wanted = json.loads((weights / "about.json").read_text(encoding="utf-8"))["files"]
    for name in FILES:
        if wanted.get(name) != of(weights / name):
            raise NotOurs(name)


def write(weights: Path) -> None:
    """Puts the checksums of the files as they are now into about.json: the last step of a build (tools/encoder)."""
    file = weights / "about.json"
    about = json.loads(file.read_text(encoding="utf-8"))
    about["files"] = {name: of(weights / name) for name in FILES if (weights / name).exists()}
    file.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
