"""Rasa's command line, as it runs here: `python -m bot.dialogue serve`, `train`, `data validate` ...

`serve` is ours: it runs the trained model with the settings of this service, on loopback unless MYSAY_RASA_HOST says
otherwise.

Without what nothing here uses, TensorFlow above all (bot/dialogue/without_the_unused.py), without telemetry, and without
words in its logs.
"""

import gc
import os
import sys

from bot import addresses, model, no_dumps, quiet, watch
from bot.dialogue import without_the_unused
from bot.records.encryption import internal_secret
from bot.settings import ROOT, settings


def main() -> None:
    """Runs Rasa with the arguments of this command."""
    no_dumps.install()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")
    # a message is too small to share between cores: NumPy's threads only wait for one another (docs/performance.md)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    quiet.install()
    serves = sys.argv[1:] == ["serve"]
    without_the_unused.install(serving=serves)
    if sys.argv[1:2] == ["train"]:
        gc.disable()  # Rasa copies every sentence several times: looking for garbage among them is a seventh of the time
        from bot.nlu import ahead

        ahead.begin(ROOT / "data" / "nlu" / "intents")
    from rasa.__main__ import main as rasa

    from bot.dialogue import faster_rasa, measured, one_memory, quiet_logs

    quiet_logs.install()
    faster_rasa.install()
    one_memory.install()
    sys.argv[0] = "rasa"
    if serves:
        measured.install()
        sys.argv[1:] = serving()
    rasa()


def serving() -> list[str]:
    """Rasa's arguments to serve. What endpoints.yml needs is put into the environment. Exits if there is no model of ours."""
    if not model.is_ours():
        sys.exit(model.NOT_OURS)
    here = settings()
    os.environ["MYSAY_ACTIONS_PORT"] = str(here.actions_port)
    os.environ["MYSAY_INTERNAL_SECRET"] = internal_secret()
    health = f"{addresses.at(here.rasa_host, here.rasa_port)}/webhooks/internal/"
    watch.serve("rasa", alive=lambda: addresses.answers(health), ready=lambda: addresses.answers(health))
    listening = ["--interface", here.rasa_host, "--port", str(here.rasa_port)]
    files = ["--model", str(model.MODEL), "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    return ["run", *listening, *files, "--quiet"]


if __name__ == "__main__":
    main()
