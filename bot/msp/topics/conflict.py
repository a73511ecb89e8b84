"""Is it about someone who works for us? Then somebody else must receive it (research, section 3)."""

from bot.msp import answers, pass_on
from bot.msp.acknowledge import acknowledge
from bot.msp.keeping import keep_aside
from bot.msp.topics import Topic, settle
from bot.msp.turn import Turn

FEW = 8  # words: a no that says little more is a no and nothing that happened


def ask(turn: Turn) -> None:
    """Asks, with why."""
    turn.say("ask_conflict")


def hear(turn: Turn) -> None:
    """Yes, or not sure, goes to the independent lead: too careful does less harm than not careful enough."""
    account, answer = turn.account, answers.yes_no(turn.heard)
    if answer is None:
        account.add("conflict", turn.heard.text, turn.heard.n)
        acknowledge(turn, keep_aside(turn, "conflict"))
        if account.misses == 0:
            account.misses += 1
            turn.say("ask_conflict_again")
            return
    elif not turn.heard.choice and not answers.nothing_more(turn.heard):
        if answer != "no" or turn.heard.words > FEW or turn.heard.concerns:
            account.add("conflict", turn.heard.text, turn.heard.n)
        acknowledge(turn, keep_aside(turn, "conflict"))
    account.conflict_of_interest = answer != "no"
    if answer == "no":
        for said in account.current("conflict"):
            said.field = "concerns"  # told here, but not about somebody who works for the service
    if account.conflict_of_interest:
        turn.say("conflict_noted", recipient=turn.team.main(conflict=True).name)
    settle(turn, "conflict")
    pass_on.others_at_risk(turn)


TOPIC = Topic("conflict", "Is it about someone who works for us", ask, hear)
