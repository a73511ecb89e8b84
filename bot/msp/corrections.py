"""Taking out, changing and moving up what was written down, in the person's own way of asking for it."""

import re
from dataclasses import dataclass

from bot.msp.account import Account, Statement
from bot.msp.clauses import JOINING, clauses, sentences
from bot.msp.listening import WANTED
from bot.msp.matching import at_numbers, best_match, by_place, numbered
from bot.msp.read_back import Line, lines


@dataclass(frozen=True)
class Words:
    """A piece of text that can be matched like a line."""

    text: str


TAKE_OUT = re.compile(
    r"\b(?:take (?:\w+[,.]? ){0,8}?(?:out|off|away)|remov\w+|strike (?:\w+ ){0,2}?(?:out|numbers?|lines?)|delete|leave (?:\w+ ){0,5}?out|cross (?:\w+ ){0,3}?out|get rid of|scrap|"
    r"(?:don'?t|do not|dont) (?:send|put|include|say|write)|not (?:send|include)|forget (?:about )?(?:the|that|what))\b",
    re.IGNORECASE,
)
MORE_IMPORTANT = re.compile(
    r"\b(?:more|most) important\b|\bmatters? (?:the )?most\b|\b(?:first|top) (?:of|on) (?:the|my) list\b|\bput (?:.+) first\b|\b(?:should be|is|goes?|comes?|but (?:the )?\w+) first\b",
    re.IGNORECASE,
)
CHANGE = re.compile(
    r"\b(?:chang\w+|correct|wrong|not right|instead|should (?:be|say|read)|that'?s not|isn'?t what|i (?:meant|said)|actually|mistake|no longer|any ?more|after all)\b",
    re.IGNORECASE,
)
NEW_WORDS = re.compile(
    r"(?:\bto (?:say |read )?|\bshould (?:be|say|read)|\bit'?s|\bi meant|\bi said|\binstead(?: of .+?,)?|:)\s*[\"“']?(.+?)[\"”']?\s*$",
    re.IGNORECASE | re.DOTALL,
)


OLD_TO_NEW = re.compile(r"\bchange (?:the )?(?P<old>.+?) (?:to|into) (?:the )?(?P<new>[^.,;]+)", re.IGNORECASE)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:night|morning|afternoon|evening))?"
_DATE = r"(?:the )?\d{1,2}(?:st|nd|rd|th)(?: (?:of )?[A-Z][a-z]+)?|\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
_PLACE = r"(?:flat|room|house) \d+[a-z]?"
_SUM = r"£ ?[\d,.]*\d|[\d,.]*\d(?: ?(?:pounds?|quid|p|euros?)\b)?"
# what stands for what: a day for a day, a date for a date, a place for a place, a sum for a sum
KINDS = [re.compile(rf"(?<![\w£])(?:{kind})(?!\w)", re.IGNORECASE) for kind in (_DAY, _DATE, _PLACE, _SUM)]
THING = rf"(?:{_DAY}|{_DATE}|{_PLACE}|{_SUM})"
NO_LONGER = re.compile(
    r"\bi (?:really |just )?(?:don'?t|dont|do not|no longer) (?:really )?(?:want|need) (?P<old>.+?)(?:[.,;]|\s+(?:but|instead|i)\b|$)",
    re.IGNORECASE,
)
NOW_DIFFERENT = re.compile(
    r"\b(?:any ?more|after all|no longer|now|actually|chang\w+|instead|rather|on second thoughts|thought about it)\b",
    re.IGNORECASE,
)


FORGET_THAT = re.compile(
    r"^\W*(?:(?:actually|no|sorry|oh|wait|hang on|well)\W+)*(?:forget|scrap|ignore|cancel|strike) (?:about )?(?:that|it|what i (?:just )?(?:said|wrote))"
    r"(?: one)?(?:[.,;!]|\s*$)",
    re.IGNORECASE,
)


def no_longer_wanted(account: Account, text: str) -> tuple[Line | None, str]:
    """Which wish a message takes back ("I don't want him to move out any more, I want ..."), and the wish in its place.

    "Forget that" takes back what was said last, if that is one line.
    """
    if forgotten := FORGET_THAT.match(text):
        rest = text[forgotten.end() :].strip(" .,;")
        return _said_last(account), rest if WANTED.search(rest) else ""
    told = NO_LONGER.search(text)
    if told is None or not NOW_DIFFERENT.search(text):
        return None, ""
    line = best_match(told["old"], [line for line in lines(account) if line.field == "outcomes"])
    rest = JOINING.sub("", text[told.end("old") :].strip(" .,;"))
    return line, rest if WANTED.search(rest) else ""


