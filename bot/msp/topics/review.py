"""Later: what became of each outcome, do they feel safer, was anything important spoilt (policy 8.2; research, 1.1)."""

import re

from bot.msp import answers, corrections, listening
from bot.msp.account import Account, Statement
from bot.msp.clauses import JOINING
from bot.msp.topics import Topic, settle
from bot.msp.turn import Turn, quoted

ACHIEVED = {"fully": "fully", "partly": "partially", "not": "not_achieved"}
NOT_THIS = re.compile(
    r"\b(?:don'?t|dont|do not|no longer) (?:really )?(?:want|need) (?:[^.,;]*?)(?: any ?more| now|(?=[.,;]|$))",
    re.IGNORECASE,
)
IN_WORDS = {
    "fully": ("fully", "yes", "all of it", "completely"),
    "partly": ("part", "some", "a bit", "a little", "half", "nearly"),
    "not": ("no", "not", "none"),
}


def wanted(account: Account) -> bool:
    """Only when the worker or the person started it."""
    return "review" in account.next_up


def ask(turn: Turn) -> None:
    """Takes one outcome after another, then safety, then what mattered."""
    account = turn.account
    open_outcome = _next_outcome(account)
    if open_outcome:
        account.step = f"outcome:{open_outcome.id}"
        turn.say("ask_review_outcome", words=quoted(open_outcome.own_words))
    elif account.step in (None, "safer") or (account.step or "").startswith("outcome"):
        account.step = "safer"
        turn.say("ask_review_safer")
    else:
        matters = account.current("what_matters")
        turn.say("ask_review_spoilt", words=quoted(matters[0].own_words) if matters else "what matters to you")


def hear(turn: Turn) -> None:
    """Keeps each answer with the outcome it is about, in their words."""
    account, heard = turn.account, turn.heard
    step = account.step or ""
    if step.startswith("outcome:"):
        said = next(one for one in account.statements if str(one.id) == step.partition(":")[2])
        if not heard.choice and NOT_THIS.search(heard.text):
            _take_back(turn, said)
        else:
            said.achieved = _achieved(heard.chose("review") or heard.text.lower())
    if heard.words > 1 and not heard.choice:
        account.add("review", heard.text, heard.n)
    if step == "safer":
        account.feels_safer = answers.yes_no(heard) or "not_sure"
        account.step = "spoilt"
    elif step == "spoilt":
        account.next_up = [topic for topic in account.next_up if topic != "review"]
        settle(turn, "review")
        turn.say("review_thanks")
        turn.then = "hand_over"
        return
    ask(turn)


def _take_back(turn: Turn, said: Statement) -> None:
    """It is no longer wanted: what is wanted in its place is new, and not asked about yet."""
    found = NOT_THIS.search(turn.heard.text)
    wish = JOINING.sub("", turn.heard.text[found.end() :].strip(" .,;")) if found else ""
    if listening.WANTED.search(wish):
        newer = corrections.replace(turn.account, said, wish)
        newer.n = turn.heard.n
        turn.account.pending["new_at_review"] = [*turn.account.pending.get("new_at_review", []), newer.id]
        turn.say("changed")
    else:
        said.status = "withdrawn"
        turn.say("taken_out")


def _next_outcome(account: Account) -> Statement | None:
    new = account.pending.get("new_at_review", [])
    return next((said for said in account.current("outcomes") if said.achieved is None and said.id not in new), None)


def _achieved(text: str) -> str:
    if text in ACHIEVED:
        return ACHIEVED[text]
    for key in ("partly", "not", "fully"):
        if any(word in text for word in IN_WORDS[key]):
            return ACHIEVED[key]
    return "partially"


TOPIC = Topic("review", "How it is going", ask, hear, wanted=wanted, on_map=False)
