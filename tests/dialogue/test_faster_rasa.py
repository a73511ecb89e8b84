"""What of Rasa is replaced at run time: each fails here when Rasa changes under it."""

import inspect

import jsonschema
import pytest
from rasa.core.actions.action import RemoteAction

from bot.dialogue import faster_rasa


def test_the_replaced_check_is_still_the_one_rasa_has() -> None:
    original = inspect.getsource(RemoteAction.action_response_format_spec)
    assert "EVENTS_SCHEMA" in original
    assert list(inspect.signature(faster_rasa._validate_action_result).parameters) == ["self", "result"]


@pytest.mark.parametrize(
    "answer",
    [
        {"events": [], "responses": []},
        {"events": [{"event": "slot", "name": "asks", "value": "x", "timestamp": None}], "responses": []},
    ],
)
def test_a_good_answer_passes_as_with_rasa(answer: dict) -> None:
    jsonschema.validate(answer, RemoteAction.action_response_format_spec())
    assert faster_rasa._validate_action_result(None, answer)


@pytest.mark.parametrize("answer", [{"events": 1}, {"responses": "x"}, []])
def test_a_bad_answer_is_refused_as_with_rasa(answer: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(answer, RemoteAction.action_response_format_spec())
    with pytest.raises(jsonschema.ValidationError):
        faster_rasa._validate_action_result(None, answer)
