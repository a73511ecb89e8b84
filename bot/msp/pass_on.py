"""What is passed on before the end: others at risk, as the welcome said and the person has just been told (product,
"Who is told without agreement"). Danger to life does not wait for this: bot/msp/safety.py.
"""

from bot.msp.turn import Turn


def others_at_risk(turn: Turn) -> None:
    """Sends that others are at risk as soon as it is known who may read it: whoever leaves now must not take it along.

    Until it is known whether somebody of the team is meant, it waits.
    """
    account = turn.account
    if account.others_at_risk == "yes" and account.conflict_of_interest is not None and account.handed_over_at is None:
        turn.then = "alert"
