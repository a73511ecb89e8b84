"""How and when is it safe to reach you? Code word? Leave a message? (research, sections 3 and 5)"""

import re

from bot.msp import answers, reaching
from bot.msp.account import Account
from bot.msp.acknowledge import say_back
from bot.msp.clauses import clauses
from bot.msp.keeping import keep_aside
from bot.msp.summary import agreed, override_ground
from bot.msp.topics import Topic, settle
from bot.msp.turn import Turn

FEW, AGREES = 2, 4  # words
STEPS = ("address", "when", "leave_message", "code_word")
ADDRESS = re.compile(
    r"(?<!\d)(?:\+?\d[\s-]?){9,14}\d|(?<!\d)\d{6}(?!\d)|[\w.+-]+@[\w-]+\.\w+|\b[\w.+-]+ at [\w-]+(?:\.| dot )(?:co|com|net|org|uk|im|me)\b",
    re.IGNORECASE,
)
NEEDS_ONE = re.compile(
    r"\b(?:text|ring|phone|call|e-?mail|mail|whatsapp|mobile|landline|letter|post)(?:s|ed|ing)?\b", re.IGNORECASE
)
NO_PHONE = re.compile(
    r"\b(?:no|not|never|don'?t|dont)\b(?:\W+\w+){0,2}?\W+(?:tele)?(?:phone|ring|call|text)\w*", re.IGNORECASE
)
HERE = re.compile(r"\b(?:here|this chat|through this|on this)\b", re.IGNORECASE)
REFUSED = re.compile(
    r"\b(?:rather (?:you did )?not|don'?t (?:want|contact|ring|call)|do not (?:want|contact)|no contact|not to be contacted)\b",
    re.IGNORECASE,
)
CODE_WORD = re.compile(
    r"\b(?:code ?word|word)(?: is|:| will be)\s+(?:only |just )?[\"“']?(?!is\b|for\b|to\b|from\b)(\w+(?: \d+)?)",
    re.IGNORECASE,
)
MAKE_IT = re.compile(r"\b(?:make|call) it (?:a |the )?[\"“']?(\w+(?: \d+)?)", re.IGNORECASE)
LEADS_TO_IT = re.compile(
    r"^\W*(?:(?:yes|yeah|yeh|ok(?:ay)?|um+|well|maybe|how about|let'?s (?:say|use|have)|say|use|it'?s|is)[,.\s]+|(?:my |the )?(?:code ?)?word(?: is|:)?\s+)*[\"“']?",
    re.IGNORECASE,
)
NOT_THIS_WAY = re.compile(
    r"^\W*(?:please )?(?:don'?t|do not|dont|never|not|no)\b(?!.*\b(?:but|only|just|text|mail)\b)", re.IGNORECASE
)
NO_MESSAGE = re.compile(
    r"\b(?:no|don'?t leave|do not leave|never leave) (?:a |any )?(?:messages?|voicemails?)\b", re.IGNORECASE
)


def wanted(account: Account) -> bool:
    """Only if somebody will get in touch: the person agreed, or it must be passed on anyway."""
    return agreed(account) or override_ground(account) is not None


def ask(turn: Turn) -> None:
    """Asks for the way; what was said already is not asked again."""
    account = turn.account
    if account.step is None and any(
        not NOT_THIS_WAY.search(said.own_words) for said in account.current("safe_contact.ways")
    ):
        account.step = _after(account, None)
        if account.step is None:
            settle(turn, "safe_contact")
            return
    turn.say(f"ask_safe_contact_{account.step}" if account.step else "ask_safe_contact")