def _said_last(account: Account) -> Line | None:
    told = [(line.statement.n, line) for line in lines(account) if line.statement]
    newest = max((n for n, _ in told), default=0)
    last = [line for n, line in told if n == newest]
    return last[0] if len(last) == 1 else None


def take_back(account: Account, line: Line, wish: str) -> None:
    """Puts another wish in the place of one, or none."""
    there = next((said for said in account.current("outcomes") if said.own_words == wish), None)
    if there is not None and line.statement is not None:
        line.statement.status, line.statement.changed_to = "changed", there.id
    elif wish and line.statement is not None:
        account.corrections += 1
        replace(account, line.statement, wish)
    else:
        take_out(account, line)


def to_take_out(account: Account, text: str) -> tuple[Line | None, str]:
    """Which line a message asks to take out, if it can be told, and the rest of the message, which may hold more."""
    parts = sentences(text)
    asking = [part for part in parts if TAKE_OUT.search(part)]
    rest = " ".join(part for part in parts if part not in asking)
    request = " ".join(asking)
    return find(lines(account), request, text), rest


def several(account: Account, text: str) -> list[Line]:
    """The lines of a message that names more than one by their numbers, to be taken out; empty if it names fewer."""
    asked = " ".join(part for part in sentences(text) if TAKE_OUT.search(part) or numbered(part))
    found = at_numbers(asked, lines(account))
    return found if len(found) > 1 else []


def take_out(account: Account, line: Line, request: str = "") -> None:
    """Takes out a line, or, of a long one, only the clauses the request speaks of. What is taken out is not sent."""
    said = line.statement
    account.corrections += 1
    if said is None:
        account.score = account.score_own_words = account.representative_score = None
        return
    bit = spoken_of(line, request)
    if bit:
        words = said.own_words
        for clause in bit:
            words = words.replace(clause, "[...]")
        replace(account, said, words, withdrawn=True)
        for code in bit:
            account.statements[-1].codes = [
                kept for kept in account.statements[-1].codes if code not in kept.quote and kept.quote in words
            ]
        return
    said.status = "withdrawn"


def spoken_of(line: Line, request: str) -> list[str]:
    """The clauses of a line that a request speaks of; empty if it is all of them, or none."""
    whole = clauses(line.text)
    bit = [clause for clause in whole if best_match(request, [Words(clause)])] if request else []
    return bit if len(bit) < len(whole) else []


def replace(account: Account, said: Statement, words: str, *, withdrawn: bool = False) -> Statement:
    """Puts new words in the place of a statement, which stays as what was said before (`changed`, or `withdrawn`)."""
    newer = Statement(
        id=max(one.id for one in account.statements) + 1,
        field=said.field,
        own_words=words.strip(),
        at=said.at,
        n=said.n,
        voice=said.voice,
        codes=[code for code in said.codes if code.quote in words],
        source=said.source,
        location=said.location,
        keep_from=list(said.keep_from),
        priority=said.priority,
        expectation_discussed=said.expectation_discussed,
    )
    said.status, said.changed_to = ("withdrawn" if withdrawn else "changed"), newer.id
    account.statements.append(newer)
    return newer


def new_in(line: str, request: str, words: str) -> str | None:
    """A line with a few new words in the place of those they are meant for: "change Friday to Monday", "number 2 its flat 6".

    None if the words can stand for the whole line, or it cannot be told what they are meant for.
    """
    named = OLD_TO_NEW.search(request)
    if named and named["old"].lower() in line.lower():
        return re.sub(re.escape(named["old"]), named["new"], line, flags=re.IGNORECASE)
    kind = next((kind for kind in KINDS if kind.fullmatch(words)), None)
    there = kind.findall(line) if kind else []
    return re.sub(rf"(?<!\w){re.escape(there[0])}(?!\w)", words, line, count=1) if len(there) == 1 else None


def find(known: list[Line], request: str, whole: str = "") -> Line | None:
    """The one line a request speaks of, by its place or by its words; None if that cannot be told.

    Where the place could mean two lines ("the second one"), the rest of the message may tell which.
    """
    placed = by_place(request, known)
    if len(placed) == 1:
        return placed[0]
    return best_match(whole or request, placed) if placed else best_match(request, known)
