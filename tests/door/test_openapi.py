"""The OpenAPI document says what the door does: checked route by route, and by schemathesis with inputs of its own."""

import json
from collections import Counter

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from limits import parse
from schemathesis import GenerationMode
from schemathesis.checks import (
    not_a_server_error,
    response_schema_conformance,
)
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    status_code_conformance,
)

from bot.door import limits, openapi
from bot.settings import ROOT
from tests.auxil.doors import Door
from tests.auxil.scripted_rasa import ScriptedRasa
from tests.door.test_routes import TABLE

pytestmark = pytest.mark.parametrize("records", ["sqlite"], indirect=True)
PROMISES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
bounded = settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
NOT_OF_THE_API = {"/chat", "/chat/", "/chat/page.json", "/chat/widget.js", "/chat/openapi.json"}


def test_the_document_names_every_call_of_the_api(records: str) -> None:
    paths = openapi.document()["paths"]
    written = {
        f"{method.upper()} {path}" for path, calls in paths.items() for method in calls if method != "parameters"
    }
    served = {
        f"{row.method} {row.path}"
        for row in TABLE
        if row.path.startswith("/chat/") and "/parts/" not in row.path and row.path not in NOT_OF_THE_API
    }
    assert written == served


def test_the_hand_over_in_the_document_is_the_published_schema(door: Door, rasa: ScriptedRasa) -> None:
    document = door.http.get("/chat/openapi.json").json()
    published = json.loads((ROOT / "bot/msp/hand_over.schema.json").read_text(encoding="utf-8"))
    assert document["components"]["schemas"]["HandOver"] == published
    jsonschema.Draft202012Validator.check_schema(published)


def test_whatever_is_sent_the_answer_is_one_that_the_document_promises(
    door: Door, rasa: ScriptedRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "LIMITS", dict.fromkeys(limits.LIMITS, (parse("1000000/second"),)))
    schema = schemathesis.openapi.from_url(f"{door.url}/chat/openapi.json")
    tried: Counter[str] = Counter()

    def one(case: schemathesis.Case, as_the_person: bool) -> None:
        headers = {}
        if as_the_person and "id" in case.path_parameters:
            person = door.begin()
            case.path_parameters["id"], headers = person.id, person.headers
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=PROMISES)
        tried[f"{case.operation.label} {answer.status_code}"] += 1

    for found in schema.get_all_operations():
        for mode in GenerationMode:
            cases = found.ok().as_strategy(generation_mode=mode)
            bounded(given(cases, st.just(mode == GenerationMode.POSITIVE))(one))()
    assert {label.rsplit(" ", 1)[1] for label in tried} >= {"200", "201", "400", "401"}
