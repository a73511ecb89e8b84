"""Here is what I heard. Is it right? Change, remove, add, make something more important; again until right."""

import re
from zlib import crc32

from bot.msp import answers, corrections
from bot.msp.account import Account, utc_now
from bot.msp.matching import numbered
from bot.msp.read_back import SCORE_ID, as_text, lines, who_gets_it
from bot.msp.summary import agreed, build, override_ground
from bot.msp.topics import Topic, consent, settle
from bot.msp.topics import read_back_changes as changes
from bot.msp.turn import Turn, choice, quoted

BARE_NO = re.compile(r"^\W*(?:no+|nah|nope|not really)\W*$", re.IGNORECASE)  # to "is it right?"
RIGHT = re.compile(r"\b(?:right|correct|fine|good|send)\b", re.IGNORECASE)
ANOTHER_LINE = re.compile(r"^\W*(?:change|number|line|no\.?)\s*\d{1,2}\W*$", re.IGNORECASE)
FEW = 12  # words: "yes send it, but not the police mind"
ASKED_WHAT = ("change", "add")
LEAVE = re.compile(r"\b(?:leave (?:it|them)|never ?mind|as it is|doesn'?t matter)\b", re.IGNORECASE)


def wanted(account: Account) -> bool:
    """Before anything is sent; who declined is asked whether they want to see it (see decline's close)."""
    return agreed(account) or override_ground(account) is not None


def ask(turn: Turn) -> None:
    """Shows every line, and asks whether it is right; after a question in between, only asks."""
    account = turn.account
    shown = crc32(f"{as_text(account)}\n{who_gets_it(account, turn.team)}".encode())
    if account.pending.get("shown") == shown:
        turn.say("ask_read_back")
        return
    account.pending["shown"] = shown
    show(turn, "read_back" if account.step is None else "read_back_again")


def show(turn: Turn, wording: str) -> None:
    """Says the lines, with the summary and what can be done about each line for the page."""
    data = {"summary": build(turn.account), "lines": [line.as_seen(turn.team) for line in lines(turn.account)]}
    turn.say(
        wording,
        kind="read_back",
        data=data,
        lines=as_text(turn.account),
        who_gets_it=who_gets_it(turn.account, turn.team),
    )


def hear(turn: Turn) -> None:
    """Right, or a change; after every change it is read back again."""
    account, heard = turn.account, turn.heard
    handled = _pressed(turn) if heard.choice else _typed(turn)
    if handled == "right" and not account.settled("consent"):
        # read in the middle, at their wish: nothing is sent, and the conversation goes on
        turn.say("check_fine")
        account.asks = account.step = None
    elif handled == "right":
        account.reviewed = utc_now()
        settle(turn, "read_back")
        turn.then = "hand_over"
    elif handled == "changed":
        account.step = "again"
        account.pending.pop("change", None)
        ask(turn)


def _pressed(turn: Turn) -> str:
    account, heard = turn.account, turn.heard
    pressed = heard.choice or ""
    if pressed == "read_back":
        account.pending.pop("shown", None)
        return "changed"
    if pressed in ("read_back:right", "affirm"):
        return "right"
    verb, _, rest = pressed.partition(":")
    line_id, _, recipient = rest.partition(":")
    line = next((one for one in lines(account) if one.id == line_id), None)
    if verb == "remove" and line:
        corrections.take_out(account, line)
        turn.say("taken_out")
        return "changed"
    if verb == "keep" and line and line.statement:
        line.statement.keep_from = [*line.statement.keep_from, recipient]
        account.corrections += 1
        turn.say("kept_from", name=next((r.name for r in turn.team.recipients if r.id == recipient), recipient))
        return "changed"
    if verb == "change" and line:
        account.pending["change"] = line.id
        turn.say("ask_new_words", words=quoted(line.text, 100))
        return "asked"
    account.step = rest or None
    turn.say({"change": "ask_which_to_change", "remove": "ask_which_to_remove"}.get(rest, "ask_what_to_add"))
    return "asked"


def _typed(turn: Turn) -> str:
    account, text = turn.account, turn.heard.text
    if (
        account.pending.get("change")
        and not (corrections.TAKE_OUT.search(text) or ANOTHER_LINE.match(text))
        and _fits(turn)
    ):
        line = next((one for one in lines(account) if one.id == account.pending["change"]), None)
        if BARE_NO.match(text) or (answers.nothing_more(turn.heard) and line):
            return "changed"  # as it stands after all
        if answers.bare_yes(turn.heard):
            turn.say(
                "ask_which_to_change" if line is None else "ask_new_words", words=quoted(line.text, 100) if line else ""
            )
            return "asked"
        return changes.change(turn, line, text)
    account.pending.pop("change", None)
    if consent.keep_from_named(turn):
        turn.say("kept_from_named")
        return "right" if _says_right(turn) and turn.heard.words <= FEW else "changed"
    taken_back, wish = corrections.no_longer_wanted(account, text)
    if taken_back is not None:
        corrections.take_back(account, taken_back, wish)
        turn.say("changed" if wish else "taken_out")
        return "changed"
    if account.step == "remove" and (answers.nothing_more(turn.heard) or LEAVE.search(text)):
        return "changed"  # as it stands after all
    if corrections.TAKE_OUT.search(text) or account.step == "remove":
        return changes.take_out(turn)
    if corrections.MORE_IMPORTANT.search(text):
        return changes.move_up(turn)
    answer = answers.yes_no(turn.heard)
    if answers.bare_yes(turn.heard) and not RIGHT.search(text) and (account.misses or account.step in ASKED_WHAT):
        # "yes" to "what is not right?" does not say that it is right, and must not send it
        if account.step == "add":
            turn.say("ask_what_to_add")
        else:
            _ask_what_to_change(turn)
        return "asked"
    if _says_right(turn) and (turn.heard.words <= 5 or not changes.adds(text)):
        return "right"
    if answers.nothing_more(turn.heard) and account.step == "again" and not BARE_NO.match(text):
        return "right"
    says_new = numbered(text) and corrections.NEW_WORDS.search(text)  # "number 2 its flat 6"
    if account.step == "change" or corrections.CHANGE.search(text) or says_new:
        return changes.change_told(turn)
    if answer == "no" and turn.heard.words <= 4:
        _ask_what_to_change(turn)
        return "asked"
    return changes.add(turn)


def _says_right(turn: Turn) -> bool:
    """True if the message says yes in words of it: what is sent must not hang on what a message resembles."""
    said = answers.YES.match(turn.heard.text) or RIGHT.search(turn.heard.text)
    return bool(said) and answers.yes_no(turn.heard) == "yes"


def _ask_what_to_change(turn: Turn) -> None:
    """Asks what is not right; who says no again is shown the lines to press."""
    if turn.account.misses == 0:
        turn.say("ask_what_to_change")
    else:
        shown = [choice(f"{one.number}. {one.text[:50]}", f"change:{one.id}") for one in lines(turn.account)]
        turn.say("which_is_not_right", choices=[*shown, choice("It is right", "read_back:right")])
    turn.account.misses += 1


def _fits(turn: Turn) -> bool:
    """True unless the line to change is the number on the scale and the message holds none."""
    return turn.account.pending["change"] != SCORE_ID or bool(answers.NUMBER.search(turn.heard.text))


TOPIC = Topic("read_back", "Is it right", ask, hear, wanted=wanted)
