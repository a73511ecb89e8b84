"""What is measured, a step each; every step adds its figures and what it saw."""

import os
import time
from pathlib import Path
from typing import Any

from scripts.bench import ours, references
from scripts.bench.figures import Figure
from scripts.bench.inbox import List
from scripts.bench.inside import PARTS, Inside
from scripts.bench.ours import Answerer, Ours
from scripts.bench.references import Reference, RestPerson
from scripts.bench.timing import at_once, in_turn, p50, p95
from tests.auxil.ports import free_ports

MOOD = ("hello", "i am very sad", "no", "hello", "i feel great")
HELLO = ("hello",)
WARM = 10  # turns before anything is timed


class Bench:
    """One run. `until` is the moment of `time.monotonic` by which it should be done."""

    def __init__(self, work: Path, until: float, turns: int) -> None:
        """Nothing is started yet."""
        self.work, self.until, self.turns = work, until, turns
        self.figures: list[Figure] = []
        self.measured: dict[str, Any] = {}
        self.default, self.rule = references.make_default_assistant(), references.make_one_rule()

    def stop(self) -> None:
        """Ends what was started."""
        for server in ("ours", "mood", "bare"):
            if hasattr(self, server):
                getattr(self, server).stop()

    def add(self, name: str, value: float, goal: float, of: str, **more: Any) -> None:
        """Adds a figure, and says it."""
        self.figures.append(Figure(name, value, goal, of, **more))
        print(f"        {name}: {value:.2f} ({self.figures[-1].verdict})  {of}", flush=True)

    def train(self) -> None:
        """All three, one after the other."""
        theirs = references.train(self.default)
        references.train(self.rule)
        own = ours.train(self.work / "training")
        self.add("train / default assistant", own / theirs, 0.35, f"{own:.0f} s and {theirs:.0f} s")

    def start(self) -> None:
        """From nothing to the first answer; ours is the mean of a start before theirs and one after it."""
        first = Ours(self.work / "first")
        before = first.first_answer(first.answers)
        first.stop()
        self.mood = Reference(self.default, free_ports(1))
        mood = RestPerson(self.mood.url, "start", HELLO)
        theirs = self.mood.first_answer(mood.turn)
        self.ours = Ours(self.work / "ours")
        own = (before + self.ours.first_answer(self.ours.answers)) / 2
        self.bare = Reference(self.rule, free_ports(1))
        rule = self.bare.first_answer(RestPerson(self.bare.url, "start", HELLO).turn)
        of = f"{own:.1f} s and {theirs:.1f} s (one-rule Rasa {rule:.1f} s)"
        self.add("start / default assistant", own / theirs, 0.15, of)

    def turn(self) -> None:
        """One person, a turn with each in turn."""
        turns = {
            "ours": Answerer(self.ours.chat_url).turn,
            "mood": RestPerson(self.mood.url, "turn", MOOD).turn,
            "bare": RestPerson(self.bare.url, "turn", HELLO).turn,
        }
        in_turn(turns, WARM, 60)
        before = self.ours.processor_ms()
        took = in_turn(turns, 200, 60)
        after = self.ours.processor_ms()
        own, mood, bare = (p50(took[name]) for name in turns)
        self.add("turn p50 / default assistant", own / mood, 0.50, f"{own:.1f} ms and {mood:.1f} ms")
        self.add("turn p50 / one-rule Rasa", own / bare, 8.0, f"{own:.1f} ms and {bare:.1f} ms")
        self.add("turn p95 / p50", p95(took["ours"]) / own, 1.6, f"{p95(took['ours']):.1f} ms and {own:.1f} ms")
        count = len(took["ours"])
        self.measured["turn"] = {name: {"p50": p50(each), "p95": p95(each)} for name, each in took.items()}
        self.measured["processor"] = {part: (after[part] - before.get(part, 0)) / count for part in after}

    def growth(self) -> None:
        """One long conversation of each that keeps one, the same turn of both in turn."""
        long = Answerer(self.ours.chat_url, 1000, turns=10**9)
        took = in_turn({"ours": long.turn, "mood": RestPerson(self.mood.url, "long", MOOD * 100).turn}, 300, 100)
        around = {
            name: [(at, p50(each[max(0, at - 10) : at + 10])) for at in _places(each)] for name, each in took.items()
        }
        self.measured["growth"] = around
        (first, early), (last, late) = around["ours"][0], around["ours"][-1]
        of = f"{late:.1f} ms at {last}, {early:.1f} ms at {first}"
        self.add("turn 300 / turn 10", late / early, 1.15, of)

    def throughput(self) -> None:
        """Eight conversations at once with each, in turn, twice."""
        rates: dict[str, list[float]] = {"ours": [], "mood": [], "bare": []}
        for again in range(2):
            people = [Answerer(self.ours.chat_url, 2000 + 500 * again + 50 * i).turn for i in range(8)]
            rates["ours"].append(at_once(people, 10))
            for name, server, says in (("mood", self.mood, MOOD), ("bare", self.bare, HELLO)):
                theirs = [RestPerson(server.url, f"at-once-{again}-{i}", says).turn for i in range(8)]
                rates[name].append(at_once(theirs, 10))
        mean = {name: sum(each) / len(each) for name, each in rates.items()}
        self.measured["throughput"] = mean
        of = f"{mean['ours']:.0f} and {mean['mood']:.0f} turns a second (one-rule Rasa {mean['bare']:.0f})"
        self.add("turns a second, 8 conversations", mean["ours"] / mean["mood"], 2.0, of, at_least=True)

    def disk(self) -> None:
        """Ten whole conversations of forty turns."""
        before = self.ours.bytes_on_disk()
        answers = Answerer(self.ours.chat_url, 4000, turns=36)  # four turns begin each
        for _ in range(360):
            answers.turn()
        kilobytes = (self.ours.bytes_on_disk() - before) / 10 / 1000
        self.add("kB on disk, 40 turns", kilobytes, 60, "SQLite, encrypted, mean of ten conversations", unit=" kB")

    def inbox(self) -> None:
        """The list over 100 and over 10,000 hand-overs, in turn."""
        lists = {"100": List(100), "10000": List(10_000)}
        took = in_turn({name: each.ready().turn for name, each in lists.items()}, 40, 30)
        for each in lists.values():
            each.stop()
        few, many = p50(took["100"]), p50(took["10000"])
        self.add("inbox list, 10,000 / 100", many / few, 1.3, f"{many:.1f} ms and {few:.1f} ms")

    def inside(self) -> None:
        """What a turn in Rasa consists of."""
        rasa = Inside()
        in_turn({"rasa": rasa.turn}, 80, 60)
        rasa.stop()
        self.measured["inside"] = {part: p50([turn[part] for turn in rasa.parts[WARM:]]) for part in (*PARTS, "whole")}

    def memory(self) -> None:
        """All processes, before and after many turns of eight people."""
        idle, theirs = self.ours.memory(), self.mood.memory()
        self.add("memory, all processes / default", idle / theirs, 0.8, f"{idle:.0f} MB and {theirs:.0f} MB")
        people = [Answerer(self.ours.chat_url, 5000 + 1000 * i) for i in range(8)]
        began, left = time.monotonic(), max(20.0, self.until - time.monotonic() - 90)
        rate = at_once([person.turn for person in people], left, self.turns)
        done, after = rate * (time.monotonic() - began), self.ours.memory()
        self.measured["memory"] = {"idle": idle, "after": after, "turns": round(done), "default": theirs}
        self.add(
            "memory after / before", after / idle, 1.05, f"{after:.0f} MB after {done:.0f} turns, {idle:.0f} MB before"
        )

    def processes(self) -> None:
        """Sixteen conversations with one and with two Rasa processes, in turn."""
        self.mood.stop()
        self.bare.stop()
        self.ours.stop()
        rates = {}
        for count in (1, 2):
            server = Ours(self.work / f"processes-{count}", processes=count)
            try:
                server.first_answer(server.answers)
                people = [Answerer(server.chat_url, 100 * i).turn for i in range(16)]
                at_once(people, 3)
                rates[count] = at_once(people, 12)
            finally:
                server.stop()
        self.measured["processes"] = rates
        of = f"{rates[2]:.0f} and {rates[1]:.0f} turns a second on {os.cpu_count()} cores"
        enough = (os.cpu_count() or 1) >= 4
        self.add("2 Rasa processes / 1", rates[2] / rates[1], 1.7, of, at_least=True, permitted=enough)


def _places(took: list[float]) -> list[int]:
    """The turns round which the growth is looked at: 10, 50, 100 ... and the last."""
    last = len(took)
    return [place for place in (10, 50, 100, 150, 200, 250) if place < last - 20] + [last]
