"""Afterwards: nothing lost, nothing twice, nothing that contradicts the record."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from bot.records.base import reading
from bot.records.conversations import Conversation, Message, as_seen
from bot.records.hand_overs import HandOver, HandOverVersion, hand_over_of
from bot.records.outbox import Delivery, OutboxEvent
from scripts.faults.people import Someone

CHANGES = re.compile(r"\b[A-Z]{2,10}-\d{4}\b|use these words: [a-z ]+")  # from one telling to the next
TIMES = ("at", "started_at", "handed_over_at", "sessions", "reference", "version")


def everything_is_quiet() -> bool:
    """True once every message is answered and every delivery made."""
    with reading() as session:
        owed = select(Message.id).where(Message.answered_at.is_(None), Message.sender != "bot").limit(1)
        return (
            session.scalar(owed) is None
            and session.scalar(select(Delivery.id).where(Delivery.done_at.is_(None)).limit(1)) is None
        )


def conversation(someone: Someone) -> Iterator[str]:
    """What is wrong with what one person was told and what is kept of it."""
    with reading() as session:
        kept = session.get(Conversation, someone.id, options=[undefer("*")])
        rows = session.scalars(select(Message).where(Message.conversation_id == someone.id).order_by(Message.n)).all()
    said = [row for row in rows if row.sender == "you"]
    if Counter(row.client_id for row in said) != Counter(someone.accepted.keys()):
        yield f"{len(said)} messages are kept, {len(someone.accepted)} were accepted"
    for row in said:
        body = someone.accepted.get(row.client_id, {})
        if row.choice != body.get("choice") or (row.choice is None and row.text != body["text"]):
            yield f"message {row.n} is not kept as it was said"
    if [row.n for row in rows] != list(range(1, len(rows) + 1)):
        yield "the numbers of the messages have a gap"
    for row in rows:
        if row.sender != "bot" and (row.answered_at is None or not any(one.answers == row.n for one in rows)):
            yield f"message {row.n} has no answer"
    told = {row.n: _heard(as_seen(row)) for row in rows if row.sender == "bot"}
    for n, message in someone.seen.items():
        if told.get(n) != _heard(message):
            yield f"the answer shown as number {n} is not the one that is kept"
    last = _in_order(rows)[-1]
    if f"m{last.n}" not in (kept.last_turn or {}):
        yield f"the account does not stand at {last.n}, which was answered last"
    if rows[-1].asks not in (None, kept.account["asks"]):
        yield f"the last message asks {rows[-1].asks}, the account {kept.account['asks']}"


def hand_over(someone: Someone, received: Counter[tuple[str, str]], shown: Counter[str]) -> Iterator[str]:
    """What is wrong with what one person agreed to send."""
    with reading() as session:
        found = hand_over_of(session, someone.id)
        if found is None:
            if someone.sent:
                yield "told that it was sent, and nothing was"
            return
        created = select(OutboxEvent).where(
            OutboxEvent.reference == found.reference, OutboxEvent.event == "handover.created"
        )
        events, versions = len(session.scalars(created).all()), [one.version for one in found.versions]
    if set(someone.sent) - {found.reference}:
        yield "told another reference than the one it was sent under"
    if versions != list(range(1, len(versions) + 1)) or found.version != len(versions):
        yield f"the versions are {versions}"
    if events != 1:
        yield f"{events} events say that it was created"
    if not found.conflict_of_interest and not received["handover.created", found.reference]:
        yield "the receiver was never told"
    # what is about a worker is shown to nobody of the team
    if shown[found.reference] != (0 if found.conflict_of_interest else 1):
        yield f"the inbox shows it {shown[found.reference]} times"


def shown_in_the_inbox(inbox_url: str, token: str) -> Counter[str]:
    """How often the inbox's list shows each reference."""
    shown: Counter[str] = Counter()
    page, pages = 1, 1
    while page <= pages:
        answer = httpx.get(
            f"{inbox_url}/api/handovers",
            params={"page": page},
            headers={"Authorization": f"Bearer {token}"},
            timeout=30,
        )
        answer.raise_for_status()
        shown.update(line["reference"] for line in answer.json()["handovers"])
        page, pages = page + 1, answer.json()["pages"]
    return shown


def of_nobody(people: list[Someone]) -> Iterator[str]:
    """Hand-overs that belong to no conversation of these people."""
    with reading() as session:
        theirs = {someone.id for someone in people}
        for found in session.scalars(select(HandOver)):
            if found.conversation_id not in theirs:
                yield f"{found.reference} belongs to nobody"


def told_again(someone: Someone, chat_url: str) -> Iterator[str]:
    """Tells the same again, in the order it was answered in, while nothing breaks: the same must be said and kept."""
    with reading() as session:
        rows = session.scalars(select(Message).where(Message.conversation_id == someone.id).order_by(Message.n)).all()
    twin = _Twin(chat_url)
    with twin.http:
        for row in _in_order(rows):
            first = [_heard(as_seen(one)) for one in rows if one.answers == row.n]
            again = [_heard(message) for message in twin.tells(row)]
            if first != again:
                yield f"message {row.n} was answered {first}, and told again {again}"
                return
    with reading() as session:
        if _document(session, someone.id) != _document(session, twin.id):
            yield "what was handed over is not what is handed over when the same is told again"


class _Twin:
    """Somebody who tells what was told before."""

    def __init__(self, chat_url: str) -> None:
        self.http = httpx.Client(base_url=f"{chat_url}/chat", timeout=60, trust_env=False)
        self.id = ""

    def tells(self, row: Message) -> list[dict[str, Any]]:
        """Begins, comes back, or says what a kept message says; gives the answer."""
        if row.sender == "signal":
            code = None if row.kind == "open" else self._post(f"/conversations/{self.id}/pause", {})["code"]
            opened = self._post("/conversations", {}) if code is None else self._post("/resume", {"code": code})
            self.id, self.http.headers["Authorization"] = opened["id"], f"Bearer {opened['token']}"
            return list(opened["messages"])
        body = {"choice": row.choice} if row.choice is not None else {"text": row.text}
        return list(self._post(f"/conversations/{self.id}/messages", body)["messages"])

    def _post(self, path: str, body: dict[str, str]) -> dict[str, Any]:
        address = {"X-Forwarded-For": f"10.8.{hash(self.id) % 250}.{hash(self.id) % 249 + 1}"}
        answer = self.http.post(path, json=body, headers=address)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


def _in_order(rows: list[Message]) -> list[Message]:
    """What was said, in the order it was answered in."""

    def answered(row: Message) -> int:
        return min((one.n for one in rows if one.answers == row.n), default=10**6)

    return sorted((row for row in rows if row.sender != "bot"), key=answered)


def _heard(message: dict[str, Any]) -> dict[str, Any]:
    """A message of the bot as far as it says the same in every telling."""
    return {
        "text": CHANGES.sub("...", message["text"]),
        "kind": message["kind"],
        "asks": message["asks"],
        "choices": message["choices"],
        "lines": message.get("lines"),
    }


def _document(session: Session, conversation_id: str) -> str | None:
    """What was handed over, without what differs in every telling."""
    newest = (
        select(HandOverVersion.document)
        .join(HandOver)
        .where(HandOver.conversation_id == conversation_id)
        .order_by(HandOverVersion.version.desc())
        .limit(1)
    )
    return json.dumps(_without_times(session.scalar(newest)), sort_keys=True)


def _without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_times(part) for key, part in value.items() if key not in TIMES}
    return [_without_times(part) for part in value] if isinstance(value, list) else value
