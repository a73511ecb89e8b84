"""A chat API that answers from a script: real HTTP, every kind of message, and every way to fail, for the page's tests.

The true door needs Rasa and a model behind it; this one answers at once, and can be told to break (`stand_in.broken`).
It keeps to the contract: numbered messages, `client_id` making a retry harmless, a bearer token, `{error, message}`.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.door.pages import routes as page_routes

Message = dict[str, Any]
CODE = "apple river tuesday lamp"
TOPICS = [
    "safe_to_talk",
    "who",
    "concerns",
    "feeling_safe",
    "what_matters",
    "outcomes",
    "people",
    "consent",
    "safe_contact",
]


def choices(*pairs: str) -> list[dict[str, str]]:
    """Choices from "payload=Title" pairs."""
    return [{"payload": pair.split("=", 1)[0], "title": pair.split("=", 1)[1]} for pair in pairs]


def bot(text: str, *pairs: str, **more: Any) -> Message:
    """A message of the bot."""
    return {"from": "bot", "text": text, "choices": choices(*pairs), "asks": None, "kind": "text"} | more


def map_at(now: str) -> list[dict[str, str]]:
    """The map of topics when the person is at `now`."""
    at = TOPICS.index(now)
    states = ["done" if i < at else "now" if i == at else "next" for i in range(len(TOPICS))]
    if at > 1:
        states[1] = "skipped"
    return [
        {"topic": topic, "title": topic.replace("_", " ").capitalize(), "state": state, "payload": f"topic:{topic}"}
        for topic, state in zip(TOPICS, states, strict=True)
    ]


SAFE = bot(
    "Hello. I am a computer helper. Before we start: is it safe for you to write just now?\nSomeone with this screen could read it.",
    "safe:yes=Yes, it is safe",
    "safe:no=No",
    "safe:not_sure=I am not sure",
    asks="safe_to_talk",
    map=map_at("safe_to_talk"),
)
WELCOME = [
    bot("You can tell me what is worrying you and what you want to happen. I will write it down in your words."),
    bot(
        "One thing first. If someone could be badly hurt or die, I have to tell a worker. I would tell you first.\nShall we start?",
        "welcome:start=Start",
        "welcome:question=I have a question",
        "ask_human=I want to talk to a person",
        "welcome:not_now=Not now",
        asks="welcome",
    ),
]
CONCERNS = bot("What is worrying you? Say it any way you like.", asks="concerns", map=map_at("concerns"))
SCALE = [
    bot("Thank you for telling me. It is not your fault."),
    bot(
        "From 0 to 10, how safe do you feel?\n0 is not safe at all. 10 is very safe.",
        asks="feeling_safe",
        scale={"min": 0, "max": 10},
        map=map_at("feeling_safe"),
    ),
]
OUTCOMES = bot(
    "You said you want your Xbox back. What else would you like to happen?",
    "outcome:be_safe=Be safer",
    "outcome:control=Have a say in things",
    "outcome:none=Nothing else",
    asks="outcomes",
    map=map_at("outcomes"),
)
URGENT = [
    bot(
        "That sounds dangerous for you. If you are in danger now, call 999. Ask for the police.",
        "tel:999=Call 999",
        "leave=Leave this page",
        kind="urgent",
    ),
    bot("Nobody is watching this chat all the time. I cannot call for you.", kind="urgent"),
    bot(
        "Is it safe to keep writing?",
        "safe:yes=Yes",
        "safe:no=No",
        "safety:wrong=I got it wrong, it is not like that",
        kind="urgent",
        asks="safe_to_talk",
    ),
]
COVER = bot("Weather for Douglas. Dry at first, some rain later. Light wind from the west. 9 degrees.", kind="cover")
SAFE_NOW = bot("Is it safe now?", "safe:yes=Yes", "safe:no=No", asks="safe_to_talk")


def read_back_lines(*gone: str) -> list[Message]:
    """The lines of the read-back, without those taken out."""
    said = [
        ("1", "What is happening", "ricky had my xbox and my card and he knows my number", "person"),
        ("2", "What is happening", "if i say no they hold me down and it hurts", "person"),
        ("3", "What you want", "my xbox back", "person"),
        ("4", "What you want", "them to stop but still have mates that are nice", "person"),
        ("5", "Do not tell", "my mum she will make me come home", "person"),
        ("6", "What someone else said", "he is not eating", "representative"),
    ]
    return [
        {
            "number": int(number),
            "id": int(number),
            "topic": "concerns",
            "label": label,
            "text": text,
            "voice": voice,
            "choices": choices(
                f"change:{number}=Say it another way",
                f"remove:{number}=Take it out",
                f"keep:{number}:gp=Do not tell your doctor",
                f"keep:{number}:police=Do not tell the police",
            ),
        }
        for number, label, text, voice in said
        if number not in gone
    ]


def read_back(*gone: str) -> Message:
    """The read-back card."""
    return bot(
        "Here is what I heard. You can change anything.\n"
        + "\n".join(f"{line['number']}. {line['label']}: {line['text']}" for line in read_back_lines(*gone))
        + "\nIs it right?",
        "affirm=It is right",
        "change_something=Change something",
        "add_something=Add something",
        kind="read_back",
        asks="read_back",
        lines=read_back_lines(*gone),
        summary={"reference": None, "version": 0},
        map=map_at("consent"),
    )


SENT = bot(
    "I have sent it to the adult safeguarding team.\nA worker will read it within one working day. You can write here any time.",
    kind="sent",
    asks="hand_over",
    reference="FERN-4821",
)

SCRIPT: dict[str, list[Message]] = {
    "safe:yes": WELCOME,
    "safe:no": [COVER],
    "welcome:start": [CONCERNS],
    "scale": SCALE,
    "danger": URGENT,
    "someone is here": [COVER],
    "read it back": [read_back()],
    "affirm": [SENT],
    "stop": [bot("All right. You can come back any time.")],
    "skip": [OUTCOMES],
}


@dataclass
class Held:
    """One conversation the stand-in holds."""

    token: str
    messages: list[Message] = field(default_factory=list)
    answered: dict[str, list[Message]] = field(default_factory=dict)
    covered: bool = False

    def add(self, *new: Message) -> list[Message]:
        """Numbers and keeps messages."""
        start = len(self.messages) + 1
        added = [{**message, "n": start + i, "at": "2026-11-23T09:00:00Z"} for i, message in enumerate(new)]
        self.messages += added
        return added


class StandIn:
    """The chat API. `broken` is how the next calls fail: a status, "lost" (answered, but it never arrives), or nothing."""

    def __init__(self) -> None:
        self.held: dict[str, Held] = {}
        self.broken: list[int | str] = []
        self.calls: list[tuple[str, str]] = []
        self._free = asyncio.Event()
        self._free.set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def hold(self) -> None:
        """Keeps every call from now on waiting."""
        self._free.clear()

    def let_go(self) -> None:
        """Answers what waits."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._free.set)

    @property
    def only(self) -> Held:
        """The conversation, where there is one."""
        (held,) = self.held.values()
        return held

    def app(self, *origins: str) -> Starlette:
        """The server: the page's own routes, and the chat API."""
        base = "/chat/conversations"
        routes = [
            *page_routes,
            Route(base, self.begin, methods=["POST"]),
            Route("/chat/resume", self.resume, methods=["POST"]),
            Route(base + "/{id}", self.erase, methods=["DELETE"]),
            Route(base + "/{id}/messages", self.say, methods=["POST"]),
            Route(base + "/{id}/messages", self.since, methods=["GET"]),
            Route(base + "/{id}/record", self.record, methods=["GET"]),
            Route(base + "/{id}/pause", self.pause, methods=["POST"]),
        ]
        cors = Middleware(
            CORSMiddleware,
            allow_origins=list(origins),
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["authorization", "content-type"],
            expose_headers=["retry-after"],
        )
        return Starlette(routes=routes, middleware=[cors] if origins else [])

    async def _fails(self, request: Request) -> Response | None:
        self.calls.append((request.method, request.url.path))
        self._loop = asyncio.get_running_loop()
        await self._free.wait()
        if not self.broken or self.broken[0] == "lost":
            return None
        status = int(self.broken.pop(0))
        words = {
            413: "Your message is very long. Please send it in smaller parts.",
            401: "We cannot open this chat now.",
        }
        headers = {"Retry-After": "1"} if status == 429 else {}
        message = words.get(status, "Something is not working just now.")
        return JSONResponse({"error": "broken", "message": message}, status_code=status, headers=headers)

    @staticmethod
    def _too_long() -> Response:
        message = "Your message is very long. Please send it in smaller parts."
        return JSONResponse({"error": "too_long", "message": message}, status_code=413)

    def _find(self, request: Request) -> Held | None:
        held = self.held.get(request.path_params["id"])
        return held if held and request.headers.get("authorization") == f"Bearer {held.token}" else None

    async def begin(self, request: Request) -> Response:
        """POST /chat/conversations"""
        if failed := await self._fails(request):
            return failed
        conversation = uuid4().hex
        self.held[conversation] = held = Held(token=uuid4().hex)
        return JSONResponse({"id": conversation, "token": held.token, "messages": held.add(SAFE)}, status_code=201)

    async def resume(self, request: Request) -> Response:
        """POST /chat/resume"""
        if failed := await self._fails(request):
            return failed
        if (await request.json())["code"].lower() != CODE or not self.held:
            return JSONResponse({"error": "wrong_code", "message": "These words did not open a chat."}, status_code=401)
        conversation, held = list(self.held.items())[-1]
        held.token = uuid4().hex
        return JSONResponse({"id": conversation, "token": held.token, "messages": held.add(SAFE_NOW)})

    async def say(self, request: Request) -> Response:
        """POST /chat/conversations/{id}/messages"""
        if failed := await self._fails(request):
            return failed
        if (held := self._find(request)) is None:
            return JSONResponse({"error": "not_open", "message": "We cannot open this chat now."}, status_code=401)
        said = await request.json()
        if len(said.get("text") or "") > 4000:
            return self._too_long()
        if said["client_id"] not in held.answered:
            held.answered[said["client_id"]] = self._answer(held, said)
        if self.broken and self.broken.pop(0) == "lost":
            return Response(status_code=502)
        return JSONResponse({"messages": held.answered[said["client_id"]]})

    def _answer(self, held: Held, said: dict[str, str]) -> list[Message]:
        key = said.get("choice") or said["text"].lower()
        held.add({"from": "you", "text": said.get("text") or key, "choices": [], "asks": None, "kind": "text"})
        if held.covered:
            held.covered = False
            return held.add(SAFE_NOW)
        if key.startswith("remove:"):
            return held.add(bot("I have taken it out. It will not be sent."), read_back(key.split(":")[1]))
        found = SCRIPT.get(key, [OUTCOMES] if key.isdigit() else SCALE)
        held.covered = any(message["kind"] == "cover" for message in found)
        return held.add(*found)

    async def since(self, request: Request) -> Response:
        """GET /chat/conversations/{id}/messages?after=N"""
        if failed := await self._fails(request):
            return failed
        if (held := self._find(request)) is None:
            return JSONResponse({"error": "not_open", "message": "We cannot open this chat now."}, status_code=401)
        after = int(request.query_params.get("after", "0"))
        return JSONResponse({"messages": held.messages[after:]})

    async def record(self, request: Request) -> Response:
        """GET /chat/conversations/{id}/record"""
        if failed := await self._fails(request):
            return failed
        held = self._find(request)
        return JSONResponse({"messages": held.messages if held else []})

    async def pause(self, request: Request) -> Response:
        """POST /chat/conversations/{id}/pause"""
        return await self._fails(request) or JSONResponse({"code": CODE, "until": "2026-12-23T09:00:00Z"})

    async def erase(self, request: Request) -> Response:
        """DELETE /chat/conversations/{id}"""
        if failed := await self._fails(request):
            return failed
        self.held.pop(request.path_params["id"])
        return JSONResponse({"kept": ["We already sent your words to the team. They keep that, under FERN-4821."]})
