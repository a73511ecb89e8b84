"""The honest talk: what cannot be promised, said early and kindly; the wish stays recorded (policy 8.1)."""

import re

from bot.msp import answers
from bot.msp.account import Account, Statement
from bot.msp.acknowledge import acknowledge, say_back
from bot.msp.keeping import keep
from bot.msp.topics import Topic, settle
from bot.msp.turn import Turn, quoted

# what no worker can promise, and the wording that says what they can do instead
NOT_IN_OUR_HANDS = {
    "arrest": r"\b(?:prison|jail|locked up|put away|arrest\w*|charged|prosecut\w*|sacked|struck off|fired|lose (?:his|her|their) job)\b",
    "children": r"\b(?:kids|children|girls|boys|bairns|son|daughter|baby)\b.{0,20}\bback\b",
    "back": r"(?<!come )(?<!go )(?<!coming )(?<!going )(?<!been )(?<!step )\bback\b(?! to (?:work|normal|how|me)| in| off| at)|\b(?:refund|compensation|repaid|pay me)\b",
    "gone": r"\b(?:not (?:to )?come (?:back|round|in|near)|(?:stay|keep) away|out of my (?:house|home|flat|life)|never see|move(?:d)? out|gone|kicked out|evict\w*|away from me|leave me alone for ?ever|banned?)\b",
    "stop": r"\b(?:stop\w*|(?:him|her|them|he|she|they|people|everyone) (?:to |should |must )?leave me (?:alone|be)|never (?:again|happen)|go away|behave)\b",
    "change": r"\b(?:be nice|change|like (?:he|she|they|it) (?:was|used to)|normal|sober|love me|be kind|how it was)\b",
    "time": r"\b(?:today|tonight|tomorrow|straight away|right now|immediately|this week|by (?:mon|tues|wednes|thurs|fri)day)\b",
    "cure": r"\b(?:cure\w*|walk again|(?:dead|died) (?:husband|wife|mum|dad) back|young again)\b",
}


def ground(said: Statement) -> str | None:
    """Why an outcome cannot be promised: a key of NOT_IN_OUR_HANDS, or None."""
    return next(
        (key for key, pattern in NOT_IN_OUR_HANDS.items() if re.search(pattern, said.own_words, re.IGNORECASE)), None
    )


def to_discuss(account: Account) -> list[Statement]:
    """The outcomes that call for the talk and have not had it."""
    return [said for said in account.current("outcomes") if not said.expectation_discussed and ground(said)]


def wanted(account: Account) -> bool:
    """Only where an outcome calls for it."""
    return bool(to_discuss(account))


def ask(turn: Turn) -> None:
    """Says what cannot be promised and what can be done, for at most two wishes, and asks what it would give them."""
    said = to_discuss(turn.account)
    grounds = list(dict.fromkeys(str(ground(one)) for one in said))[:2]
    for key in grounds:
        first = next(one for one in said if ground(one) == key)
        turn.say(f"expectation_{key}", words=quoted(first.own_words, 80))
    for one in said:
        one.expectation_discussed = True
    turn.say("ask_expectations")


def hear(turn: Turn) -> None:
    """What it would give them is what matters to them."""
    if turn.heard.words > 4 or (not answers.nothing_more(turn.heard) and answers.yes_no(turn.heard) is None):
        also = keep(turn, "what_matters")
        say_back(turn, "heard_expectations")
        acknowledge(turn, also)
    settle(turn, "expectations")


TOPIC = Topic("expectations", "What may not be possible", ask, hear, open=True, wanted=wanted, on_map=False)
