"""Rasa's command line, as it runs here: `python -m bot.dialogue run`, `train`, `data validate` ...

Without TensorFlow (bot/dialogue/without_tensorflow.py), without telemetry, and without words in its logs.
"""

import os
import sys

from bot import model, no_dumps, quiet
from bot.dialogue import without_tensorflow


def main() -> None:
    """Runs Rasa with the arguments of this command."""
    no_dumps.install()
    if "run" in sys.argv[1:2] and not model.is_ours():
        sys.exit("The model is not the file that our own training wrote. Train it again: make train")
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")
    # a message is too small to share between cores: NumPy's threads only wait for one another (docs/performance.md)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    quiet.install()
    without_tensorflow.install()
    from rasa.__main__ import main as rasa

    from bot.dialogue import faster_rasa, quiet_logs

    quiet_logs.install()
    faster_rasa.install()
    sys.argv[0] = "rasa"
    rasa()


if __name__ == "__main__":
    main()
