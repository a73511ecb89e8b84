"""What the summary says to the worker beside the person's words: fixed phrases, each for a reason that the account gives."""

import re
from collections.abc import Iterator

from bot.msp.account import Account

# "im 16", and not "im 16 weeks gone"
UNDER_18 = re.compile(
    r"\bi(?:'?m| am)(?: only| just)? (?:1[1-7]|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)\b"
    r"(?=\W*$|\s*[,.;!)]|\s*(?:and|but|so|years?|yrs?|yo)\b)",
    re.IGNORECASE,
)


def may_be_under_18(account: Account) -> bool:
    """True if the person gives an age of their own that is under 18: this service is for adults."""
    told = account.current("concerns") + account.current("who") + account.current("what_matters")
    return account.voice == "person" and any(UNDER_18.search(said.own_words) for said in told)


def observations(account: Account) -> list[str]:
    """What may bear on capacity, as it was seen and without a judgement."""
    times_explained = account.explained
    return [f"They asked for it in other words {times_explained} times."] if times_explained >= 3 else []


def to_think_about(account: Account, *, declined: bool) -> Iterator[str]:
    """Reminders of the practice that fit this account. `declined`: the person was asked to share, and said no."""
    if account.voice == "representative":
        yield "These are the words of somebody who writes for the person. The person has not been heard."
        yield "Hear the person themself, alone, in the way that works for them: see communication."
    if account.voice == "representative" and any(
        account.current(field, "person") for field in ("what_matters", "strengths", "outcomes", "not_wanted")
    ):
        yield "Some words are told as the person's own, by who wrote. Check them with the person."
    if account.voice == "representative" and account.authority in (None, "none"):
        yield "Who wrote has not said that they may decide for the person. Only the person can agree."
    if may_be_under_18(account):
        yield "They may be under 18. Children's services may have to act: tell the person first, and why."
    if account.conflict_of_interest:
        yield "It may be about somebody who works for the service. Keep it from them."
    if any(alert.level == "not_safe_to_talk" for alert in account.alerts):
        yield "Somebody may watch them or read their messages. Use only the agreed way of getting in touch."
    if account.others_at_risk == "yes":
        yield "Others may be at risk. If that must come first, tell the person why."
    if declined:
        yield "They did not agree to share. Consider whether a duty remains, what they may agree to, and keep the door open."
    if any(said.expectation_discussed for said in account.current("outcomes")):
        yield "They were told that not everything they wish can be promised."
