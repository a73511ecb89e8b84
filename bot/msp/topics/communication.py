"""What helps you to understand and be understood (Accessible Information Standard; research, section 4.6)."""

import re

from bot.msp import answers, voices
from bot.msp.account import Account
from bot.msp.acknowledge import acknowledge, say_back
from bot.msp.keeping import keep_aside
from bot.msp.topics import Topic, settle
from bot.msp.topics.safe_to_talk import keep_story, tells_of_harm
from bot.msp.turn import Turn

FEW, LONG = 2, 25  # words
NO_NEEDS = re.compile(
    r"^\W*(?:no\W+|oh\W+)*(?:(?:i'?m|i am|im|it'?s|its|that'?s|thats|all) )?(?:al?l ?right|ok(?:ay)?|fine|good|normal)"
    r"(?:\W+(?:thanks?|thank you|ta|as i am|as it is|like this|with this))*\W*$",
    re.IGNORECASE,
)
NEEDS = {
    "easy_read": r"easy|simple|short (?:words|sentences|questions|lines)|plain|big words|pictures?|symbols?|makaton|one thing at a time",
    "pictures": r"pictures?|symbols?|photos?|drawings?",
    "large_print": r"large print|big(?:ger)? (?:print|letters|writing)|can'?t see|eyesight|sight|glasses",
    "audio": r"read (?:it )?(?:out|to me|aloud)|audio|can'?t read|blind",
    "hearing": r"hearing|deaf|loop|lip ?read|speak up|loud",
    "sign_language": r"\bbsl\b|sign(?:ing| language)|signs?\b",
    "makaton": r"makaton",
    "interpreter": r"interpret|translat|my language|(?:not|no) (?:good|much|well) english|polish|romanian|filipino|tagalog|portuguese|bulgarian|urdu|bengali|bangla|sylheti|hindi|punjabi|gujarati|nepali|thai|spanish|ukrainian|russian|lithuanian|hungarian|turkish|arabic|chinese|cantonese|mandarin",
    "extra_time": r"time|slow|not (?:be )?rush|patient|wait",
    "supporter": r"support worker|someone (?:with|there)|with me|my (?:nan|mum|sister|brother|friend|carer|keyworker)",
    "speech": r"speech|stammer|stutter|can'?t (?:speak|talk)|(?:no longer|doesn'?t|does not) (?:speak|talk)",
    "by_writing": r"(?:in|by|prefer) writing|writ(?:e|ing) (?:it |things )?(?:down|to me|back|instead)|text (?:only|not)|no phone|not (?:the )?phone|not talking",
}


def needs(text: str) -> list[str]:
    """The codes of the needs the words speak of."""
    return [code for code, pattern in NEEDS.items() if re.search(pattern, text, re.IGNORECASE)]


def asked(account: Account) -> str:
    """Which wording asks: for oneself, or for the person somebody writes for."""
    return "ask_communication" if account.voice == "person" else "ask_communication_them"


def ask(turn: Turn) -> None:
    """Asks about the needs of the person it is about."""
    turn.say(asked(turn.account))


def hear(turn: Turn) -> None:
    """Keeps the words and suggests codes; easy words are used from the next message on."""
    heard, account = turn.heard, turn.account
    if heard.words <= FEW and voices.speaks_for_themself(heard.text):
        ask(turn)  # "for me" answers the question before
        return
    if (heard.words >= LONG or not needs(heard.text)) and tells_of_harm(heard) and keep_story(turn):
        settle(turn, "communication", "skipped")
        return
    if not answers.nothing_more(heard) and not NO_NEEDS.match(heard.text):
        account.add("communication", heard.text, heard.n)
        if "easy_read" in needs(heard.text) and account.voice == "person":
            account.easy_words = True
            turn.say("easy_words_on")
        else:
            say_back(turn, "heard_communication")
        acknowledge(turn, keep_aside(turn, "communication"))
    settle(turn, "communication")


TOPIC = Topic("communication", "What helps you to understand", ask, hear, open=True)
