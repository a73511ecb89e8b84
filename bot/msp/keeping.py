"""Writing down what was said: where it belongs, and wherever else it belongs too."""

import re

from bot.msp import answers, listening, others, reaching, voices
from bot.msp.account import Account, Code, Statement
from bot.msp.clauses import JOINING, sentences
from bot.msp.matching import telling_words
from bot.msp.turn import Turn

SURE = 0.5  # below this a code is not suggested to the worker
SURE_ASIDE = 0.7  # a concern mentioned while something else was asked needs more
VERY_SURE = 0.9  # and more still among what is good and beside a number: "my son in Poland, i send him money", "10 if they leave me be"
FEW_BESIDE = 8  # words: no more than that beside a number is about the number
FEW = 3  # sentences: of a longer story, only the one with the number is about how safe they feel
WISHES = ("what_matters", "strengths", "outcomes", "not_wanted")
GOOD = ("what_matters", "strengths")
ASIDES = {
    "people.must_not_be_told": listening.told_not_to,
    "people.involve": listening.to_involve,
    "not_wanted": listening.not_wanted,
    "outcomes": listening.wanted,
    "safe_contact.ways": reaching.ways,
}
LOCATIONS = {
    "care_home_nursing": r"\bnursing home\b",
    "care_home_residential": r"\b(?:care|residential|old people'?s|rest) home\b|\bresidents?\b",
    "hospital_mental_health": r"\b(?:psychiatric|mental health|psych) (?:ward|unit|hospital)\b|\bsectioned\b",
    "hospital_acute": r"\b(?:hospital|a ?& ?e|on the ward|noble'?s)\b",
    "community_service": r"\bday ?(?:centre|service|care)\b|\brespite\b",
    "own_home": r"\b(?:my|our|her|his) (?:own )?(?:flat|house|home|room|kitchen|door|bedroom|place|bungalow)\b|\b(?:at home|come[s]? round|came round|moved in)\b",
    "in_the_community": r"\b(?:in the street|at the shops?|in town|on the bus|in the park|in the pub|at church|at the club|online)\b",
}
SAFE_NUMBER = re.compile(
    r"\b(?:safe\w*|out of (?:10|ten)|/\s?10|(?:about|maybe|like|say) an? (?:\d|[a-z]+)\b)", re.IGNORECASE
)


def keep(turn: Turn, field: str) -> list[str]:
    """Records the whole message in `field`, and what else it holds where that belongs. Returns those other fields."""
    record(turn, field, turn.heard.text)
    return keep_aside(turn, field)


def keep_aside(turn: Turn, field: str) -> list[str]:
    """Records what the message holds besides its answer in `field`. Returns the fields something was added to."""
    account, heard, added = turn.account, turn.heard, []
    for aside, find in ASIDES.items():
        if aside == field or (field.startswith("people") and aside.startswith("people") and heard.words <= 4):
            continue
        pieces = find(heard.text)
        if aside == "outcomes" and account.voice == "representative":
            pieces += [piece for piece in listening.they_want(heard.text) if piece not in pieces]
        if field in WISHES and aside in WISHES and (field, aside) != ("outcomes", "not_wanted"):
            # an answer is not split again; but "no police", said when asked what they want, is no wish
            pieces = [piece for piece in pieces if piece != heard.text]
        if any([record(turn, aside, piece) for piece in pieces]):  # a list: every one is recorded
            added.append(aside)
    if field != "concerns" and _keep_concerns_aside(turn, field):
        added.append("concerns")
    if field != "feeling_safe" and account.score is None and SAFE_NUMBER.search(heard.text) and keep_score(turn):
        added.append("feeling_safe")
    if heard.others_at_risk and account.others_at_risk is None and field in ("concerns", "outcomes", "read_back"):
        about_others = others.about_others(heard.text)
        if about_others not in listening.told_not_to(heard.text):
            record(turn, "others_at_risk", about_others)
            added.append("others_at_risk")
    return added


def keep_corrected(turn: Turn, n: int) -> bool:
    """Puts a changed message in the place of message `n`, with what it holds besides. False if nothing stood there."""
    account = turn.account
    said = [one for one in account.statements if one.n == n and one.status == "current"]
    scored = account.score_n == n
    if scored:
        account.score = account.representative_score = account.score_own_words = account.score_n = None
        account.answers.pop("feeling_safe", None)
        scored = keep_score(turn)
    if not said:
        account.corrections += scored
        return scored
    account.corrections += 1
    main = max(said, key=lambda one: len(one.own_words))
    for one in said:
        one.status = "changed"
    newer = record(turn, main.field, turn.heard.text)
    if newer is not None:
        newer.keep_from, newer.priority = list(main.keep_from), main.priority
        for one in said:
            one.changed_to = newer.id if one.field == main.field else None
    keep_aside(turn, main.field)
    return True