def hear(turn: Turn) -> None:
    """Keeps the whole plan in their words; asks only for the parts that are still missing."""
    account, heard = turn.account, turn.heard
    refused = account.step is None and (_refuses(heard.text) or (heard.words <= 2 and answers.yes_no(heard) == "no"))
    if account.step is None and not refused and answers.nothing_more(heard):
        ask(turn)  # "no one else" still answers the question before
        return
    agrees = answers.yes_no(heard) == "yes" and heard.words <= AGREES
    if (
        account.step in ("address", "when")
        and agrees
        and not (reaching.times(heard.text) or ADDRESS.search(heard.text))
    ):
        turn.say("tell_me")
        return
    if _said_late(turn):
        account.add("safe_contact.ways", heard.text, heard.n)
        ask(turn)
        return
    if account.step == "code_word" and answers.bare_yes(heard) and account.misses == 0:
        account.misses += 1
        turn.say("ask_which_code_word")
        return
    _keep(turn)
    if refused:
        turn.say("no_contact_noted")
        settle(turn, "safe_contact")
        return
    account.step = _after(account, account.step)
    if account.step:
        ask(turn)
    else:
        turn.say("safe_contact_noted")
        settle(turn, "safe_contact")


def _said_late(turn: Turn) -> bool:
    """True if a number or a time comes at a later question: it is kept, and the question stays."""
    step, heard = turn.account.step, turn.heard
    if step not in ("leave_message", "code_word") or answers.yes_no(heard) is not None:
        return False
    # one word alone may be the code word: "Friday"
    return bool(ADDRESS.search(heard.text)) or (
        reaching.times(heard.text) and (step == "leave_message" or heard.words > 1)
    )


def _refuses(text: str) -> bool:
    """True if a message wants no contact at all; "don't ring me, text me" only says how."""
    others = [part for part in clauses(text) if not REFUSED.search(part)]
    return bool(REFUSED.search(text)) and not any(len(part.split()) > FEW for part in others)


def _keep(turn: Turn) -> None:
    account, heard = turn.account, turn.heard
    if account.step == "code_word":
        _keep_code_word(turn)
        return
    if account.step == "leave_message":
        account.leave_message = answers.yes_no(heard) or "not_sure"
        if (heard.words <= 3 and not ADDRESS.search(heard.text)) or heard.choice:
            return
    if heard.text.strip() and not (account.step in ("address", "when") and answers.nothing_more(heard)):
        account.add("safe_contact.ways", heard.text, heard.n)
        if told := CODE_WORD.search(heard.text):
            account.add("safe_contact.code_word", told.group(1), heard.n)
        if NO_MESSAGE.search(heard.text):
            account.leave_message = "no"
        keep_aside(turn, "safe_contact.ways")


def _keep_code_word(turn: Turn) -> None:
    none = answers.yes_no(turn.heard) == "no" and not MAKE_IT.search(turn.heard.text)
    if none or answers.nothing_more(turn.heard) or answers.bare_yes(turn.heard):
        return
    turn.account.add("safe_contact.code_word", code_word_of(turn.heard.text), turn.heard.n)
    say_back(turn, "heard_code_word", [said.own_words for said in turn.account.current("safe_contact.code_word")])


def code_word_of(text: str) -> str:
    """The word itself: "yes Tuesday bath will do. no make it buttercup" says "buttercup"."""
    if told := [*CODE_WORD.finditer(text), *MAKE_IT.finditer(text)]:
        return max(told, key=lambda one: one.start()).group(1).strip()
    words = LEADS_TO_IT.sub("", text)
    first = re.split(r"[,.;!?]| will do\b| would do\b| as in\b| please\b| lol\b", words)[0].strip()
    return first or text.strip()


def _after(account: Account, step: str | None) -> str | None:
    said = " ".join(one.own_words for one in account.current("safe_contact.ways"))
    reached_here = account.channel == "telegram" or bool(HERE.search(said))
    known = {
        "address": reached_here or not NEEDS_ONE.search(NO_PHONE.sub("", said)) or bool(ADDRESS.search(said)),
        "when": bool(reaching.WHEN.search(said)),
        "leave_message": account.leave_message is not None,
        "code_word": bool(account.current("safe_contact.code_word")),
    }
    rest = STEPS[STEPS.index(step) + 1 :] if step else STEPS
    return next((name for name in rest if not known[name]), None)


TOPIC = Topic("safe_contact", "How to reach you safely", ask, hear, open=True, wanted=wanted, steps=STEPS)
