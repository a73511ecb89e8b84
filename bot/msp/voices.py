"""Two voices apart: the person's own, and that of somebody who writes for them (research, section 3)."""

import re

from bot.msp import relations
from bot.msp.account import Account
from bot.msp.turn import Turn

MYSELF = re.compile(
    r"^\W*(?:start\W+|yes\W+)?(?:me|myself)\b(?! and my| mum| mam| dad)|(?<!not )(?<!n't )(?<!isnt )(?<!aint )\b(?:for|about|just|it'?s|its|is) (?:me|myself)\b|\bmy ?self\b",
    re.IGNORECASE,
)
PLAINLY_MYSELF = re.compile(
    r"\b(?:i'?m|i am|writing|speaking|it'?s|its|this is) (?:writing )?(?:for|about) (?:me|my ?self)\b|\bthere is no .?them\b",
    re.IGNORECASE,
)
NOT_MYSELF = re.compile(
    r"\b(?:not|isn'?t|ain'?t) (?:really |actually )?(?:happening to|about) (?:me|my ?self)\b", re.IGNORECASE
)
HURTS_ME = re.compile(
    r"\b(?:hits?|hit|hurts?|beats?|batters?|thumps?|punch(?:es|ed)?|slaps?|kicks?|pushes|shouts? at|screams? at|threatens?|controls?|follows?|touche[sd]|scares?|bullies|robs?|stalks?) me\b"
    r"|\b(?:takes?|took|steals?|stole|nicks?|nicked) my\b|\b(?:does|did|do) it to me\b",
    re.IGNORECASE,
)

I_HURT = re.compile(
    r"\bi(?:'?ve| have)? (?:\w+ )?(?:shouted at|screamed at|grabbed|hit|slapped|smacked|pushed|shook|hurt|threw|pinched|dragged|locked|tied) (?:him|her|them|my|mum|mam|dad|the)\b",
    re.IGNORECASE,
)

AT_WORK = re.compile(
    r"\b(?:i'?m|i am|as) (?:a|an|the|her|his|their) (?:\w+ )?(?:support worker|nurse|care worker|social worker|key ?worker|teacher|doctor|gp|manager|warden|officer|volunteer)\b"
    r"|\bi work (?:at|for|with|in)\b|\b(?:one of )?(?:my|our) (?:clients?|patients?|residents?|tenants?|service users?)\b",
    re.IGNORECASE,
)
# the person's own words, told by who writes for them: "Jean says I only want my key back"
REPORTED = re.compile(
    r"\W*(?:(?!(?:the|a|his|her) )(?:my )?\w+(?: [A-Z]\w+)? (?:always |just |only )?(?:says?|said|told me|tells me|is saying|keeps saying)\W+|(?:this is|it'?s|its) \w+(?: \w+)? (?:now|here|speaking|typing)\W+|[A-Z]\w+(?: [A-Z]\w+)?:\W*)"
    r"(?=(?:(?:that|just|only|please|no|yes)\W+)*(?:i|i'?m|i'?ve|i'?d|my|me|don'?t|leave|we)\b)",
    re.IGNORECASE,
)


def reported(text: str) -> bool:
    """True if the text begins by telling, word for word, what the person says."""
    return bool(REPORTED.match(text))


def speaks_for_themself(text: str) -> bool:
    """True if the words say that it is about the writer."""
    return bool(MYSELF.search(text)) or bool(HURTS_ME.search(text))


def notice(turn: Turn) -> bool:
    """Notices that somebody writes for another, wherever they say it. True if it was said."""
    account, heard = turn.account, turn.heard
    found = relations.writes_for(heard.text)
    said = (
        found is not None or NOT_MYSELF.search(heard.text) or (heard.intent == "on_behalf" and heard.confidence >= 0.7)
    )
    if account.role != "person" or account.settled("who") or not said or speaks_for_themself(heard.text):
        return False
    begin_on_behalf(account)
    if found:
        account.role, account.relation = found
    if AT_WORK.search(heard.text):
        account.role, account.relation = "worker", heard.text
    return True


def notice_themself(turn: Turn) -> bool:
    """Notices that who was taken for a representative writes for themself after all. True if it was said."""
    account = turn.account
    text = turn.heard.text
    plainly = PLAINLY_MYSELF.search(text) or (account.asks == "who" and MYSELF.search(text) and turn.heard.words <= 14)
    if account.voice == "person" or turn.heard.choice or not plainly:
        return False
    account.role, account.relation, account.authority, account.person_knows = "person", None, None, None
    account.heard_from_person_alone = None
    for said in account.statements:
        said.voice = "person"
        if said.field == "who":
            said.status = "withdrawn"
    if account.score is None:
        account.score, account.representative_score = account.representative_score, None
    account.answers["who"] = "answered"
    return True


def begin_on_behalf(account: Account) -> None:
    """From here on the words are those of somebody who speaks for the person, and so was what led here."""
    account.role = "family"
    account.heard_from_person_alone = False
    account.answers.pop("who", None)
    for said in account.statements:
        said.voice = "representative"
    if account.score is not None:
        account.score, account.representative_score = None, account.score
