"""A person who talks through the chat API, as the page does."""

from typing import Any

import httpx


class Person:
    """Somebody in a conversation. `seen` is every message the bot or a worker has shown them."""

    typed: list[str] = []  # by everybody, in the whole run: none of it may stand in a log

    def __init__(self, chat_url: str, **body: str) -> None:
        """Opens a conversation."""
        self.http = httpx.Client(base_url=f"{chat_url}/chat", timeout=30)
        answer = self.http.post("/conversations", json=body)
        answer.raise_for_status()
        self.id = answer.json()["id"]
        self.http.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        self.seen: list[dict[str, Any]] = []
        self.now: list[dict[str, Any]] = []
        self._shown(answer.json()["messages"])

    def says(self, text: str, **more: str) -> str:
        """Types something; gives what is said back, as one text."""
        return self._posts({"text": text, **more})

    def presses(self, payload: str) -> str:
        """Presses a choice by its payload; gives what is said back."""
        return self._posts({"choice": payload})

    def post(self, body: dict[str, Any]) -> httpx.Response:
        """Posts a message as it is, to see how the door takes it."""
        self.typed.append(str(body.get("text") or ""))
        return self.http.post(f"/conversations/{self.id}/messages", json=body)

    def _posts(self, body: dict[str, Any]) -> str:
        answer = self.post(body)
        answer.raise_for_status()
        return self._shown(answer.json()["messages"])

    def _shown(self, messages: list[dict[str, Any]]) -> str:
        self.now = [message for message in messages if message["from"] != "you"]
        self.seen += self.now
        return "\n".join(message["text"] for message in self.now)

    @property
    def asked(self) -> str | None:
        """The topic whose answer is expected."""
        return self.now[-1]["asks"] if self.now else None

    @property
    def kinds(self) -> list[str]:
        """The kinds of the last messages."""
        return [message["kind"] for message in self.now]

    @property
    def offered(self) -> list[str]:
        """The payloads that can be pressed now."""
        return [choice["payload"] for message in self.now for choice in message["choices"]]

    def record(self) -> dict[str, Any]:
        """What is held about the conversation."""
        answer = self.http.get(f"/conversations/{self.id}/record")
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def summary(self) -> dict[str, Any]:
        """The summary so far."""
        found: dict[str, Any] = self.record()["summary"]
        return found

    def starts(self) -> str:
        """Says that it is safe, and starts, for themself."""
        self.presses("safe:yes")
        self.presses("welcome:start")
        return self.presses("who:me")

    def answers(self, given: dict[str, str | list[str]], until: str | None = None) -> str:
        """Answers whatever is asked from `given` (topic, or topic and a word of the question), else that there is nothing.

        Stops when `until` is asked, when nothing is asked, or at the read-back if that is not in `given`.
        """
        said, left = "", {topic: list(a) if isinstance(a, list) else [a] for topic, a in given.items()}
        for _ in range(60):
            if self.asked is None or self.asked == until or (self.asked == "read_back" and "read_back" not in given):
                return said
            said = self.says(self._next(left))
        raise AssertionError(f"the conversation does not end: {self.asked}")

    def _next(self, left: dict[str, list[str]]) -> str:
        return self.answer_to(self.asked or "", self.now[-1]["text"], left)

    @staticmethod
    def answer_to(topic: str, question: str, left: dict[str, list[str]]) -> str:
        """The next answer to a question: of a key with a word of the question, else of the bare topic, else that there is nothing."""
        if "end your life" in question or "in danger now?" in question:
            return "no"
        keys = [key for key in left if key.partition(":")[0] == topic]
        fitting = [key for key in keys if ":" in key and key.partition(":")[2] in question.lower()] or [topic]
        answers = left.get(fitting[0])
        if answers:
            return answers.pop(0)
        return {
            "safe_to_talk": "yes it is safe",
            "welcome": "start",
            "who": "for me",
            "read_back": "yes that is right",
        }.get(topic, "no")
