"""A worker has written: the person is told, within what they said about safe contact.

What rings is a neutral line, with the code word they chose before it. The worker's own words come when the person asks
for them, or writes and says that it is safe. Outside the times they gave, or where they want no message, nothing rings:
the words wait until they come back.
"""

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.door.telegram.buttons import tag_of
from bot.door.telegram.queue import Chat
from bot.door.telegram.showing import part
from bot.door.telegram.wording import say
from bot.inbox import contact_plan
from bot.records import outbox
from bot.records.base import now, reading, writing
from bot.records.conversations import Conversation
from bot.records.hand_overs import hand_over_of
from bot.records.telegram import TelegramChat

LOOK_AGAIN = timedelta(minutes=5)
LEFT_ALONE = timedelta(hours=1)  # after the chat was hidden


def tell_next() -> bool:
    """Tells about the next message of a worker that is due. False if nothing is."""
    with reading() as session:
        if not outbox.is_due(session, "telegram"):
            return False
    with writing() as session:
        delivery = outbox.claim(session, "telegram")
        if delivery is None:
            return False
        about = delivery.event.data
        conversation = session.get(Conversation, about["conversation_id"])
        held = session.get(TelegramChat, about["conversation_id"], with_for_update=True)
        if conversation is None or held is None or held.closed_at or conversation.channel != "telegram":
            outbox.delivered(session, delivery.id)
            return True
        if held.worker_shown < about["n"] and held.told <= held.worker_shown:
            if not _may_ring(session, held):
                delivery.next_at = now() + LOOK_AGAIN
                return True
            _ring(session, conversation, held, about["n"])
        held.told = max(held.told, about["n"])
        outbox.delivered(session, delivery.id)
        return True


def _may_ring(session: Session, held: TelegramChat) -> bool:
    if held.hidden_at is not None and now() < held.hidden_at + LEFT_ALONE:
        return False
    hand_over = hand_over_of(session, held.conversation_id)
    if hand_over is None:
        return True
    return contact_plan.may_write(hand_over.versions[-1].document, now()).decision != contact_plan.STOP


def _ring(session: Session, conversation: Conversation, held: TelegramChat, n: int) -> None:
    hand_over = hand_over_of(session, held.conversation_id)
    word = hand_over.versions[-1].document["safe_contact"]["code_word"] if hand_over else None
    text = "\n".join(line for line in (word, say("told")) if line)
    show = [[[say("buttons", "show"), f"w{n}:0:{tag_of(held.conversation_id)}"]]]
    Chat(session, int(conversation.address), conversation.id).say([part(text, show)])


def show_late(conversation_id: str) -> str | None:
    """An answer that came later by itself: shown without a ring. Returns the chat."""
    with writing() as session:
        held = session.get(TelegramChat, conversation_id, with_for_update=True)
        conversation = session.get(Conversation, conversation_id)
        if held is None or conversation.channel != "telegram" or held.closed_at:
            return None
        Chat(session, int(conversation.address), conversation_id).show_new(held, worker_too=False, silent=True)
        return str(held.chat)
