"""Addresses of our own servers, and whether one answers. It imports little: bot/run.py is made of it."""

import urllib.request

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # no proxy of the environment leads to ourselves


def answers(address: str) -> bool:
    """True if the address answers 200 within two seconds."""
    try:
        with _direct.open(address, timeout=2) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


def at(host: str, port: int) -> str:
    """The address of a server of this machine."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
