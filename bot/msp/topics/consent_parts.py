"""Not all of it: which lines stay out, pressed or told in the person's words."""

from bot.msp import answers, corrections
from bot.msp.matching import all_matches
from bot.msp.read_back import lines
from bot.msp.turn import Turn, choice, quoted

MOST_AT_ONCE = 3


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
    keep_out(turn, turn.heard.chose("part") or turn.heard.text)
    ask(turn)
    return False


def keep_out(turn: Turn, which: str) -> None:
    """Keeps a line from everybody who would receive it: pressed by its id, or told by its number or words."""
    known = lines(turn.account)
    pressed = [one for one in known if one.id == which]
    told = corrections.find(known, which)
    # words that stand in two lines are kept out of both: too much held back does less harm than too little
    chosen = pressed or ([told] if told else all_matches(which, known))
    if not chosen or len(chosen) > MOST_AT_ONCE:
        turn.say("which_part_unclear")
        return
    for line in chosen:
        if line.statement is None:
            continue
        bit = [] if pressed else corrections.spoken_of(line, which)
        if bit:
            # of a long story the clause alone: it stands by itself from now on, and stays out
            corrections.take_out(turn.account, line, which)
            for words in bit:
                said = line.statement
                turn.account.add(line.field, words, said.n, voice=said.voice, keep_from=["*"])
        else:
            line.statement.keep_from = ["*"]
        turn.say("part_kept_out", words=", ".join(quoted(words, 80) for words in bit or [line.text]))
