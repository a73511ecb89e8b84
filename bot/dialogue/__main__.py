"""Rasa's command line, as it runs here: `python -m bot.dialogue run`, `train`, `data validate` ...

Without TensorFlow (bot/dialogue/without_tensorflow.py), without telemetry, and without words in its logs.
"""

import os
import sys

from bot import quiet
from bot.dialogue import without_tensorflow


def main() -> None:
    """Runs Rasa with the arguments of this command."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")
    quiet.install()
    without_tensorflow.install()
    from rasa.__main__ import main as rasa

    from bot.dialogue import faster_rasa, one_memory, quiet_logs

    quiet_logs.install()
    faster_rasa.install()
    one_memory.install()
    sys.argv[0] = "rasa"
    rasa()


if __name__ == "__main__":
    main()
