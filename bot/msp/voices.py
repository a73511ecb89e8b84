"""Two voices apart: the person's own, and that of somebody who writes for them (research, section 3)."""

from bot.msp import listening
from bot.msp.account import Account
from bot.msp.turn import Turn


def notice(turn: Turn) -> bool:
    """Notices that somebody writes for another, wherever they say it. True if it was said."""
    found = listening.writes_for(turn.heard.text)
    if turn.account.role != "person" or turn.account.settled("who") or not (found or turn.heard.intent == "on_behalf"):
        return False
    begin_on_behalf(turn.account)
    if found:
        turn.account.role, turn.account.relation = found
    return True


def begin_on_behalf(account: Account) -> None:
    """From here on the words are those of somebody who speaks for the person, and so was what led here."""
    account.role = "family"
    account.heard_from_person_alone = False
    account.answers.pop("who", None)
    for said in account.statements:
        said.voice = "representative"
    if account.score is not None:
        account.score, account.representative_score = None, account.score
