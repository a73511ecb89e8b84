"""Is anyone else being hurt or at risk, any children? Asked neutrally, with why (policy 8.1; research, section 3)."""

import re

from bot.msp import answers, others, pass_on, relations
from bot.msp.acknowledge import acknowledge
from bot.msp.keeping import keep_aside, record
from bot.msp.putting_right import AT_NO_RISK
from bot.msp.topics import Topic, settle
from bot.msp.turn import Turn, quoted

BUT = re.compile(r"\b(?:but|except|apart from|only)\b", re.IGNORECASE)
JUST = re.compile(r"\b(?:just|only|maybe|perhaps)\b", re.IGNORECASE)
SOMEBODY = re.compile(
    r"\b(?:there(?:'?s| is| are)|lady|woman|women|man|men|girls?|lads?|lass|neighbour|clients?|people)\b", re.IGNORECASE
)
FEW = 8  # words: "no kids, no one else" is a no and nothing more
NO_ONE_ELSE = re.compile(r"\b(?:else|others?|just|only|besides|apart from)\b", re.IGNORECASE)


def ask(turn: Turn) -> None:
    """Asks, with why; if others were spoken of already, says so and asks only for what was not said."""
    known = turn.account.current("others_at_risk")
    if turn.account.step == "who":
        turn.say("ask_others_who")
    elif known:
        turn.say("check_others_at_risk", known=quoted(known[0].own_words, 100))
    else:
        turn.say("ask_others_at_risk")


def hear(turn: Turn) -> None:
    """Yes asks who, once; no more about a child than they want to say."""
    account, heard = turn.account, turn.heard
    answer = answers.yes_no(heard)
    if account.step == "who":
        if answers.nothing_more(heard) or answer == "no":
            account.others_at_risk = "not_sure"
        else:
            _keep(turn)
            turn.say("others_noted")
        _settle(turn)
        return
    known = bool(account.current("others_at_risk"))
    # words that are neither yes nor no count as a yes only if they speak of others
    speaks = (
        heard.others_at_risk
        or others.speaks_of_others(heard.text)
        or others.young(heard.text)
        or SOMEBODY.search(heard.text)
        or (answer is None and relations.names_somebody(JUST.sub("", heard.text)))
    )
    if answer == "no" and speaks and BUT.search(heard.text):
        answer = "yes"  # "not me, but he has her kids at weekends"
    if AT_NO_RISK.search(heard.text):
        answer = "no"  # "only me. Leo comes on Saturdays, but he has never touched him"
    account.others_at_risk = "yes" if known and answer != "no" else answer or ("yes" if speaks else "not_sure")
    if known and answer == "no":
        # they were spoken of before, and may not be at risk; "no one else" means nobody besides those
        account.others_at_risk = "yes" if NO_ONE_ELSE.search(heard.text) else "no"
        for said in account.current("others_at_risk") if account.others_at_risk == "no" else []:
            said.status = "withdrawn"
    if heard.words > 3 and not heard.choice and not (account.others_at_risk == "no" and heard.words <= FEW):
        _keep(turn)
        acknowledge(turn, keep_aside(turn, "others_at_risk"))
    elif account.others_at_risk == "yes" and not known:
        account.step = "who"
        ask(turn)
        return
    if account.others_at_risk == "yes":
        turn.say("others_noted")
    _settle(turn)


def _keep(turn: Turn) -> None:
    record(turn, "others_at_risk", turn.heard.text)


def _settle(turn: Turn) -> None:
    account = turn.account
    said = [told.own_words for told in account.current("others_at_risk")]
    ages = any(others.children(one.own_words) for one in account.statements if one.status == "current")
    if account.others_at_risk != "no" and any(
        others.children(words) or others.young(words) or (ages and others.of_the_young(words)) for words in said
    ):
        account.children_at_risk = True
    settle(turn, "others_at_risk")
    pass_on.others_at_risk(turn)


TOPIC = Topic("others_at_risk", "Is anyone else at risk", ask, hear)
