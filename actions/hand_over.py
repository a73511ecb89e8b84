"""Sending what the conversation has come to: an alert at once, or the hand-over the person agreed to.

Not an action of its own: it follows from an answer, in the same transaction.
"""

from sqlalchemy.engine import Connection

from bot.msp import conversation, summary
from bot.msp.turn import Turn
from bot.records import hand_overs
from bot.records.base import session_on


def follow_up(turn: Turn, connection: Connection, conversation_id: str) -> None:
    """Does what the turn asks for: `alert` passes on what must be, `hand_over` sends it all as far as it was agreed."""
    account = turn.account
    if turn.then == "alert":
        _send(turn, connection, conversation_id)
        turn.then = None
    elif turn.then == "hand_over":
        # who said no has read it through, and still only what the welcome said is passed on
        if summary.agreed(account) or summary.override_ground(account):
            first = account.handed_over_at is None
            _send(turn, connection, conversation_id, final=True)
            conversation.handed_over(turn, account.reference or "", first=first)
        else:
            conversation.nothing_to_hand_over(turn)


def _send(turn: Turn, connection: Connection, conversation_id: str, *, final: bool = False) -> None:
    account = turn.account
    recipient = turn.team.main(bool(account.conflict_of_interest)).id
    document = summary.build(account, recipient)
    with session_on(connection) as session:
        account.reference = hand_overs.send(session, conversation_id, summary.now_in(document), recipient).reference
    if final:
        account.handed_over_at = account.handed_over_at or document["handed_over_at"]
