"""The inbox API described as OpenAPI 3.1."""

import functools
import json
from importlib import resources
from typing import Any

from bot.inbox import listing
from bot.msp.codes import URGENCIES
from bot.records import cases

REFERENCE = {
    "name": "reference",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[A-Z]{2,10}-[0-9]{4}$"},
    "example": "HERON-4821",
}
VERSION = {"name": "version", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 999999}}
CODES = {
    "asked": cases.ASKED,
    "achieved": cases.ACHIEVED,
    "risk_result": cases.RISK_RESULTS,
    "risk_outcome": cases.RISK_OUTCOMES,
    "capacity": cases.CAPACITY,
    "advocate": cases.ADVOCATE,
}
ERRORS = {
    "400": "The request is malformed",
    "401": "No token, or one that is not valid",
    "403": "The token lacks the scope",
    "404": "There is none, or it may not be known of",
    "409": "It cannot be done now: done already, the plan stops it, or the person erased everything",
    "413": "Too long",
    "422": "Something is missing or not possible",
}


@functools.cache
def describe() -> dict[str, Any]:
    """The description; the hand-over's own schema is part of it."""
    document = json.loads((resources.files("bot.msp") / "hand_over.schema.json").read_text(encoding="utf-8"))
    text: dict[str, Any] = {"type": "string"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "My Say inbox API", "version": "1", "description": "Hand-overs for other software."},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"HandOver": _local(document), "Line": LINE, "Error": ERROR, "Statistics": {"type": "object"}},
        },
        "security": [{"token": []}],
        "paths": {
            "/api/handovers": {"get": _call("listed", "The list, without words", _list(), parameters=LIST_PARAMETERS)},
            "/api/handovers/{reference}": {
                "get": _call("one", "The document", _ref("HandOver"), parameters=[REFERENCE, VERSION])
            },
            "/api/handovers/{reference}.pdf": {
                "get": _call("pdf", "The document as a PDF", None, parameters=[REFERENCE, VERSION])
            },
            **{
                f"/api/handovers/{{reference}}/{name}": {
                    "post": _call(name, what, _ref("Line"), parameters=[REFERENCE], body=body)
                }
                for name, what, body in (
                    ("acknowledge", "A worker has read it; the person is told", None),
                    ("assign", "Give it to a worker", _body({"worker": {"type": ["string", "null"]}}, ["worker"])),
                    ("reply", "Write to the person", _body({"text": text, "reason": text}, ["text"])),
                    ("review", "Ask the person whether it worked", _body({"reason": text}, [])),
                    (
                        "close",
                        "Close it with the national return's fields",
                        _body(_close(), ["asked", "risk_result", "capacity"]),
                    ),
                )
            },
            "/api/statistics": {"get": _call("numbers", "The service's numbers by month", _ref("Statistics"))},
        },
    }


def _local(document: dict[str, Any]) -> dict[str, Any]:
    """The schema with its own references pointing into this description."""
    moved = json.dumps({k: v for k, v in document.items() if k not in ("$schema", "$id")})
    found: dict[str, Any] = json.loads(moved.replace('"#/$defs/', '"#/components/schemas/HandOver/$defs/'))
    return found


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _list() -> dict[str, Any]:
    number = {"type": "integer"}
    listed = {"handovers": {"type": "array", "items": _ref("Line")}, "page": number, "pages": number, "total": number}
    return {"type": "object", "properties": listed, "required": list(listed)}


def _body(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required}


def _close() -> dict[str, Any]:
    return {key: {"type": ["string", "null"], "enum": [*codes, None]} for key, codes in CODES.items()} | {
        "words": {"type": "string"}
    }


def _call(
    name: str,
    what: str,
    answer: dict[str, Any] | None,
    parameters: list[dict[str, Any]] | None = None,
    body: dict[str, Any] | None = None,
) -> dict[str, Any]:
    content = {"application/json": {"schema": answer}} if answer else {"application/pdf": {}}
    errors = {
        status: {"description": said, "content": {"application/json": {"schema": _ref("Error")}}}
        for status, said in ERRORS.items()
    }
    call: dict[str, Any] = {
        "operationId": name,
        "summary": what,
        "parameters": parameters or [],
        "responses": {"200": {"description": what, "content": content}, **errors},
    }
    if body:
        call["requestBody"] = {"content": {"application/json": {"schema": body}}, "required": bool(body["required"])}
    return call


LIST_PARAMETERS = [
    {"name": "status", "in": "query", "schema": {"enum": ["all", *listing.STATUSES]}},
    {"name": "urgency", "in": "query", "schema": {"enum": list(URGENCIES)}},
    {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 999999}},
]
_time = {"type": ["string", "null"], "format": "date-time"}
LINE = {
    "type": "object",
    "properties": {
        "reference": {"type": "string"},
        "version": {"type": "integer"},
        "status": {"enum": list(listing.STATUSES)},
        "urgency": {"enum": list(URGENCIES)},
        "unread": {"type": "boolean"},
        "waiting_since": _time,
        "created_at": _time,
        "updated_at": _time,
        "acknowledged_at": _time,
        "assigned_to": {"type": ["integer", "null"]},
        "channel": {"type": "string"},
        "conflict_of_interest": {"type": "boolean"},
        "open_alerts": {"type": "integer"},
    },
    "required": ["reference", "version", "status", "urgency", "unread"],
}
ERROR = {
    "type": "object",
    "properties": {"error": {"type": "string"}, "message": {"type": "string"}},
    "required": ["error", "message"],
}
