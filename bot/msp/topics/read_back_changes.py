"""What the person changes when it is read back: a line out, other words, a wish put first, something more.

Each function says what the message came to: "changed" (then it is read back again) or "asked" (something must be said first).
"""

import re
from dataclasses import replace

from bot.msp import answers, corrections, listening
from bot.msp.keeping import keep_aside, record, rescore
from bot.msp.matching import all_matches, best_match, numbered
from bot.msp.read_back import Line, lines
from bot.msp.topics.outcomes import keep_outcomes, prioritise
from bot.msp.turn import Turn, choice, quoted

FEW = 3  # words that are no whole line where the line is a long one
ADD = re.compile(r"^\W*(?:please |can you |also )*add(?: that\b|:|\b)\s*", re.IGNORECASE)


def adds(text: str) -> bool:
    """True if the words hold more than that it is right."""
    return bool(
        listening.wanted(text) or listening.not_wanted(text) or listening.told_not_to(text) or " but " in f" {text} "
    )


def take_out(turn: Turn) -> str:
    """Takes out the line that is meant, and keeps what else was said; asks which, where it is not plain."""
    if named := corrections.several(turn.account, turn.heard.text):
        for one in named:
            corrections.take_out(turn.account, one)
        turn.say("taken_out_all", many=len(named))
        return "changed"
    line, rest = corrections.to_take_out(turn.account, turn.heard.text)
    if line is None and turn.account.step == "remove":
        line = corrections.find(lines(turn.account), turn.heard.text)
        rest = ""
    if line is None:
        known = lines(turn.account)
        likely = all_matches(turn.heard.text, known) or known
        turn.account.step = "remove"
        shown = [choice(f"{one.number}. {one.text[:50]}", f"remove:{one.id}") for one in likely]
        turn.say("which_line", choices=[*shown, choice("Leave it as it is", "read_back")])
        return "asked"
    corrections.take_out(turn.account, line, turn.heard.text.removesuffix(rest))
    turn.say("taken_out")
    if rest:
        _add_rest(turn, rest)
    return "changed"


def change(turn: Turn, line: Line | None, words: str) -> str:
    """Puts other words in the place of a line."""
    if line is None:
        turn.say("ask_which_to_change")
        return "asked"
    turn.account.corrections += 1
    if line.statement is None:
        _rescore(turn, words)
    else:
        corrections.replace(turn.account, line.statement, words)
    turn.say("changed")
    return "changed"


def _rescore(turn: Turn, words: str) -> None:
    try:
        number = answers.score(words)
    except ValueError:
        number = None
    rescore(turn.account, number, turn.heard.n)


def change_told(turn: Turn) -> str:
    """A change told in one go ("change Friday to Monday", "number 3 should say ..."), or which line it is about."""
    text = turn.heard.text
    told = corrections.NEW_WORDS.search(text)
    about = text[: told.start()] if told else text
    line = corrections.find(lines(turn.account), about) if about.strip() else None
    new = _new_words(line, text, told.group(1)) if line and told else None
    if line and new is not None:
        return change(turn, line, new)
    if line:
        turn.account.pending["change"] = line.id
        turn.say("ask_new_words", words=quoted(line.text, 100))
        return "asked"
    if adds(text):
        return add(turn)
    turn.account.step = "change"
    turn.say("ask_which_to_change")
    return "asked"


def _new_words(line: Line, request: str, words: str) -> str | None:
    """What a line says with the words that were told in one go; None if they are too few for a long line."""
    few = len(words.split()) <= FEW < len(line.text.split()) - FEW
    return corrections.new_in(line.text, request, words.strip(" .")) if few else words


def move_up(turn: Turn) -> str:
    """Puts a wish first; asks which, where it is not plain."""
    wishes = [line for line in lines(turn.account) if line.field == "outcomes"]
    placed = [line for line in wishes if line.number in numbered(turn.heard.text)[:1]]
    line = placed[0] if placed else best_match(turn.heard.text, wishes)  # "put him first" names no place
    if line is None or line.statement is None:
        turn.say("ask_which_matters_most", choices=[choice(one.text[:50], f"most:{one.id}") for one in wishes[:5]])
        return "asked"
    prioritise(turn.account, line.statement)
    turn.account.corrections += 1
    turn.say("priority_noted", words=quoted(line.text, 80))
    return "changed"


def add(turn: Turn) -> str:
    """Keeps what is new."""
    before = len(turn.account.statements)
    _add_rest(turn, ADD.sub("", turn.heard.text))
    turn.account.corrections += 1
    turn.say("added" if len(turn.account.statements) > before else "noted")
    return "changed"


def _add_rest(turn: Turn, words: str) -> None:
    """Puts new words where they belong; what belongs nowhere else is about what is happening."""
    before = len(turn.account.statements)
    whole, turn.heard = turn.heard, replace(turn.heard, text=words)
    for piece in listening.wanted(words):
        record(turn, "outcomes", piece)
    keep_aside(turn, "read_back")
    if len(turn.account.statements) == before:
        if turn.heard.outcomes and not turn.heard.concerns:
            keep_outcomes(turn)
        else:
            record(turn, "concerns", words)
    turn.heard = whole
