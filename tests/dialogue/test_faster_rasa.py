"""What of Rasa is replaced at run time: each fails here when Rasa changes under it."""

import asyncio
import gc
import hashlib
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema
import pytest
import rasa.core.run
from aiohttp import web
from rasa.core.actions.action import RemoteAction
from rasa.core.processor import MessageProcessor
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.utils.endpoints import EndpointConfig

from bot.dialogue import faster_rasa

REPLACED: tuple[tuple[Any, str], ...] = (
    (RemoteAction, "_validate_action_result"),
    (DaskGraphRunner, "run"),
    (EndpointConfig, "session"),
    (Event, "resolve_by_type"),
    (MessageProcessor, "should_predict_another_action"),
    (Domain, "is_empty"),
    (rasa.core.run, "load_agent_on_start"),
)
AS_READ: dict[str, tuple[Callable[..., Any], str]] = {
    "RemoteAction._validate_action_result": (RemoteAction._validate_action_result, "f8cdb4be6812"),
    "DaskGraphRunner.run": (DaskGraphRunner.run, "45f0f52f574f"),
    "DaskGraphRunner._build_dask_graph": (DaskGraphRunner._build_dask_graph, "5bb99f974d51"),
    "DaskGraphRunner._add_inputs_to_graph": (DaskGraphRunner._add_inputs_to_graph, "d04a0ca2df62"),
    "EndpointConfig.session": (EndpointConfig.session, "e55aa13d9d4f"),
    "EndpointConfig.request": (EndpointConfig.request, "ccdb778aed82"),
    "Event.resolve_by_type": (Event.resolve_by_type, "b5cf570fa7f2"),
    "MessageProcessor.should_predict_another_action": (MessageProcessor.should_predict_another_action, "fb154d2ac76f"),
    "MessageProcessor._run_prediction_loop": (MessageProcessor._run_prediction_loop, "cb30a0cbb690"),
    "Domain.is_empty": (Domain.is_empty, "884be90ef485"),
    "MessageProcessor._check_for_unseen_features": (MessageProcessor._check_for_unseen_features, "286ab49de966"),
    "load_agent_on_start": (rasa.core.run.load_agent_on_start, "b23e12447feb"),
}
"""What is replaced, or what a replacement relies on, and the fingerprint of the source it was written against."""


@pytest.fixture(autouse=True)
def rasa_as_it_was() -> Iterator[None]:
    """What a test replaces is put back."""
    before = [(owner, name, inspect.getattr_static(owner, name)) for owner, name in REPLACED]
    yield
    for owner, name, was in before:
        setattr(owner, name, was)


def fingerprint(piece: Callable[..., Any]) -> str:
    """A short name for exactly this source."""
    return hashlib.sha256(inspect.getsource(piece).encode()).hexdigest()[:12]


@pytest.mark.parametrize("name", AS_READ)
def test_rasa_still_says_what_it_said_when_its_replacement_was_written(name: str) -> None:
    piece, as_read = AS_READ[name]
    assert fingerprint(piece) == as_read, "Rasa has changed: read it, then bot/dialogue/faster_rasa.py"


@pytest.mark.parametrize(
    "answer",
    [
        {"events": [], "responses": []},
        {"events": [{"event": "slot", "name": "asks", "value": "x", "timestamp": None}], "responses": []},
    ],
)
def test_a_good_answer_of_the_actions_passes_as_with_rasa(answer: dict[str, Any]) -> None:
    jsonschema.validate(answer, RemoteAction.action_response_format_spec())
    faster_rasa.check_answers_with_a_compiled_schema()
    assert RemoteAction("a", None)._validate_action_result(answer)


