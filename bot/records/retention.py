"""What is not needed any more is erased: `python -m bot.records.retention`. The door runs it once a day too."""

import sys
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from bot.records.base import engine, now, reading, writing
from bot.records.conversations import Conversation
from bot.records.erase import erase, wipe
from bot.records.hand_overs import HandOver
from bot.settings import settings


@dataclass(frozen=True)
class Forgotten:
    """How much was erased: conversations that were not handed over, and resume codes whose time was over."""

    drafts: int
    codes: int


def erase_on(last_at: datetime) -> datetime:
    """When a conversation that is not handed over will be erased, if nothing more is written in it."""
    return last_at + timedelta(days=settings().keep_drafts_days)


def forget(at: datetime) -> Forgotten:
    """Erases what is older at that moment (UTC) than the service keeps it."""
    kept_from = at - timedelta(days=settings().keep_drafts_days)
    handed_over = select(HandOver.conversation_id).where(HandOver.conversation_id.is_not(None))
    is_old = (Conversation.last_at < kept_from, Conversation.id.not_in(handed_over))
    with reading() as session:
        old = session.scalars(select(Conversation.id).where(*is_old)).all()
    drafts = 0
    for conversation_id in old:
        with writing() as session:
            # looked at again: the person may have come back, or agreed to send it, in the meantime
            if session.scalar(select(Conversation.id).where(Conversation.id == conversation_id, *is_old)):
                erase(session, conversation_id)
                drafts += 1
    with writing() as session:
        codes = session.execute(
            update(Conversation)
            .where(Conversation.resume_expires_at < at)
            .values(resume_hash=None, resume_expires_at=None)
            .execution_options(synchronize_session=False)
        ).rowcount
    wipe(engine())
    return Forgotten(drafts, codes)


def main() -> int:
    """Erases, and says how much."""
    forgotten = forget(now())
    print(f"Erased: {forgotten.drafts} conversations not handed over, {forgotten.codes} codes that had run out.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
