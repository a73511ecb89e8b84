"""An answer to another question than the one that was asked: it lands where it belongs, and the question stays open."""

import re

from bot.msp import answers, listening, reaching, relations
from bot.msp.acknowledge import acknowledge
from bot.msp.keeping import ASIDES, keep_aside, record
from bot.msp.places import field_of
from bot.msp.topics.communication import needs
from bot.msp.turn import Turn

CLOSED = ("feeling_safe", "others_at_risk", "conflict", "consent")
# what somebody says matters to them, or would give them, stays there too, and who else is at risk is asked apart
MOVED_FROM = ("communication", "strengths", "outcomes", "not_wanted", "people.involve", "people.must_not_be_told")
STORY = ("outcomes", "not_wanted")
PERSON = re.compile(
    r"^\W*(?:just |and |maybe )?(?:(?:my|me|our) )?(?:" + "|".join(relations.RELATION) + r")(?: [A-Z]?[a-z]+)?\W*$",
    re.IGNORECASE,
)


def lands_elsewhere(turn: Turn) -> bool:
    """Keeps a message where it belongs and says so, if all of it plainly answers another question. True if it did."""
    field = _belongs_to(turn)
    if field is None:
        return False
    new = record(turn, field, turn.heard.text)
    also = keep_aside(turn, field)
    if new or also:
        acknowledge(turn, [field, *also] if new else also)
    else:
        turn.say("heard_before")
    return True


def _belongs_to(turn: Turn) -> str | None:
    account, heard = turn.account, turn.heard
    asked = field_of(account)
    if heard.choice:
        return None
    if account.asks in CLOSED and account.step is None and reaching.ways(heard.text) and answers.yes_no(heard) is None:
        return "safe_contact.ways"
    if asked not in MOVED_FROM:
        return None
    tells = listening.tells_what_happened(heard.text)
    if tells and (asked in STORY or (asked == "strengths" and heard.concerns)):
        return "concerns"
    if asked == "outcomes":
        return "people.involve" if PERSON.match(heard.text) else None
    if (asked == "communication" and needs(heard.text)) or (asked in ASIDES and ASIDES[asked](heard.text)):
        return None
    whole = heard.text.strip(" .!")
    return next(
        (other for other, find in ASIDES.items() if [one.strip(" .!") for one in find(heard.text)] == [whole]), None
    )
