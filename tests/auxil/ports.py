"""TCP ports on loopback that are free now."""

import random
import socket
from contextlib import ExitStack


def free_ports(count: int) -> int:
    """The first of so many free ports in a row."""
    for _ in range(1000):
        first = random.randrange(20000, 60000)
        with ExitStack() as held:
            try:
                for port in range(first, first + count):
                    held.enter_context(socket.socket()).bind(("127.0.0.1", port))
            except OSError:
                continue
        return first
    raise OSError(f"no {count} free ports in a row")
