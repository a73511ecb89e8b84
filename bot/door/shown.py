"""What a screen is shown by itself, and what not."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.records.conversations import Message


def first(session: Session, conversation_id: str) -> int:
    """The number after which messages are shown: somebody who came back with their words is not shown the story again.

    Another person may be looking at that screen.
    """
    back = select(func.max(Message.n)).where(
        Message.conversation_id == conversation_id, Message.sender == "signal", Message.kind == "resume"
    )
    return session.scalar(back) or 0


def last(session: Session, conversation_id: str) -> int | None:
    """The number up to which messages are shown: while the screen shows cover text nothing is added. None: all."""
    newest = session.execute(
        select(Message.n, Message.kind)
        .where(Message.conversation_id == conversation_id, Message.sender == "bot")
        .order_by(Message.n.desc())
        .limit(1)
    ).first()
    return newest.n if newest is not None and newest.kind == "cover" else None
