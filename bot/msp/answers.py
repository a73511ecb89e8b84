"""Short answers in people's own ways: yes and no, a number from 0 to 10, nothing more."""

import re

from bot.msp.matching import telling_words
from bot.msp.turn import Heard

FEW = 12  # words before a last yes or no that decide nothing
LEAD_IN = r"^\W*(?:(?:oh|ah|well|um+|erm?|hmm+)\b\W*)*"
YES = re.compile(
    LEAD_IN
    + r"(?:(?:y|ye|yes+|yea+h?|yeh+|yep|yup|yh|aye|ok(?:ay)?|sure|of course|please do|go on|go ahead|correct|right(?! now)|fine|safe|"
    r"all right|alright|definitely|start|happy to|i suppose(?: so)?|i think so|(?:that'?s|that is|it'?s|it is) (?:right|correct|fine|ok(?:ay)?|safe|all right)|"
    r"i'?m (?:safe|alone|on my own|by myself)|i am (?:safe|alone|on my own|by myself)|you can|you may)\b|i (?:do|am|would|agree)\W*$|it is\W*$)",
    re.IGNORECASE,
)
NO = re.compile(
    LEAD_IN
    + r"(?:n|no+|nah|nope|na|never|not (?:really|now|at all|yet|today|that i'?(?: a)?m? ?(?:know|aware)|as far as i)|i (?:don'?t|do not|would rather|'?d rather) ?(?:not|you)?"
    r"|rather not|i'?d rather (?:not|you)|none|nobody|no one|noone|nothing|nowt|please don'?t|don'?t|do not|(?:good |dear |oh )?(?:heavens|god|lord|gosh),? no|certainly not|of course not|course not|absolutely not|definitely not)\b",
    re.IGNORECASE,
)
UNSURE = re.compile(
    LEAD_IN
    + r"(?:(?:i'?m |i am )?(?:not (?:so |really |quite )?sure|unsure)|(?:i )?(?:don'?t|do not|dunno|dont) ?know|dunno|idk|maybe|perhaps|possibly|"
    r"hard to say|no idea|not certain|might be|i think so maybe)\b",
    re.IGNORECASE,
)
NOTHING_MORE = re.compile(
    LEAD_IN
    + r"(?:no ?1 else|no1|no+|nah|nope|none|nothing(?: special)?|nowt(?: special)?|nobody|no one|noone|not really|finish(?:ed)?|i'?m finished|(?:i )?(?:don'?t know|dont know|do not know|dunno|idk|can'?t think) (?:what|of anything) (?:else|more)(?: to (?:say|put|write|tell(?: you)?|add))?|not that i know(?: of)?|i don'?t think so|that'?s (?:it|all|everything|enough|the lot|(?:your|yer|yr) lot)|the lot|(?:as|like|what) i (?:just |already )?(?:said|told you|wrote)(?: before| above| already| just now)?|(?:i )?(?:just |already )?told (?:you|u)(?: that| it| all that| already| before| too)*|same as (?:before|i said|above)|see above|"
    r"that is (?:it|all|everything)|nothing (?:else|more|to add)|no more|(?:i )?(?:don'?t|do not) (?:want to|wanna) (?:say|tell|talk|write)(?: you)? (?:any ?)?more|(?:i'?m |all )?done|enough|not (?:now|at the moment))"
    r"(?:[\s,.]*(?:thanks?|thank you|ta|no|nothing|none|nobody|nowt|really|for now|else|more|that'?s (?:it|all|everything|the lot)|the lot|that is (?:it|all|everything)|nothing else|i think|so far|please|ta|cheers|sorry|honestly|tbh|dear|darling|mate|pal|love|luv|duck|hen|bud|bro|lad|son|sir|miss))*\W*$",
    re.IGNORECASE,
)
NUMBERS = {
    word: value for value, word in enumerate("zero one two three four five six seven eight nine ten".split())
} | {"nought": 0, "nil": 0, "naught": 0, "eleven": 11, "twelve": 12}
NUMBER = re.compile(
    r"(?<![\d.,£$€:/])-?\d+(?:\.\d+)?(?![\d:]|,\d|%|(?:st|nd|rd|th)\b)|\b(?:" + "|".join(NUMBERS) + r")\b",
    re.IGNORECASE,
)
NO_SCORE = re.compile(
    r"\b(?:at|by|until|till|after|before|aged?|in|flat|room|house|line|ward|bus|page|floor|not|not an?)\s+(?:about\s+)?\d+\b(?! out of|/)"
    r"|\b\d+\s*(?:o'?clock|am|pm|years?|weeks?|days?|months?|times?|pounds?|quid|p|miles?|people|nights?)\b|\bon \d+ and \d+\b|\b\d+ not\b(?! \d)"
    r"|\b\d{1,2}\s+(?:of )?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)
# of a longer message a number in letters counts only where it is given as one: not "the only one", "two of them"
A_FEW = 4  # words
_WORDS = "|".join(NUMBERS)
SPOKEN = re.compile(
    rf"\b(?:about|around|maybe|say|said|at|an?|is|be|it'?s|probably|perhaps|put|give|feel|score|safe|number)\s+(?:an?\s+)?({_WORDS})\b(?!\s+(?:of|other|more)\b)"
    rf"|\b({_WORDS})\b(?=\s*(?:out of|/|at (?:home|work|night)|when|if|in the|or|to|perhaps|maybe|because|cos|i (?:think|guess|suppose|feel)|but|and|today|now|as long|mostly?|[.,;!]|$))(?<!only one)(?<!no one)(?<!this one)(?<!that one)(?<!which one)",
    re.IGNORECASE,
)
OUT_OF_TEN = re.compile(r"\b(\d+|" + "|".join(NUMBERS) + r")\s*(?:/|out of)\s*(?:10|ten)\b", re.IGNORECASE)


# of somebody who corrects themself ("no... yes. yes send") the last counts
NOES, YESES = r"(?:(?:no+|nah|nope|na)\b\W*)+", r"(?:(?:yes+|yea+h?|yeh+|yep|yup|aye|ok(?:ay)?)\b\W*)+"
ALONE = re.compile(rf"^\W*(?:({NOES})|{YESES})$", re.IGNORECASE)


def _alone(text: str) -> list[str | None]:
    """Each piece of a text: `yes` or `no` where it is nothing else, or None."""
    found = [ALONE.match(part) for part in re.split(r"[.,;!?…]+", text) if part.strip()]
    return [None if one is None else "no" if one.group(1) else "yes" for one in found]


def _corrected_themself(text: str) -> str | None:
    said = [one for one in _alone(text) if one]
    return said[-1] if len(set(said)) > 1 else None


def yes_no(heard: Heard) -> str | None:
    """`yes`, `no` or `not_sure` if the message says so in its first words or as a whole, else None."""
    said = heard.choice or heard.text
    if said in ("affirm", "deny", "dont_know"):
        return {"affirm": "yes", "deny": "no", "dont_know": "not_sure"}[said]
    if heard.choice and heard.choice.rpartition(":")[2] in ("yes", "no", "not_sure"):
        return heard.choice.rpartition(":")[2]
    if corrected := _corrected_themself(heard.text):
        return corrected
    if UNSURE.match(heard.text):
        return "not_sure"
    if NO.match(heard.text):
        return "no"
    if YES.match(heard.text):
        return "yes"
    if heard.words <= FEW and (last := (_alone(heard.text) or [None])[-1]):
        return last  # "how would i know. no"
    by_intent = {"affirm": "yes", "deny": "no", "dont_know": "not_sure"}.get(heard.intent)
    return by_intent if heard.confidence >= 0.6 and heard.words <= 8 else None


NOT_KNOWING = frozenset(
    "know sure dunno idk idea say sorry tbh honest really guess think mayb perhap possib certai hard unsure maybe perhaps".split()
)


def only_unsure(text: str) -> bool:
    """True if nothing but not knowing is said: "dunno", but not "Col maybe"."""
    return not telling_words(text) - NOT_KNOWING


BARE_YES = re.compile(
    r"^\W*(?:y|ye|yes+|yea+h?|yeh+|yas|ya|yep|yup|yh|aye|mm+|mhm|uh huh|ok(?:ay)?|sure|there is|i do)(?: (?:please|there is|i do|right|correct))?\W*$",
    re.IGNORECASE,
)


def bare_yes(heard: Heard) -> bool:
    """True if the message says yes to "is there anything more?" and nothing else yet."""
    return heard.choice == "affirm" or (not heard.choice and bool(BARE_YES.match(heard.text)))


def nothing_more(heard: Heard) -> bool:
    """True if the message says only that there is nothing (more) to say."""
    if heard.choice:
        return heard.choice in ("deny", "nothing_else")
    return bool(NOTHING_MORE.match(heard.text))


def _without_others(text: str) -> str:
    """The text without numbers that count something else: times, days, money, "the only one"."""
    text = NO_SCORE.sub(" ", text)
    if len(text.split()) <= A_FEW:
        return text
    meant = {found.start(1 if found.group(1) else 2) for found in SPOKEN.finditer(text)}
    return NUMBER.sub(lambda one: " " if one.group().isalpha() and one.start() not in meant else one.group(), text)


def score(text: str) -> int | None:
    """A number from 0 to 10 in the text: "4", "about a four", "7/10". Raises ValueError if there is one, but not on the scale.

    Of several the lowest counts ("3 at home, 8 at work" is 3), and the words are kept; a time of day is no number.
    """
    out_of_ten = OUT_OF_TEN.search(text)
    found = [out_of_ten.group(1)] if out_of_ten else NUMBER.findall(_without_others(text))
    values = [NUMBERS.get(number.lower(), None) if number.isalpha() else float(number) for number in found]
    on_scale = [int(value) for value in values if value is not None and 0 <= value <= 10 and value == int(value)]
    if on_scale:
        return min(on_scale)
    halves = [value for value in values if value is not None and 0 <= value <= 10]
    if halves:
        return int(halves[-1])
    if values:
        raise ValueError("not on the scale")
    return None


PLAIN = re.compile(
    r"^\W*(?:y|n|yes|no|yeah|yep|nope|ok(?:ay)?|start|go on|next|skip|stop|pause|help|back|me|myself|for me|what|nothing|none|nobody|no one|"
    r"(?:all |it )?(?:is )?(?:right|safe|fine)|thanks?(?: you)?|hello|hi|\d{1,2}(?:/10)?|that'?s (?:all|it|right)|(?:i )?don'?t know|not sure|both|all the same)\W*$",
    re.IGNORECASE,
)


def plain(heard: Heard) -> bool:
    """True if the message is one of the few short answers that can never hold danger, whatever a classifier makes of it."""
    return bool(PLAIN.match(heard.text))