@pytest.mark.parametrize("answer", [{"events": 1}, {"responses": "x"}, [], {"events": [{"event": "no such event"}]}])
def test_a_bad_answer_of_the_actions_is_refused_as_with_rasa(answer: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(answer, RemoteAction.action_response_format_spec())
    faster_rasa.check_answers_with_a_compiled_schema()
    with pytest.raises(jsonschema.ValidationError):
        RemoteAction("a", None)._validate_action_result(answer)


class Adds(GraphComponent):
    """Adds what it is given to what it was made with."""

    def __init__(self, own: int) -> None:
        self.own = own

    @classmethod
    def create(cls, config: dict[str, Any], **_others: Any) -> "Adds":
        return cls(config["own"])

    def add(self, **given: int) -> int:
        return self.own + sum(given.values())


def a_graph() -> DaskGraphRunner:
    """`last` needs `middle` and `first`; `middle` needs `first`; `first` needs what comes from outside; `beside` nothing."""

    def node(own: int, **needs: str) -> SchemaNode:
        return SchemaNode(needs=needs, uses=Adds, fn="add", constructor_name="create", config={"own": own}, eager=True)

    nodes = {"last": node(100, a="middle", b="first"), "middle": node(10, a="first"), "first": node(1, a="given")}
    schema = GraphSchema(nodes | {"beside": node(5)})
    return DaskGraphRunner.create(schema, None, ExecutionContext(schema), None)  # type: ignore[arg-type]


@pytest.mark.parametrize("targets", [["last"], ["middle", "beside"]])
def test_a_graph_gives_what_it_gives_with_dask(targets: list[str]) -> None:
    graph = a_graph()
    with_dask = graph.run(inputs={"given": 1000}, targets=targets)
    faster_rasa.run_the_graph_in_its_order()
    assert graph.run(inputs={"given": 1000}, targets=targets) == with_dask
    assert graph.run(inputs={"given": 2000}, targets=targets) != with_dask


async def test_the_actions_are_asked_over_one_connection() -> None:
    seen = set()

    async def answer(request: web.Request) -> web.Response:
        assert request.transport
        seen.add(request.transport.get_extra_info("peername"))
        return web.json_response({"secret": request.headers["X-Internal-Secret"]})

    app = web.Application()
    app.router.add_post("/webhook", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    faster_rasa.keep_the_connection_to_the_actions()
    actions = EndpointConfig(f"http://127.0.0.1:{port}/webhook", headers={"X-Internal-Secret": "x"})
    assert [await actions.request(json={}) for _ in range(3)] == [{"secret": "x"}] * 3
    assert len(seen) == 1
    await actions.session().session.close()  # type: ignore[attr-defined]
    assert await actions.request(json={}) == {"secret": "x"}, "a session that was closed is made anew"
    await actions.session().session.close()  # type: ignore[attr-defined]
    await runner.cleanup()


@pytest.mark.parametrize("name", ["user", "bot", "slot", "action", "session_started", "active_loop", "restart"])
def test_an_event_is_found_as_with_rasa(name: str) -> None:
    found = Event.resolve_by_type(name)
    faster_rasa.find_events_by_name()
    assert Event.resolve_by_type(name) is found


def test_an_unknown_event_is_refused_as_with_rasa() -> None:
    faster_rasa.find_events_by_name()
    with pytest.raises(ValueError, match="Unknown event"):
        Event.resolve_by_type("no such event")
    assert Event.resolve_by_type("no such event", Event) is Event


def test_after_an_action_it_is_the_persons_turn() -> None:
    assert MessageProcessor.should_predict_another_action("action_hear")
    faster_rasa.one_action_a_turn()
    assert not MessageProcessor.should_predict_another_action("action_hear")


@pytest.mark.parametrize("domain", [{}, {"intents": ["affirm"]}, {"actions": ["action_hear"]}])
def test_a_domain_is_empty_where_rasa_says_so(domain: dict[str, Any]) -> None:
    read = Domain.from_dict(domain)
    as_with_rasa = read.is_empty()
    faster_rasa.know_the_empty_domain()
    assert read.is_empty() is as_with_rasa is (not domain)


def test_what_was_loaded_is_left_out_of_the_garbage(monkeypatch: pytest.MonkeyPatch) -> None:
    async def load(*_arguments: Any) -> str:
        return "the agent"

    monkeypatch.setattr(rasa.core.run, "load_agent_on_start", load)
    faster_rasa.leave_the_model_out_of_the_garbage()
    try:
        assert asyncio.run(rasa.core.run.load_agent_on_start("model", None, None, None, None)) == "the agent"  # type: ignore[arg-type, comparison-overlap]
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
