"""What can be refused, each with a sentence a worker can act on."""


class Refused(Exception):
    """An answer other than yes: an HTTP status, an error id for software, and what a person can read."""

    def __init__(self, status: int, error: str, message: str) -> None:
        super().__init__(message)
        self.status, self.error, self.message = status, error, message
