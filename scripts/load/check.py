"""Looks into the records afterwards: is every accepted message there once, answered once, and in order?"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.records.conversations import Message
from scripts.load.crowd import Sent


def unanswered(session: Session, sent: Iterable[Sent]) -> int:
    """How many of these conversations' messages wait for their answer."""
    ours = {one.conversation for one in sent}
    waiting = select(Message.conversation_id, func.count()).where(
        Message.answered_at.is_(None), Message.sender.in_(("you", "signal"))
    )
    rows = session.execute(waiting.group_by(Message.conversation_id)).all()
    return sum(count for conversation, count in rows if conversation in ours)


def faults(session: Session, sent: list[Sent]) -> list[str]:
    """What is wrong, in sentences; empty if nothing is. No words are read, only numbers and names."""
    columns = (Message.conversation_id, Message.n, Message.sender, Message.client_id, Message.answers)
    rows = session.execute(select(*columns).order_by(Message.conversation_id, Message.n)).all()
    stored = Counter(row.client_id for row in rows if row.client_id)
    number = {row.client_id: row.n for row in rows if row.client_id}
    answers: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.sender == "bot":
            answers[row.conversation_id].append(row.answers)
    found = []
    for one in sent:
        if stored[one.client_id] != 1:
            found.append(f"A message is stored {stored[one.client_id]} times.")
        elif number[one.client_id] not in answers[one.conversation]:
            found.append("A message has no answer.")
    for conversation, bursts in _bursts(sent).items():
        found += _in_order(answers[conversation], [[number.get(name, 0) for name in burst] for burst in bursts])
    return found


def _bursts(sent: list[Sent]) -> dict[str, list[list[str]]]:
    """The names of each conversation's messages, those of a burst together."""
    bursts: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in sent:
        bursts[one.conversation][one.burst].append(one.client_id)
    return {conversation: [each for _, each in sorted(found.items())] for conversation, found in bursts.items()}


def _in_order(answers: list[int], bursts: list[list[int]]) -> list[str]:
    """`answers`: which message each of the bot's answers; `bursts`: the numbers that the messages were given."""
    found = []
    if answers != sorted(answers):
        found.append("Answers stand in another order than the messages.")
    # what answers one message stands together: the same number further on would be a second answer
    runs = [n for place, n in enumerate(answers) if not place or answers[place - 1] != n]
    if len(runs) != len(set(runs)):
        found.append("A message is answered twice.")
    if any(min(later) < max(earlier) for earlier, later in pairwise(bursts)):
        found.append("A message stands before one that was answered before it was sent.")
    return found
