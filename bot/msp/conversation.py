"""The conversation: what each kind of message does to the account, and what is said next.

What a person may do at any question is in at_their_pace.py; what is asked next is decided in going_on.py. Each function takes the Turn, changes its account, adds what is to be said, and leaves the next question asked. Rasa
decides which of them a message calls for (bot/dialogue/listening_policy.py, data/stories); the actions run them.
"""

import re

from bot.msp import after_danger, answers, corrections, putting_right, questions, safety, voices
from bot.msp.account import utc_now
from bot.msp.commands import EVERYTHING
from bot.msp.going_on import ask_again, go_on, jump
from bot.msp.keeping import keep_corrected
from bot.msp.misplaced import lands_elsewhere
from bot.msp.summary import agreed
from bot.msp.topics import consent
from bot.msp.topics.order import TOPICS
from bot.msp.turn import Turn, quoted

LEAVE_IT = re.compile(
    r"\b(?:leave (?:it|them)|keep (?:it|them)|never ?mind|changed my mind|don'?t (?:delete|erase))\b", re.IGNORECASE
)
ABOUT_LINES = ("remove", "change", "keep", "read_back", "most")
ASKS_TO_TAKE_OUT = re.compile(
    r"^\W*(?:please |can you |could you |actually,? |sorry,? |i want to |i'?d like to |no,? )*(?:take|remove|delete|leave|scrap|cross|forget)\b",
    re.IGNORECASE,
)


def begin(turn: Turn) -> None:
    """The first words: what this is, and whether it is safe to write."""
    turn.account.sessions.append(utc_now())
    turn.say("hello")
    go_on(turn)


def resume(turn: Turn) -> None:
    """Back after a break: nothing of the story is shown until the person says that it is safe."""
    turn.account.sessions.append(utc_now())
    turn.say("welcome_back")
    _ask_if_safe(turn)


def worker_replied(turn: Turn) -> None:
    """A worker has started a review: before the bot says their wishes back, it asks whether it is safe."""
    _ask_if_safe(turn)


def _ask_if_safe(turn: Turn) -> None:
    account = turn.account
    account.pending.pop("shown", None)
    if account.asks not in (None, "safe_to_talk"):
        account.back_to = f"{account.asks}/{account.step or ''}"
    account.answers.pop("safe_to_talk", None)
    account.asks, account.step = "safe_to_talk", "again"
    TOPICS["safe_to_talk"].ask(turn)


def hear(turn: Turn) -> None:
    """An answer to what was asked, with whatever else it holds."""
    account, heard = turn.account, turn.heard
    if heard.language != "en" and not account.other_language and not heard.choice:
        # said once; what they wrote is kept all the same
        account.other_language = heard.language
        turn.say("ask_language")
    if voices.notice_themself(turn):
        turn.say("your_own_words")
        ask_again(turn)
        return
    if account.pending.get("confirm"):
        _hear_erase(turn)
    elif heard.choice == "go_on":
        ask_again(turn)
        return
    elif question := heard.chose("question"):
        questions.answer(turn, question)
        ask_again(turn)
        return
    elif (chosen := heard.chose("topic")) and chosen in TOPICS:
        jump(turn, TOPICS[chosen])
        return
    elif (
        heard.choice and heard.choice.partition(":")[0] in ABOUT_LINES and account.asks not in ("read_back", "outcomes")
    ):
        account.asks, account.step = "read_back", "again"
        account.answers.setdefault("safe_to_talk", "answered")  # who presses a line goes on, whatever we asked
        TOPICS["read_back"].hear(turn)
    elif after_danger.takes_back(turn):
        ask_again(turn)
        return
    elif putting_right.put_right(turn):
        if account.asks in (None, "read_back"):
            # put right after it was sent, it is read back and sent again
            account.answers.pop("read_back", None)
            account.asks, account.step = "read_back", "again"
        ask_again(turn)
        return
    elif account.asks is None:
        _hear_after_all(turn)
    elif lands_elsewhere(turn):
        ask_again(turn)
        return
    elif not taken_out(turn):
        for beside in questions.asked_beside(heard) if account.asks not in ("read_back", "safe_contact") else []:
            questions.answer(turn, beside)
        TOPICS[account.asks].hear(turn)
    go_on(turn)


