"""What would you like to happen? Own words first, then picks if they help, then the most important (research, 1.2)."""

import re
from itertools import pairwise

from bot.msp import answers, listening, questions
from bot.msp.account import Account, Code, Statement
from bot.msp.acknowledge import acknowledge, say_back
from bot.msp.clauses import clauses, sentences
from bot.msp.keeping import keep_aside, record, said_before
from bot.msp.matching import best_match
from bot.msp.read_back import lines
from bot.msp.topics import Topic, settle
from bot.msp.turn import Turn, choice, quoted

PICKS = {
    "be_safe": "I want to feel safer",
    "control": "I want people to listen to me",
    "justice": "I want it put right",
    "home_and_support": "I want help at home",
    "no_action": "I want nothing to be done",
}
# a yes, a no, "that's it", "2." or a remark among wishes is none
NO_WISH = re.compile(
    r"^\W*(?:(?:yes+|no+|yeah|yeh|nah|nope|yep|ok(?:ay)?|thanks?|thank you|please|lol|more)\W*)+$|^\W*(?:that'?s|that is|thats) (?:it|all|everything|the lot)\b.{0,20}$"
    r"|^\W*(?:nothing|nowt) (?:else|more)\b.{0,10}$|^\W*\d{1,2}\W*$|^\W*(?:as |like )?i (?:already |just )?(?:said|told you)\b.{0,12}$",
    re.IGNORECASE,
)
FIRST = re.compile(r"\b(?:first|most|main(?:ly)?|matters?|important|number one|top|before)\b", re.IGNORECASE)
JOINED = re.compile(r"[\s,;]*\b(?:and|but|also|plus|then|so|or|n)?[\s,;]*$", re.IGNORECASE)
ALL_THE_SAME = re.compile(r"\b(?:all|both|same|equal|each|every)\b", re.IGNORECASE)


def ask(turn: Turn) -> None:
    """Asks openly; what was already heard is said back, and only what else is asked."""
    account = turn.account
    if account.step == "priority":
        _ask_priority(turn)
        return
    known = account.current("outcomes")
    if known:
        account.step = "more"
        turn.say("check_outcomes", known="; ".join(quoted(said.own_words, 80) for said in known))
    else:
        turn.say("ask_outcomes" if account.voice == "person" else "ask_outcomes_them")


def hear(turn: Turn) -> None:
    """Keeps each wish as one outcome, in order; asks for more, then which matters most."""
    account, heard = turn.account, turn.heard
    if account.step == "priority":
        _hear_priority(turn)
        return
    picked = heard.chose("outcome")
    if picked:
        account.add("outcomes", heard.text, heard.n, codes=[Code(picked, heard.text)])
        say_back(turn, "heard_outcomes")
    elif answers.bare_yes(heard):
        turn.say("tell_me")
        return
    elif not answers.nothing_more(heard):
        added = keep_outcomes(turn)
        also = keep_aside(turn, "outcomes")
        if not added and said_before(account, "outcomes", heard.text):
            turn.say("heard_before")
        elif added or not also:
            say_back(turn, "heard_outcomes", [said.own_words for said in added])
        acknowledge(turn, also)
    elif not account.current("outcomes") and account.step is None:
        # "Nothing", said first, is an answer in itself
        account.add("outcomes", heard.text, heard.n, codes=[Code("no_action", heard.text)])
        turn.say("noted")
        _finish(turn)
        return
    else:
        _finish(turn)
        return
    account.step = "more"
    turn.say("ask_outcomes_more")


def keep_outcomes(turn: Turn) -> list[Statement]:
    """Records each wish in the message. A sentence that says what must not happen, or only explains, is not a wish."""
    parts = sentences(turn.heard.text)
    refused = set(listening.not_wanted(turn.heard.text)) | set(listening.told_not_to(turn.heard.text))
    wishes = [wish for part in parts for wish in _wished(turn, part, refused)]
    if len(wishes) > 1 and any(listening.WANTED.search(wish) for wish in wishes):
        # "I want X. It would make me happy." is one wish with its reason: the reason stays with it
        joined: list[str] = []
        for wish in wishes:
            if joined and not listening.WANTED.search(wish) and len(wish.split()) > 3:
                joined[-1] = _between(turn.heard.text, joined[-1], wish)
            else:
                joined.append(wish)
        wishes = joined
    return [said for wish in wishes if (said := record(turn, "outcomes", wish))]


