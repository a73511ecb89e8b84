"""Keeps the warnings of frozen libraries about one another off the screen of whoever runs the service."""

import warnings


def install() -> None:
    """Call it first: some libraries switch their own warnings back on while they are imported."""
    warnings.showwarning = lambda *_args, **_named: None  # type: ignore[assignment]
