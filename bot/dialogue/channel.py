"""The one way into Rasa: an internal channel on loopback that only the door can use.

Rasa's own channels believe any sender, and read typed text that begins with "/" as a command (research, engineering,
section 3.1). Here the conversation's id comes from the door, which holds the person's token; typed text is only ever
text, and a choice is one the door has offered.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.metrics import failed
from bot.msp.turn import CONTROLS
from bot.nlu.components.reader import read_ahead
from bot.only_ours import only_with_the_secret

logger = logging.getLogger(__name__)

SIGNALS = ("open", "resume", "worker_replied")


class Answers(CollectingOutputChannel):
    """Collects what is said in one turn, whole, as the door passes it on."""

    @classmethod
    def name(cls) -> str:
        """The channel's name in Rasa."""
        return "internal"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps one message. What the action adds (kind, asks, the summary ...) comes in its custom part."""
        self.messages.append(
            {
                "text": message.get("text") or "",
                "choices": list(message.get("buttons") or []),
                **(message.get("custom") or {}),
            }
        )


class InternalChannel(InputChannel):
    """`POST /webhooks/internal/webhook`: one turn in, its answer out."""

    @classmethod
    def name(cls) -> str:
        """The channel's name in Rasa."""
        return "internal"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes of the channel. Nothing else of Rasa's server answers without the secret either."""
        routes = Blueprint("internal_webhook", "internal")

        @routes.listener("before_server_start")
        async def shut(app: Sanic, _loop: Any) -> None:
            app.register_middleware(only_with_the_secret(health="/webhooks/internal/"), "request")

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            ready = request.app.ctx.agent.is_ready()
            return response.json({"status": "ok" if ready else "not ready"}, 200 if ready else 503)

        @routes.route("/read", methods=["POST"])
        async def read(request: Request) -> HTTPResponse:
            # the door is storing it, and will ask when it has
            read_ahead(said(request.json))
            return response.empty()

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            turn, answers = request.json, Answers()
            text = said(turn)
            if not text.startswith("/"):
                read_ahead(text)
            metadata = {key: turn.get(key) for key in ("turn", "n", "channel", "choice", "corrects")}
            await on_new_message(
                UserMessage(
                    text,
                    answers,
                    turn["conversation"],
                    input_channel=self.name(),
                    message_id=turn["turn"],
                    metadata=metadata,
                )
            )
            return answer(answers.messages)

        return routes


def said(turn: dict[str, Any]) -> str:
    """What Rasa is given to understand: a command for a signal or a choice, and for typed text never one."""
    if turn.get("signal") in SIGNALS:
        return f"/{turn['signal']}"
    choice = turn.get("choice")
    if choice:
        return f"/{choice}" if choice in CONTROLS and choice != "read_back" else "/choose"
    return str(turn.get("text") or "").lstrip("/ \t\r\n") or "?"


def answer(messages: list[dict[str, Any]]) -> HTTPResponse:
    """The turn's answer for the door; a turn that failed or said nothing is 503, so that it is asked again later."""
    then = next((message.pop("then") for message in messages if message.get("then")), None)
    if not messages:
        failed("nothing said")  # by the action: Rasa takes its failure for silence
    if not messages or any(message.pop("failed", False) for message in messages):
        return response.json({"error": "failed"}, status=503)
    return response.json({"messages": messages, "then": then})
