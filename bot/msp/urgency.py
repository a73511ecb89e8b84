"""How soon a worker should look, and why, in a fixed phrase: safety alerts first, then children, the number, others at risk,
the kind of harm. It sorts the inbox; it assesses nobody.
"""

from bot.msp.account import Account
from bot.msp.for_the_worker import may_be_under_18

PHYSICAL_HARM = {"physical", "sexual", "sexual_exploitation", "domestic", "modern_slavery"}
LOW_SCORE = 2


def of(account: Account, codes: set[str], *, agreed: bool = True) -> dict[str, str]:
    """The `level` and its `reason`. `codes`: the concern types suggested of what the reader of the summary is told.

    Not `agreed`: the number is not theirs to know.
    """
    standing = [alert for alert in account.alerts if alert.confirmed is not False]
    alerts = [alert for alert in standing if alert.raised]
    number = account.score if account.score is not None else account.representative_score
    number = number if agreed else None
    if any(alert.level == "danger_now" for alert in alerts):
        return {"level": "now", "reason": "They wrote of danger now."}
    if any(alert.level == "self_harm" and alert.confirmed for alert in alerts):
        return {"level": "now", "reason": "They say they think of ending their life or hurting themselves."}
    if any(alert.level == "self_harm" for alert in alerts):
        return {
            "level": "today",
            "reason": "They wrote of suicide or self-harm. They have not said that we got it wrong.",
        }
    if account.children_at_risk or may_be_under_18(account):
        return {"level": "today", "reason": "Children may be at risk."}
    if number is not None and number <= LOW_SCORE:
        return {"level": "today", "reason": f"How safe, from 0 to 10: {number}."}
    if any(alert.level != "not_safe_to_talk" for alert in standing):
        return {
            "level": "today",
            "reason": "Some of their words may mean danger. They were asked, and did not say.",
        }
    if standing:
        return {"level": "soon", "reason": "Somebody may watch them or read their messages."}
    if account.others_at_risk == "yes":
        return {"level": "soon", "reason": "Others may be at risk."}
    if codes & PHYSICAL_HARM:
        return {"level": "soon", "reason": "Their account suggests harm to the body, control or force."}
    return {"level": "routine", "reason": "No sign of danger or haste in their words."}
