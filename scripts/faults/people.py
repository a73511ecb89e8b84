"""People in conversations: what each says and presses comes from the seed, and each holds on as the chat page does."""

import random
import time
from collections.abc import Callable
from typing import Any

import httpx

from scripts.faults.proxy import FAULTS
from tests.auxil.person import Person

ANSWERS: dict[str, list[str]] = {
    "safe_to_talk": ["yes it is safe", "yes"],
    "welcome": ["start", "ok go on"],
    "who": ["for me", "for me", "for me", "for my mother"],
    "communication": ["short words please", "no", "large print"],
    "concerns": [
        "my cousin comes round and takes my bank card. he shouts at me if i say no",
        "the carers leave me in bed till noon and laugh about it",
        "they eat my food and nobody asks me. dont tell my mum",
        "he hit me again on sunday and i want him to stop",
        "that is all",
    ],
    "feeling_safe": ["4", "about a two", "7/10", "not very"],
    "what_matters": ["my cat and my flat", "my neighbour Pat", "seeing my grandson on sundays", "no"],
    "outcomes": ["i want my card back", "to be left in peace", "i want him to stop shouting", "nothing else"],
    "not_wanted": ["i dont want to move", "no police", "no"],
    "people": ["my neighbour Pat", "dont tell my aunt", "no one"],
    "others_at_risk": ["no", "my brother too", "not sure"],
    "expectations": ["i could buy my own food", "no"],
    "conflict": ["no", "no", "no", "yes, a worker of yours"],
    "consent": ["yes", "yes", "yes", "not all of it", "no"],
    "safe_contact": ["text me after 3, not on fridays", "bluebell", "no"],
    "read_back": ["take out the bit about my cat", "yes that is right", "number 2 should say that he never asks"],
    "experience": ["it was all right", "no"],
}
ASIDES = [
    "who will see this?",
    "are you a robot?",
    "what happens next?",
    "can you say that in other words",
    "he is outside the door shouting he will kill me",
    "somebody is coming in",
    "thank you",
]
ALWAYS_THERE = ["skip", "dont_know", "go_back", "repeat_or_explain", "read_back", "ask_human", "pause", "stop"]
PLAIN = {"outcomes": ["i want my card back", "nothing else"], "consent": ["yes"], "safe_contact": ["text me"]}
FREE, MOST = 14, 45  # messages said as one likes, and in all
LONGEST_WAIT = 180.0  # seconds until what was sent is taken, and until what was taken is answered
DISTURBED = 0.12
TRY_AGAIN = frozenset({429, 502, 503, 504})
NOT_PRESSED = frozenset({"tel", "leave", "erase"})


class Stuck(Exception):
    """Something that must not happen to anybody: the text says what."""


