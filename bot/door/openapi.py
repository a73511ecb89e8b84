"""The OpenAPI document of the chat API: openapi.yml, with the hand-over's own schema in it."""

import functools
import json
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@functools.cache
def document() -> dict[str, Any]:
    """The document, OpenAPI 3.1."""
    found: dict[str, Any] = yaml.safe_load((HERE / "openapi.yml").read_text(encoding="utf-8"))
    schema = (HERE.parent / "msp" / "hand_over.schema.json").read_text(encoding="utf-8")
    found["components"]["schemas"]["HandOver"] = json.loads(schema)
    return found
