"""What every action shares: a turn is taken once, whole or not at all, and never ends in silence.

A failing action is silence in Rasa ("the actions events are lost"). Here it is answered with fixed words and the
numbers, and marked as failed, so that the door keeps the message and asks again.
"""

import dataclasses
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from bot.metrics import DANGER, timed
from bot.msp.account import Account
from bot.msp.hearing import heard_from
from bot.msp.turn import Say, Turn
from bot.records.base import now, writing_plainly
from bot.records.conversations import Message, hold_dialogue, keep_dialogue, numbers_owed
from bot.service import service

logger = logging.getLogger(__name__)

# to a turn whose answer the door has stored, after another asked it first: the door looks up what that was
ANSWERED_BEFORE = {
    "messages": [{"text": "", "custom": {"kind": "text", "asks": None, "then": "answered"}}],
    "slots": {},
}

# built once: see bot/records/conversations.py
_messages = Message.__table__.c
_SAID = select(_messages.text).where(
    _messages.conversation_id == bindparam("conversation"),
    _messages.n == bindparam("number"),
    _messages.sender == "you",
)


# slots that data/wording looks at: told at once; all of them are there when the next message comes (tracker_store.py)
FOR_THE_WORDING = ("easy_words", "voice", "channel")


class ConversationGone(LookupError):
    """The conversation was erased while its message was on the way."""


class TurnAction(Action, ABC):
    """An action that takes one turn. Subclasses say what it does in `take`."""

    @abstractmethod
    def name(self) -> str:
        """The action's name in domain.yml."""

    @abstractmethod
    def take(self, turn: Turn, connection: Connection, conversation_id: str) -> None:
        """Changes the turn's account and adds what is to be said."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Takes the turn once: the same turn again gives the answer it gave before (a restart in the middle)."""
        with timed("acted"):
            return self._run(dispatcher, tracker)

    def _run(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]]:
        metadata = tracker.latest_message.get("metadata") or {}
        try:
            answer = take_once(tracker.sender_id, metadata, dict(tracker.latest_message), self.take)
        except Exception as error:
            logger.error(
                "a turn failed in %s: %s",
                self.name(),
                type(error).__name__,
                extra={"fields": {"failure": type(error).__name__}},
            )
            logger.debug("where it failed", exc_info=True)
            dispatcher.utter_message(
                response="utter_something_went_wrong",
                json_message={"kind": "urgent", "failed": True},
                **service().words(),
            )
            return []
        dispatcher.messages.extend(answer["messages"])
        return [
            {"event": "slot", "name": name, "value": value, "timestamp": None}
            for name, value in answer["slots"].items()
            if name in FOR_THE_WORDING and tracker.slots.get(name) != value
        ]


def take_once(
    conversation_id: str,
    metadata: dict[str, Any],
    parsed: dict[str, Any],
    take: Callable[[Turn, Connection, str], None],
) -> dict[str, Any]:
    """Takes a turn in one transaction, or returns what the same turn answered before, while the door may not have it.

    Raises ConversationGone if there is no such conversation.
    """
    # followed by the door, which stores the answer: as long as it has not, the message waits to be asked again
    with writing_plainly(followed=True) as connection:
        held = hold_dialogue(connection, conversation_id)
        if held is None:
            raise ConversationGone
        account, given = held
        if metadata["turn"] in given:
            return dict(given[metadata["turn"]])
        owed = numbers_owed(connection, conversation_id)
        if metadata.get("n") not in (None, *owed):
            return ANSWERED_BEFORE
        turn = Turn(account, _heard(connection, conversation_id, metadata, parsed), service().team_at(now()))
        take(turn, connection, conversation_id)
        answer = {"messages": messages_of(turn), "slots": slots_of(account)}
        # an answer is kept until the door has it: it may ask a turn again after a later one (bot/door/answering.py)
        waiting = {f"m{n}" for n in owed}
        still = {name: said for name, said in given.items() if name in waiting}
        keep_dialogue(connection, conversation_id, account, still | {metadata["turn"]: answer})
    for alert in account.alerts:
        if alert.n == turn.heard.n:
            DANGER.labels(alert.level).inc()
    return answer


def messages_of(turn: Turn) -> list[dict[str, Any]]:
    """What is said, as Rasa's action server passes it on; the last message says what is asked next."""
    messages = [_message(say) for say in turn.says]
    if messages:
        messages[-1]["custom"]["asks"] = turn.account.asks if turn.then != "end" else None
        messages[-1]["custom"]["then"] = turn.then if turn.then in ("end", "erase") else None
    return messages


def slots_of(account: Account) -> dict[str, Any]:
    """What the policy and the wording look at."""
    return {
        "asks": account.asks,
        "step": account.pending.get("confirm") or account.step,
        "easy_words": account.easy_words,
        "voice": account.voice,
        "channel": account.channel,
    }


def _message(say: Say) -> dict[str, Any]:
    # "0[" in a value would make Rasa's interpolation believe that a value is missing
    values = {name: value.replace("0[", "0 [") for name, value in (service().words() | say.values).items()}
    return {
        "text": None,
        "buttons": say.choices,
        "elements": [],
        "template": say.wording,
        "response": say.wording,
        "image": None,
        "attachment": None,
        **values,
        "custom": {"kind": say.kind, "asks": None, **say.data},
    }


def _heard(connection: Connection, conversation_id: str, metadata: dict[str, Any], parsed: dict[str, Any]) -> Any:
    """The message in the words in which it is stored: Rasa's copy may have lost a leading slash."""
    n = int(metadata.get("n") or 0)
    said = connection.scalar(_SAID, {"conversation": conversation_id, "number": n}) if n else None
    heard = heard_from(parsed, said or "", n, metadata)
    if heard.corrects is not None:
        before = select(Message.asks).where(
            Message.conversation_id == conversation_id, Message.n < heard.corrects, Message.sender == "bot"
        )
        return dataclasses.replace(heard, asked_then=connection.scalar(before.order_by(Message.n.desc()).limit(1)))
    if words := heard.chose("say"):
        # a choice that is an answer in words, and nothing more
        return dataclasses.replace(heard, text=words, choice=None)
    return heard
