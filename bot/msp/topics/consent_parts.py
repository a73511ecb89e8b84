"""Not all of it: which lines stay out, pressed or told in the person's words."""

import re

from bot.msp import answers, corrections
from bot.msp.matching import all_matches, at_numbers
from bot.msp.read_back import Line, lines
from bot.msp.turn import Turn, choice, quoted

MOST_AT_ONCE = 3
MOST_SAID = 3  # lines that are named when they are kept out; of more, only how many
ALWAYS_SENT = ("safe_contact", "people", "communication", "who")  # how to reach them, and what keeps them safe
# "everything except number 1", "only the bit about Danny, nothing else": what is named is sent, and the rest is not
ONLY = re.compile(
    r"\b(?:everything|all|the rest|the lot|the others?|anything)\b.{0,15}\b(?:except|but|apart from|bar)\b|\bonly\b(?!.*\bnot the\b.*\bbit)|\bnothing else\b|\bnot the (?:rest|others?)\b|\bjust (?:number|line|the (?:bit|part|one))\b",
    re.IGNORECASE,
)
PUT_BACK = re.compile(
    r"\b(?:put|leave|keep|have)\b.{0,60}\bback\b|\bback in\b|\bi want (?:it|them|that|those) (?:in|sent)\b|\bshould (?:go|stay|be) (?:in|sent)\b|\bsend (?:it|that|them) after all\b",
    re.IGNORECASE,
)


def ask(turn: Turn) -> None:
    """Shows the lines that are still to be sent, to be pressed."""
    shown = [line for line in lines(turn.account) if line.statement and not line.statement.keep_from]
    picks = [choice(f"{line.number}. {line.text[:50]}", f"part:{line.id}") for line in shown]
    turn.say("ask_consent_parts", choices=[*picks, choice("That is all", "part:done")])


def hear(turn: Turn) -> bool:
    """Keeps out what is named. True once the person says that this is all."""
    out = any(said.keep_from for said in turn.account.statements if said.status == "current")
    if turn.heard.choice == "part:done" or answers.nothing_more(turn.heard) or (out and answers.bare_yes(turn.heard)):
        return True
    pressed = turn.heard.chose("part")
    if pressed:
        _keep_out_lines(turn, [line for line in lines(turn.account) if line.id == pressed])
    elif not put_back(turn):
        keep_out(turn, turn.heard.text)
    ask(turn)
    return False


def put_back(turn: Turn) -> bool:
    """Lets be sent after all what stays out, if that is asked: "put 11 and 22 back", "the trip should go in"."""
    out = [line for line in lines(turn.account) if line.statement and "*" in line.statement.keep_from]
    if not out or not PUT_BACK.search(turn.heard.text):
        return False
    meant = at_numbers(turn.heard.text, out) or all_matches(turn.heard.text, out) or (out if len(out) == 1 else [])
    if not meant:
        return False
    for line in meant:
        if line.statement:
            line.statement.keep_from = [one for one in line.statement.keep_from if one != "*"]
    turn.say("part_put_back", words=", ".join(quoted(line.text, 80) for line in meant))
    return True


def keep_out(turn: Turn, which: str) -> None:
    """Keeps lines from everybody who would receive them, told by their numbers or words, or all but those."""
    known = lines(turn.account)
    named = at_numbers(which, known)
    if ONLY.search(which):
        sent = named or [line for line in known if corrections.spoken_of(line, which)] or all_matches(which, known)
        if sent and len(sent) < len(known):
            _keep_out_lines(turn, [line for line in known if line not in sent and line.topic not in ALWAYS_SENT])
            return
    if len(named) > 1:
        _keep_out_lines(turn, named)
        return
    told = corrections.find(known, which)
    # words that stand in two lines are kept out of both: too much held back does less harm than too little
    chosen = [told] if told else all_matches(which, known)
    if not chosen or len(chosen) > MOST_AT_ONCE:
        turn.say("which_part_unclear")
        return
    for line in chosen:
        if line.statement is None:
            continue
        bit = corrections.spoken_of(line, which)
        if bit:
            # of a long story the clause alone: it stands by itself from now on, and stays out
            corrections.take_out(turn.account, line, which)
            for words in bit:
                said = line.statement
                turn.account.add(line.field, words, said.n, voice=said.voice, keep_from=["*"])
        else:
            line.statement.keep_from = ["*"]
        turn.say("part_kept_out", words=", ".join(quoted(words, 80) for words in bit or [line.text]))


def _keep_out_lines(turn: Turn, chosen: list[Line]) -> None:
    kept = [line for line in chosen if line.statement]
    for line in kept:
        if line.statement and "*" not in line.statement.keep_from:
            line.statement.keep_from.append("*")
    if 0 < len(kept) <= MOST_SAID:
        turn.say("part_kept_out", words=", ".join(quoted(line.text, 80) for line in kept))
    elif kept:
        turn.say("parts_kept_out", many=len(kept))
