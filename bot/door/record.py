"""What is held about a conversation, for the person to read."""

from typing import Any

from sqlalchemy.orm import Session

from bot.door import wording
from bot.msp.summary import build
from bot.records.conversations import Conversation, account_of, as_seen, iso, messages_after
from bot.records.hand_overs import HandOver, hand_over_of
from bot.records.retention import erase_on
from bot.service import service

Held = dict[str, Any]


def held(session: Session, conversation: Conversation) -> Held:
    """The messages, the summary so far, the alerts, the hand-over and how long it is kept."""
    account = account_of(session, conversation.id)
    summary = build(account) if account is not None and conversation.account else None
    handed_over = hand_over_of(session, conversation.id)
    return {
        "id": conversation.id,
        "channel": conversation.channel,
        "started_at": iso(conversation.created_at),
        "messages": [as_seen(message) for message in messages_after(session, conversation.id, 0)],
        "summary": summary,
        "alerts": summary["safety"]["alerts"] if summary else [],
        "hand_over": _hand_over(handed_over) if handed_over else None,
        "kept": _kept(conversation, handed_over),
    }


def _hand_over(found: HandOver) -> Held:
    return {
        "reference": found.reference,
        "version": found.version,
        "sent_at": iso(found.created_at),
        "updated_at": iso(found.updated_at),
        "acknowledged_at": iso(found.acknowledged_at) if found.acknowledged_at else None,
    }


def _kept(conversation: Conversation, handed_over: HandOver | None) -> Held:
    if handed_over is not None:
        return {"until": None, "message": wording.say("record", "handed_over")}
    until = erase_on(conversation.last_at)
    day = until.astimezone(service().time_zone)
    return {"until": iso(until), "message": wording.say("record", "draft", date=f"{day.day} {day:%B %Y}")}
