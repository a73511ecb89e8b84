"""Runs one command and starts it again when it dies: `python -m bot.keep_running COMMAND ...`.

A part that fails must not take the others with it: while Rasa or the action server is away, the door keeps what people
write, tells them so, and answers when it is back. What has never run for a while has something to be mended, and is given
up; what has run is started again for as long as it takes, since the database it needs may be away longer.
"""

import signal
import subprocess
import sys
import time
from types import FrameType

AT_ONCE = 2.0  # seconds: what ends sooner than this has not really started
TRIES = 5  # so often in a row from the first start on, then there is something to mend


def main() -> int:
    """Returns 0 when told to stop, and 1 when the command cannot be kept running."""
    stopping, failed, has_run = False, 0, False
    child: subprocess.Popen[bytes] | None = None

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        if child and child.poll() is None:
            child.terminate()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stop)
    while not stopping and (has_run or failed < TRIES):
        started = time.monotonic()
        child = subprocess.Popen(sys.argv[1:])
        code = child.wait()
        if stopping:
            return 0
        failed = failed + 1 if time.monotonic() - started < AT_ONCE else 0
        has_run = has_run or failed == 0
        print(f"ended with code {code}; starting it again", flush=True)
        time.sleep(min(0.2 * 2 ** min(failed, TRIES), 5.0))
    return 0 if stopping else 1


if __name__ == "__main__":
    sys.exit(main())