class Someone:
    """One person. `accepted`: what the door took, by its client's name; `seen`: what the bot said, by its number."""

    def __init__(self, number: int, seed: int, url: str, reached: Callable[[int, float], None]) -> None:
        self.number = number
        self.accepted: dict[str, dict[str, str]] = {}
        self.seen: dict[int, dict[str, Any]] = {}
        self.id = ""
        self._reached = reached
        self._chance = random.Random(f"person {seed} {number}")
        # everybody has an address of their own, as behind a proxy
        address = {"X-Forwarded-For": f"10.9.{number // 250}.{number % 250 + 1}"}
        self._http = httpx.Client(base_url=f"{url}/chat", timeout=60, headers=address, trust_env=False)
        self._now: list[dict[str, Any]] = []
        self._takes_a_break_at = self._chance.choice([0, 0, self._chance.randint(4, FREE)])

    def talk(self) -> None:
        """From the first question to the last. Raises Stuck."""
        try:
            self._open(self._call("POST", "/conversations", {}))
            plain, quiet = {topic: list(given) for topic, given in PLAIN.items()}, 0
            while len(self.accepted) < MOST and quiet < 3 and not (self.sent and quiet):
                if len(self.accepted) == self._takes_a_break_at:
                    self._take_a_break()
                self._say(self._freely() if len(self.accepted) < FREE else self._plainly(plain))
                quiet = quiet + 1 if self._now[-1]["asks"] is None else 0
        finally:
            self._reached(self.number, float("inf"))
            self._http.close()

    @property
    def sent(self) -> list[str]:
        """The references that this person was told: what they agreed to was sent."""
        return [message["reference"] for message in self.seen.values() if message["kind"] == "sent"]

    def _freely(self) -> dict[str, str]:
        """One of the choices, one of the answers, or something else altogether."""
        asks, chance = self._now[-1]["asks"], self._chance.random()
        shown = [part for message in self._now for part in (message, *message.get("lines", []))]
        offered = [choice["payload"] for part in shown for choice in part["choices"]]
        offered = [payload for payload in offered if payload.partition(":")[0] not in NOT_PRESSED]
        if offered and chance < 0.4:
            return {"choice": self._chance.choice(offered)}
        if asks in ANSWERS and chance < 0.75:
            return {"text": self._chance.choice(ANSWERS[asks])}
        if chance < 0.9:
            return {"text": self._chance.choice(ASIDES)}
        return {"choice": self._chance.choice(ALWAYS_THERE)}

    def _plainly(self, left: dict[str, list[str]]) -> dict[str, str]:
        """The shortest way to the end."""
        last = self._now[-1]
        if last["asks"] is None:
            return {"text": "it is safe now"}
        return {"text": Person.answer_to(last["asks"], last["text"], left)}

    def _say(self, body: dict[str, str]) -> None:
        client_id, path = f"{self.number}-{len(self.accepted) + 1}", f"/conversations/{self.id}/messages"
        self._reached(self.number, len(self.accepted) + 1)
        asks_again = self._chance.random() < 0.5

        def send() -> list[dict[str, Any]]:
            found: list[dict[str, Any]] = self._call("POST", path, {**body, "client_id": client_id})["messages"]
            self.accepted[client_id] = body
            return found

        self._wait(send(), send if asks_again else None)

    def _take_a_break(self) -> None:
        code = self._call("POST", f"/conversations/{self.id}/pause", {})["code"]
        self._open(self._call("POST", "/resume", {"code": code}))

    def _open(self, opened: dict[str, Any]) -> None:
        self.id = opened["id"]
        self._http.headers["Authorization"] = f"Bearer {opened['token']}"
        self._wait(opened["messages"], None)

    def _wait(self, said: list[dict[str, Any]], send_again: Callable[[], list[dict[str, Any]]] | None) -> None:
        """Until the true answer is there: looks for it as the page does, or presses "send" again."""
        n, end = said[0]["n"], time.monotonic() + LONGEST_WAIT
        while not said or "at" not in said[0]:  # what says that there is no answer yet is not stored and has no time
            if time.monotonic() > end:
                raise Stuck(f"message number {n} was not answered")
            time.sleep(0.5)
            if send_again:
                said = send_again()
            else:
                said = self._call("GET", f"/conversations/{self.id}/messages?after={n}")["messages"]
        self._now = said
        self.seen |= {message["n"]: message for message in said}

    def _call(self, method: str, path: str, body: dict[str, str] | None = None) -> dict[str, Any]:
        """Calls until it is taken; the network may lose or double the first try. Raises Stuck if it is refused."""
        # a conversation that nobody knows the token of is begun again, and belongs to nobody
        disturbed = method == "POST" and path != "/conversations" and self._chance.random() < DISTURBED
        headers, end = {"X-Fault": self._chance.choice(FAULTS)} if disturbed else {}, time.monotonic() + LONGEST_WAIT
        while time.monotonic() < end:
            try:
                answer = self._http.request(method, path, json=body, headers=headers)
            except httpx.HTTPError:
                answer = None
            if answer is not None and answer.is_success:
                found: dict[str, Any] = answer.json()
                return found
            if answer is not None and answer.status_code not in TRY_AGAIN:
                raise Stuck(f"{method} {path.rpartition('/')[2]} was refused: {answer.status_code} {answer.text[:200]}")
            headers = {}
            time.sleep(0.3)
        raise Stuck(f"{method} {path.rpartition('/')[2]} was not taken")
