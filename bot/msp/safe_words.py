"""What a message says about being safe: yes or no in people's own ways, somebody there, or that we got it wrong."""

import re

from bot.msp import answers
from bot.msp.turn import Heard

LONG = 20  # words: of a story, only what sounds like danger is looked at
FEW, PLAINLY = 5, 0.9  # so few words, so surely heard, say that somebody is there, whatever they are
GOT_IT_WRONG = re.compile(
    r"\b(?:got (?:it|that|me) wrong|not like that|misunderst\w+|wrong end|i didn'?t mean|not what i meant|(?:just|only|its just|it'?s only) (?:messing|joking|a joke|kidding|banter|a saying|an expression)"
    r"|figure of speech|i'?m (?:fine|safe|ok(?:ay)?|all right|alright)|no danger|not in danger|i am safe|i'?m not (?:in danger|suicidal|going to)|not literally|nothing like that)\b",
    re.IGNORECASE,
)
HALF_A_NO = re.compile(
    r"\b(?:not (?:to)?night|not (?:right )?(?:now|today|yet)|some (?:days|nights)|sometimes|pills?|tablets|rope|knife|blade|put by|put away|saved up|think about|thought about|but|maybe|if i)\b",
    re.IGNORECASE,
)
# asked whether there is danger, "not tonight" answers; it is no wish to go on tomorrow
NOT_NOW = re.compile(
    r"^\W*(?:no\W+)?not (?:(?:right |just )?(?:now|today|yet)|tonight|this minute|at the moment|any ?more)\W*$",
    re.IGNORECASE,
)
SAFE_NOW = re.compile(
    r"\b(?:he|she|they)(?:'?s| is|'?ve| have| are)? (?:gone|left|out|asleep|away|at work)\b|\bi live alone\b|\bno ?(?:one|body) (?:can |else )?(?:sees?|is here|here|about|around|home)\b"
    r"|\b(?:on my own|by myself|alone)\b|\bsafe as\b|\b(?:quite|perfectly|very|its|it'?s|it is|i'?m|im|i am) safe\b|\bso ok(?:ay)?\b|\bi'?m (?:ok(?:ay)?|fine|all ?right)\b|\bok(?:ay)? for (?:a|ten|now)\b",
    re.IGNORECASE,
)
# "when he is in", "if she sees this" are no now
_WHENEVER = "".join(rf"(?<!\b{word} )" for word in ("when", "whenever", "if", "once", "before", "until", "after"))
WATCHED_NOW = re.compile(
    rf"\b{_WHENEVER}(?:he|she|they|someone|somebody|mum|mam|dad|husband|wife|partner|carer|staff|boss|manager|brother|sister|son|daughter)"
    r"(?:'?s|'?re|'?ve| is| are| has| have| can)? (?:just |now )?(?:come |coming |came |walk\w* |got |getting )?"
    r"(?:here|home|back|in|up|down|outside|behind|beside|next to|with me|watching|listening|looking|reading|stood|standing|sat|sitting|see|hear|coming)\b"
    r"|\b(?:coming|watching|listening) (?:now|in|up|back|over|me)\b|\b(?:see|sees|read|reads|reading|hear|hears) (?:this|what i'?m|me (?:type|write|typing|writing))\b"
    r"|\bnot (?:alone|on my own|by myself|safe)\b|\b(?:gtg|g2g|(?:got|gotta|have|need) (?:to )?(?:go|stop|hide|close|shut))\b"
    r"|(?<!who )(?<!he )(?<!she )(?<!they )\bcan'?t (?:talk|type|write)\b|\b(?:shoulder|hang on|wait|hold on|one sec|brb|key in|at the door|walls)\b",
    re.IGNORECASE,
)


def watched_now(heard: Heard) -> bool:
    """True if somebody is there or coming; "he checks my phone" tells of a habit, and is asked about first."""
    said = heard.quote if heard.words > LONG else heard.text
    return bool(WATCHED_NOW.search(said)) or (heard.words <= FEW and heard.level_score >= PLAINLY)


def safe_now(heard: Heard) -> str | None:
    """The answer to "is it safe?": `yes`, `no`, `not_sure`, or None. "She has gone" is a yes."""
    answer = answers.yes_no(heard)
    if (
        answer is None
        and not heard.choice
        and SAFE_NOW.search(heard.text)
        and not re.search(r"\bnot\b|n't\b", heard.text)
    ):
        return "yes"
    return answer


def denied(heard: Heard) -> bool:
    """True if a no is a plain no. "No, not tonight, I have pills put by" is not."""
    return answers.yes_no(heard) == "no" and (
        heard.choice is not None or heard.words <= 2 or not (HALF_A_NO.search(heard.text) or heard.level == "self_harm")
    )


def corrected(heard: Heard) -> bool:
    """True if the message says that we got it wrong."""
    return heard.choice == "safety:wrong" or (not heard.choice and bool(GOT_IT_WRONG.search(heard.text)))