def record(turn: Turn, field: str, words: str) -> Statement | None:
    """Records words in a field, with the codes they suggest. None if they already stand there."""
    codes: list[Code] = []
    source = location = None
    if field == "concerns":
        codes = [code for code in turn.heard.concerns if code.score >= SURE and code.quote in words]
        if turn.heard.level == "self_harm":  # what was heard as that is no kind of harm by others
            codes = [code for code in codes if not _overlap(code.quote, turn.heard.quote or words)]
        source = turn.heard.source if codes else None
        location = locate(words) if codes else None
    if field == "concerns" and said_before(turn.account, field, words):
        return None
    if field == "outcomes":
        words = JOINING.sub("", words.strip()).strip(" .,;")
        if said_before(turn.account, field, words):
            return None
        codes = [code for code in turn.heard.outcomes if code.score >= SURE and _overlap(code.quote, words)]
        codes = [Code(code.code, code.quote if code.quote in words else words, code.score) for code in codes]
    voice = turn.account.voice
    if voice == "representative" and field in WISHES:
        told = [turn.heard.text, *(part for part in sentences(turn.heard.text) if words in part)]
        voice = "person" if any(map(voices.reported, told)) else voice
    return turn.account.add(field, words, turn.heard.n, voice=voice, codes=codes, source=source, location=location)


def keep_score(turn: Turn) -> bool:
    """Records how safe somebody feels, if the message says so. The number of one who writes for another is kept apart."""
    account = turn.account
    try:
        number = answers.score(turn.heard.text)
    except ValueError:
        return False
    if number is None:
        return False
    if account.voice == "person":
        account.score = number
    else:
        account.representative_score = number
    if not turn.heard.text.strip(" .").isdigit():
        parts = sentences(turn.heard.text)
        told = [part for part in parts if SAFE_NUMBER.search(part) and answers.NUMBER.search(part)]
        account.score_own_words = told[0] if told and len(parts) > FEW else turn.heard.text
    account.score_n = turn.heard.n
    account.answers["feeling_safe"] = "answered"
    return True


FEW_WORDS = 5  # beside a number; more may tell what happened


def rescore(account: Account, number: int | None, n: int) -> None:
    """Puts another number in the place of the one that stands. What was said beside that one is not lost with it."""
    beside = account.score_own_words or ""
    if len(beside.split()) > FEW_WORDS:
        account.add("concerns", beside, n, voice=account.voice)
    account.score_own_words = None
    account.score_n = n
    if account.voice == "person":
        account.score = number
    else:
        account.representative_score = number


def locate(words: str) -> str | None:
    """Where it happens, if the words say so: one of the national return's nine places."""
    return next((place for place, pattern in LOCATIONS.items() if re.search(pattern, words, re.IGNORECASE)), None)


def _keep_concerns_aside(turn: Turn, field: str) -> bool:
    account, added = turn.account, False
    if field == "feeling_safe" and turn.heard.words <= FEW_BESIDE:
        return False  # "3 at night 6 at day"
    placed = [said.own_words for said in account.statements if said.n == turn.heard.n and said.field in ASIDES]
    least = VERY_SURE if field in (*GOOD, "communication", "feeling_safe") else SURE_ASIDE
    sure = [code.quote for code in turn.heard.concerns if code.score >= least and len(code.quote.split()) > 2]
    if field in GOOD and {code.code for code in turn.heard.concerns if code.quote in sure} == {"domestic"}:
        return False  # "fifty three years married" speaks of a partner, and of no harm
    for quote in dict.fromkeys(sure):
        if field in ("outcomes", "not_wanted", "consent", "safe_contact.ways") or any(
            quote in words for words in placed
        ):
            continue
        # the whole sentence: "Dean and his cousin take my money" must not lose Dean
        told = next((one for one in sentences(turn.heard.text) if quote in one), quote)
        added = bool(record(turn, "concerns", told)) or added
    return added


def said_before(account: Account, field: str, words: str) -> bool:
    """True if words only say again what stands there: "to see my sister" after "i just want to see my sister again"."""
    again = telling_words(words)
    return bool(again) and any(again <= telling_words(said.own_words) for said in account.current(field))


def _overlap(quote: str, words: str) -> bool:
    return quote in words or words in quote
