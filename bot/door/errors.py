"""What the door cannot take, said so that a person can read it."""

from bot.door import wording


class Refused(Exception):
    """A request that is not taken. `error` names it for a program; `message` says it to the person."""

    status = 400
    headers: dict[str, str] = {}

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error

    @property
    def message(self) -> str:
        """What the person reads."""
        return wording.say("errors", self.error)


class NotUnderstood(Refused):
    """Malformed, empty, or a choice that was not offered."""


class TooLong(Refused):
    """More than may be sent at once."""

    status = 413

    def __init__(self) -> None:
        super().__init__("too_long")


class NotOpen(Refused):
    """No token, or not the right one. It never says whether there is such a conversation."""

    status = 401
    headers = {"WWW-Authenticate": "Bearer"}

    def __init__(self, error: str = "not_open") -> None:
        super().__init__(error)


class TooFast(Refused):
    """More than a person would send. `seconds`: when to try again."""

    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__("too_fast")
        self.headers = {"Retry-After": str(seconds)}


class NotKept(Refused):
    """The records cannot be written now."""

    status = 503
    headers = {"Retry-After": "5"}

    def __init__(self) -> None:
        super().__init__("not_kept")
