"""The two references, set up by themselves under var/bench: Rasa's default assistant, and a Rasa with one rule."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

from bot.settings import ROOT
from scripts.bench.servers import Server, Talk

HOME = ROOT / "var" / "bench"
PYTHON = HOME / "venv" / "bin" / "python"
NEEDED_BY_TENSORFLOW = re.compile(r"(tensorflow-cpu|tensorflow-hub|matplotlib) ")
ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
}
ONE_RULE = {
    "config.yml": "recipe: default.v1\nlanguage: en\nassistant_id: one_rule\npipeline:\n- name: KeywordIntentClassifier\n"
    "policies:\n- name: RulePolicy\n",
    "domain.yml": 'version: "3.1"\nintents: [greet, bye]\nresponses:\n  utter_hello:\n  - text: Hello.\n',
    "credentials.yml": "rest:\n",
    "endpoints.yml": "",
    "data/all.yml": 'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - hello\n    - hi\n- intent: bye\n'
    "  examples: |\n    - bye\n    - goodbye\nrules:\n- rule: Hello\n  steps:\n  - intent: greet\n  - action: utter_hello\n",
}


def install() -> None:
    """Rasa with TensorFlow, in an environment of its own. Once; it needs the network and about two minutes."""
    if PYTHON.exists() and (HOME / "installed").exists():
        return
    HOME.mkdir(parents=True, exist_ok=True)
    (HOME / "pyproject.toml").write_text(_pyproject())
    uv = str(Path(sys.executable).parent / "uv")
    run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(HOME / "venv")])
    given = ["--quiet", "--compile-bytecode", "--python", str(PYTHON), "-r", "pyproject.toml"]
    run([uv, "pip", "install", *given], HOME)
    (HOME / "installed").touch()


def _pyproject() -> str:
    """Our own overrides of Rasa's requirements, without those that switch TensorFlow off."""
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]
    kept = [line for line in ours["override-dependencies"] if not NEEDED_BY_TENSORFLOW.match(line)]
    lines = [
        '[project]\nname = "reference"\nversion = "0"\nrequires-python = ">=3.11,<3.12"',
        'dependencies = ["rasa==3.6.21", "tensorflow-cpu==2.12.0"]',
        f"[tool.uv]\npackage = false\noverride-dependencies = {json.dumps([*kept, 'matplotlib>=3.7,<3.10'])}",
    ]
    for about in ours["dependency-metadata"]:
        lines += ["[[tool.uv.dependency-metadata]]", *(f"{key} = {json.dumps(value)}" for key, value in about.items())]
    return "\n".join(lines) + "\n"


def make_default_assistant() -> Path:
    """What `rasa init` writes, untrained; its folder."""
    folder = HOME / "default-assistant"
    shutil.rmtree(folder, ignore_errors=True)
    made = "import shutil, rasa.cli.scaffold as s; shutil.copytree(s.scaffold_path(), {!r})"
    run([str(PYTHON), "-c", made.format(str(folder))], environment=ENVIRONMENT)
    (folder / "credentials.yml").write_text("rest:\n")
    (folder / "endpoints.yml").write_text("")
    return folder


def make_one_rule() -> Path:
    """A Rasa with a keyword and a rule, untrained; its folder."""
    folder = HOME / "one-rule"
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in ONE_RULE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def train(folder: Path) -> float:
    """Trains it from nothing; seconds."""
    began = time.perf_counter()
    fresh = ENVIRONMENT | {"RASA_CACHE_DIRECTORY": str(folder / "cache")}
    run([str(PYTHON), "-m", "rasa", "train", "--force", "--quiet"], folder, fresh)
    return time.perf_counter() - began


class Reference(Server):
    """A Rasa server on its REST channel."""

    def __init__(self, folder: Path, port: int) -> None:
        """Starts it on loopback."""
        command = [str(PYTHON), "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(port), "--quiet"]
        super().__init__(command, folder, folder / "server.log", ENVIRONMENT)
        self.url = f"http://127.0.0.1:{port}"


class RestPerson:
    """Somebody who talks to a reference: a new conversation after every `turns` messages."""

    def __init__(self, url: str, name: str, says: tuple[str, ...]) -> None:
        self._talk, self._name, self._says, self._said = Talk(url), name, says, 0

    def turn(self) -> float:
        """One turn; milliseconds."""
        conversation, place = divmod(self._said, len(self._says))
        body = {"sender": f"{self._name}-{conversation}", "message": self._says[place]}
        began = time.perf_counter()
        self._talk.post("/webhooks/rest/webhook", body)
        took = 1000 * (time.perf_counter() - began)
        self._said += 1
        return took


def run(command: list[str], folder: Path = ROOT, environment: dict[str, str] | None = None) -> None:
    """Runs a command to its end. Exits with what it said if it fails."""

    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"This failed: {' '.join(command[:6])}\n{done.stdout[-1500:]}\n{done.stderr[-1500:]}")
