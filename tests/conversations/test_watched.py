"""Every process says how it is, on a port of its own, and nothing of what people say."""

from collections.abc import Callable

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.watch import PLACES
from tests.auxil.doors import until
from tests.auxil.person import Person
from tests.auxil.stack import Stack


def measured(stack: Stack, part: str) -> dict[tuple[str, ...], float]:
    """A process's samples: name and label values."""
    text = httpx.get(f"{stack.watched(part)}/metrics").text
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


@pytest.mark.parametrize("part", PLACES)
def test_every_process_says_that_it_is_alive_and_can_serve(stack: Stack, part: str) -> None:
    until(lambda: httpx.get(f"{stack.watched(part)}/readyz").status_code == 200)
    assert httpx.get(f"{stack.watched(part)}/healthz").json() == {"status": "ok"}
    assert ("process_resident_memory_bytes",) in measured(stack, part)


def test_a_turn_is_measured_part_by_part_where_each_is_done(stack: Stack, person: Person) -> None:
    parts = [("door", "stored"), ("rasa", "understood"), ("rasa", "decided"), ("actions", "acted")]
    parts += [("door", "answered"), ("door", "whole")]
    before = {part: measured(stack, part[0]).get(("mysay_turn_seconds_count", part[1]), 0) for part in parts}
    person.presses("safe:yes")
    for part, count in before.items():
        assert measured(stack, part[0])[("mysay_turn_seconds_count", part[1])] > count, part


def test_danger_is_counted_by_its_level_and_the_words_are_nowhere(stack: Stack, somebody: Callable[[], Person]) -> None:
    level = ("mysay_danger_heard_total", "danger_now")
    before = measured(stack, "actions").get(level, 0)
    person = somebody()
    person.starts()
    person.says("help he is hitting me right now zzsentinelzz")
    assert measured(stack, "actions")[level] == before + 1
    for part in PLACES:
        text = httpx.get(f"{stack.watched(part)}/metrics").text
        assert "zzsentinelzz" not in text
        assert person.id not in text
    assert measured(stack, "outbox")[("mysay_alerts_open", "danger_now")] >= 1


def test_no_metrics_on_the_ports_that_people_and_workers_reach(stack: Stack) -> None:
    assert httpx.get(f"{stack.chat_url}/metrics").status_code == 404
    assert httpx.get(f"{stack.inbox_url}/metrics").status_code == 404
    for port in (stack.rasa_port, stack.actions_port):
        assert httpx.get(f"http://127.0.0.1:{port}/metrics").status_code in (403, 404)
