"""What of Rasa is replaced at run time: each piece with what it saves of a turn in Rasa (docs/performance.md, measured by
`python -m scripts.bench.gains`) and a test that fails when Rasa changes under it (tests/dialogue/test_faster_rasa.py).
"""

import gc
from collections.abc import Callable
from typing import Any

import aiohttp
import jsonschema
import rasa.core.run
from rasa.core.actions.action import RemoteAction
from rasa.core.processor import MessageProcessor
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses
from rasa.utils.endpoints import EndpointConfig


def check_answers_with_a_compiled_schema() -> None:
    """`jsonschema.validate` checks the schema itself at every call. Compiled once, answers are checked just the same."""
    answers = jsonschema.Draft202012Validator(RemoteAction.action_response_format_spec())

    def check(self: RemoteAction, result: dict[str, Any]) -> bool:
        error = next(answers.iter_errors(result), None)
        if error is not None:
            error.message = f"{error.message} (the action server's answer is not of the form Rasa expects)"
            raise error
        return True

    RemoteAction._validate_action_result = check  # type: ignore[method-assign]


def run_the_graph_in_its_order() -> None:
    """Dask plans the same dozen steps anew two or three times a turn. The plan is made once for each target."""

    def run(
        self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        wanted = tuple(targets or self._graph_schema.target_names)
        plans: dict[tuple[str, ...], list[tuple[str, list[str]]]] = self.__dict__.setdefault("_plans", {})
        if wanted not in plans:
            plans[wanted] = order(self._graph_schema.minimal_graph_schema(list(wanted)))
        done: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        try:
            for name, needs in plans[wanted]:
                done[name] = self._instantiated_nodes[name](*(done.get(need, need) for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(done[name] for name in wanted)

    DaskGraphRunner.run = run  # type: ignore[method-assign]


def order(schema: GraphSchema) -> list[tuple[str, list[str]]]:
    """The nodes of a graph, each after those it needs, with what it needs."""
    left = {name: list(node.needs.values()) for name, node in schema.nodes.items()}
    planned: list[tuple[str, list[str]]] = []
    while left:
        ready = [name for name, needs in left.items() if not any(need in left for need in needs)]
        if not ready:
            raise GraphRunError("The graph's nodes need each other.")
        planned += [(name, left.pop(name)) for name in ready]
    return planned


class _Kept:
    """`async with` gives the session and leaves it open."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self.session

    async def __aexit__(self, *_error: object) -> None:
        return None


def keep_the_connection_to_the_actions() -> None:
    """Rasa opens a new session and connection for every call of the action server."""
    new_session = EndpointConfig.session

    def session(self: EndpointConfig) -> _Kept:
        kept: aiohttp.ClientSession | None = self.__dict__.get("_kept")
        if kept is None or kept.closed:
            kept = self.__dict__["_kept"] = new_session(self)
        return _Kept(kept)

    EndpointConfig.session = session  # type: ignore[assignment, method-assign]


def find_events_by_name() -> None:
    """For every event it reads, Rasa walks through all classes of events until one has the name."""
    look = Event.resolve_by_type
    known: dict[str, type[Event]] = {}

    def resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
        if not known:
            for found in all_subclasses(Event):
                known.setdefault(found.type_name, found)
        return known.get(type_name) or look(type_name, default)

    Event.resolve_by_type = staticmethod(resolve_by_type)  # type: ignore[assignment, method-assign]


def one_action_a_turn() -> None:
    """After every action Rasa asks all policies what comes next. Here it is always to listen (docs/architecture.md)."""
    MessageProcessor.should_predict_another_action = staticmethod(lambda _name: False)  # type: ignore[method-assign]


def know_the_empty_domain() -> None:
    """After every message Rasa makes an empty domain anew, to see that ours is not it."""
    empty = Domain.empty().as_dict()

    def is_empty(self: Domain) -> bool:
        return bool(self.as_dict() == empty)

    Domain.is_empty = is_empty  # type: ignore[method-assign]


def leave_the_model_out_of_the_garbage() -> None:
    """What was loaded at the start stays: the collector need not walk through a million objects in the middle of a turn."""
    load = rasa.core.run.load_agent_on_start

    async def load_and_freeze(*arguments: Any) -> Any:
        loaded = await load(*arguments)
        gc.collect()
        gc.freeze()
        return loaded

    rasa.core.run.load_agent_on_start = load_and_freeze


REPLACED: tuple[Callable[[], None], ...] = (
    check_answers_with_a_compiled_schema,
    run_the_graph_in_its_order,
    keep_the_connection_to_the_actions,
    find_events_by_name,
    one_action_a_turn,
    know_the_empty_domain,
    leave_the_model_out_of_the_garbage,
)


def install() -> None:
    """Replaces what is listed above."""
    for replace in REPLACED:
        replace()
