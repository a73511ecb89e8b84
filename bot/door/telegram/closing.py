"""The way to a person is closed: they blocked the bot, or are no longer on Telegram. Their worker is told."""

from functools import partial

from bot.door import log
from bot.door.threads import in_thread
from bot.records import cases, telegram
from bot.records.base import now, writing
from bot.records.hand_overs import hand_over_of, tell


async def closed(chat: str) -> None:
    """Nothing more is sent to the chat. Who works on a hand-over of this person sees it there, once."""
    conversation_id = await in_thread(partial(_close, chat))
    log.event("telegram closed", conversation=conversation_id)


def _close(chat: str) -> str | None:
    with writing() as session:
        telegram.drop_sends(session, chat)
        held = telegram.chat_held(session, chat)
        if held is None or held.closed_at is not None:
            return None
        held.closed_at = now()
        hand_over = hand_over_of(session, held.conversation_id)
        if hand_over is not None:
            cases.add_step(session, hand_over.id, "cannot_reach", {}, "My Say", None)
            tell(session, hand_over, "handover.updated", {"contact": "closed"})
        return str(held.conversation_id)