def _wished(turn: Turn, sentence: str, refused: set[str]) -> list[str]:
    """The sentence, or of one that also says what must not happen the clauses that wish for something."""
    if NO_WISH.match(sentence):
        return []
    if sentence.rstrip().endswith("?") and not listening.WANTED.search(sentence) and not questions.is_wish(sentence):
        turn.account.add("questions", sentence, turn.heard.n)
        return []
    if not any(piece in sentence for piece in refused):
        return _each_wish(sentence)
    meant = [part for part in clauses(sentence) if not any(part in piece or piece in part for piece in refused)]
    quotes = [code.quote for code in turn.heard.outcomes if code.quote]
    return [part for part in meant if listening.WANTED.search(part) or any(part in q or q in part for q in quotes)]


def _each_wish(sentence: str) -> list[str]:
    """The wishes of a sentence that wishes twice: "I want my key back but I still want to see him". Else the sentence."""
    begins = [sentence.find(part) for part in clauses(sentence) if listening.WANTED.search(part)]
    if len(begins) < 2 or -1 in begins:
        return [sentence]
    edges = [0, *begins[1:], len(sentence)]
    return [JOINED.sub("", sentence[start:end]) for start, end in pairwise(edges)]


def offer_picks(turn: Turn) -> None:
    """For somebody who is not sure: a few outcomes to choose from, or none."""
    turn.account.step = "picks"
    turn.say("outcome_picks", choices=[choice(title, f"outcome:{code}") for code, title in PICKS.items()])


def _between(text: str, first: str, last: str) -> str:
    start, end = text.find(first), text.find(last) + len(last)
    return text[start:end] if 0 <= start < end else f"{first} {last}"


def _finish(turn: Turn) -> None:
    if len(turn.account.current("outcomes")) > 1:
        turn.account.step = "priority"
        _ask_priority(turn)
    else:
        settle(turn, "outcomes")


def _ask_priority(turn: Turn) -> None:
    wishes = turn.account.current("outcomes")[:4]
    titles = [choice(_short(said.own_words), f"most:{said.id}") for said in wishes]
    turn.say("ask_outcomes_priority", choices=[*titles, choice("All the same", "most:all")])


def _hear_priority(turn: Turn) -> None:
    account = turn.account
    chosen = None if answers.nothing_more(turn.heard) else most_important(account, turn)
    if chosen:
        prioritise(account, chosen)
        turn.say("priority_noted", words=quoted(chosen.own_words, 80))
    elif not ALL_THE_SAME.search(turn.heard.text) and not answers.nothing_more(turn.heard) and turn.heard.words > 4:
        also = keep_aside(turn, "outcomes")
        if not also:
            say_back(turn, "heard_outcomes", [said.own_words for said in keep_outcomes(turn)])
        acknowledge(turn, also)
    settle(turn, "outcomes")


def prioritise(account: Account, most: Statement) -> None:
    """Puts one outcome first; the others keep their order behind it."""
    others = sorted(
        (said for said in account.current("outcomes") if said is not most),
        key=lambda said: (said.priority or 99, said.id),
    )
    for place, said in enumerate([most, *others], start=1):
        said.priority = place


def most_important(account: Account, turn: Turn) -> Statement | None:
    """The outcome that was pressed, or that shares the most words with what was typed."""
    pressed = turn.heard.chose("most")
    known = account.current("outcomes")
    if pressed:
        return next((said for said in known if str(said.id) == pressed), None)
    parts = sentences(turn.heard.text) or [turn.heard.text]
    said = next((part for part in parts if FIRST.search(part)), parts[0])
    if listening.not_wanted(said) or listening.told_not_to(said):
        return None  # "i dont want my mum in trouble" puts nothing first
    told = best_match(said, [line for line in lines(account) if line.field == "outcomes"])
    return told.statement if told else None


def _short(words: str, most: int = 60) -> str:
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " ..."


TOPIC = Topic("outcomes", "What you would like to happen", ask, hear, open=True)