def correct(turn: Turn) -> None:
    """An earlier message was changed: what was written down from it now says this, and the open question stays."""
    account = turn.account
    if turn.heard.corrects is None or not keep_corrected(turn, turn.heard.corrects):
        # a yes or no, or a choice: what it answered is asked again, for it may not fit the question that is open now
        turn.say("corrected_asks_again")
        jump(turn, TOPICS[turn.heard.asked_then or account.asks or "read_back"])
        return
    turn.say("corrected", words=quoted(turn.heard.text, 100))
    if account.asks is None or account.asks == "read_back":
        account.answers.pop("read_back", None)
        account.asks, account.step = "read_back", "again"
    ask_again(turn)


def answer_question(turn: Turn) -> None:
    """A question or a remark: answered, then back to where we were."""
    topic = TOPICS.get(turn.account.asks or "")
    for name in questions.names_of(turn.heard):
        if name == "ask_unknown" and topic is not None and not topic.open:
            turn.say(f"explain_{topic.id}")  # "do you mean my carer?"
        else:
            questions.answer(turn, name)
    if turn.says[-1].wording != "utter_ask_which_question":
        ask_again(turn)


def danger(turn: Turn) -> None:
    """Danger of any kind, in any state."""
    turn.account.pending.pop("confirm", None)
    if safety.already_dealt_with(turn):
        hear(turn)
        return
    safety.danger(turn)


def handed_over(turn: Turn, reference: str, *, first: bool) -> None:
    """After it was sent: the reference, what happens next, when a person will look; then the last question."""
    account = turn.account
    account.reference = reference
    account.handed_over_at = account.handed_over_at or utc_now()
    account.handed_over = [said.id for said in account.statements if said.status == "current"]
    account.answers["hand_over"] = "answered"
    sent = ("sent" if agreed(account) else "sent_part") if first else "sent_again"
    turn.say(sent, kind="sent", data={"reference": reference}, reference=reference)
    if first:
        turn.say("sent_next_open" if turn.team.open_now else "sent_next_closed")
    turn.then = None
    go_on(turn)


def nothing_to_hand_over(turn: Turn) -> None:
    """Right, but not agreed: nothing is sent."""
    turn.say("not_sent")
    turn.then = None
    go_on(turn)


def taken_out(turn: Turn) -> bool:
    """Taking something out works at any question, when it is plain what is meant."""
    account, heard = turn.account, turn.heard
    taken_back, wish = (None, "") if heard.choice else corrections.no_longer_wanted(account, heard.text)
    if taken_back is not None and account.asks not in ("read_back", "review"):
        corrections.take_back(account, taken_back, wish)
        turn.say("changed" if wish else "taken_out")
        ask_again(turn)
        return True
    if (
        heard.choice
        or account.asks == "read_back"
        or not ASKS_TO_TAKE_OUT.search(heard.text)
        or EVERYTHING.search(heard.text)
    ):
        return False
    line, _ = corrections.to_take_out(account, heard.text)
    if line is None or heard.words > 20:
        return False
    corrections.take_out(account, line, heard.text)
    turn.say("taken_out")
    ask_again(turn)
    return True


def _hear_erase(turn: Turn) -> None:
    account = turn.account
    answer = "no" if LEAVE_IT.search(turn.heard.text) else answers.yes_no(turn.heard)
    account.pending.pop("confirm")
    if answer == "yes":
        turn.say("erased")
        turn.then = "erase"
        return
    account.events.append({"what": "chose_to_leave_it", "own_words": turn.heard.text, "at": utc_now()})
    turn.say("left_as_it_was")
    ask_again(turn)


def _hear_after_all(turn: Turn) -> None:
    """After the last topic: whatever comes is kept, and if something was sent, offered to be sent too."""
    account, heard = turn.account, turn.heard
    if consent.agrees_later(turn):
        return
    account.pending.pop("shown", None)
    if heard.choice == "read_back" or heard.choice == "add":
        account.asks, account.step = ("read_back", None) if heard.choice == "read_back" else ("concerns", None)
        account.answers.pop(account.asks, None)
        TOPICS[account.asks].ask(turn)
        return
    if heard.words <= 2 and not heard.concerns and not heard.outcomes:
        turn.say("all_done")
        return
    account.asks = account.step = None
    account.answers.pop("read_back", None)
    account.asks, account.step = "read_back", "again"
    TOPICS["read_back"].hear(turn)
