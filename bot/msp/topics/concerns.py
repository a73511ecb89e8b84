"""What is worrying you? Only as much as they want; never leading, never "are you sure" (research, section 1.3)."""

from bot.msp import answers
from bot.msp.acknowledge import acknowledge, say_back
from bot.msp.keeping import SAFE_NUMBER, keep, keep_score, said_before
from bot.msp.topics import Topic, settle
from bot.msp.turn import Turn
from bot.msp.voices import HURTS_ME, I_HURT

FEW = 6  # words: "about a 6 dear"
ASK_FOR_MORE = 2  # after so many answers we stop asking for more: they can add at any time


def ask(turn: Turn) -> None:
    """Asks openly; if something was told already, asks only whether there is more."""
    account = turn.account
    told = account.current("concerns")
    if told:
        account.step = "more"
        turn.say("check_concerns")
    else:
        turn.say("ask_concerns" if account.voice == "person" else "ask_concerns_them")


def hear(turn: Turn) -> None:
    """Keeps it in their words, with whatever else it holds; asks once or twice whether there is more."""
    account = turn.account
    if answers.nothing_more(turn.heard):
        if account.step is None:
            turn.say("skipped")
        settle(turn, "concerns", "answered" if account.current("concerns") else "skipped")
        return
    text = turn.heard.text
    number = text.strip(" .").isdigit() or (turn.heard.words <= FEW and SAFE_NUMBER.search(text))
    if number and not turn.heard.concerns and keep_score(turn):
        # a number here answers the question that comes next
        turn.say("score_noted", words=answers.score(text))
        settle(turn, "concerns", "answered" if account.current("concerns") else "skipped")
        return
    if answers.bare_yes(turn.heard):
        turn.say("tell_me")
        return
    again = said_before(account, "concerns", turn.heard.text)
    also = keep(turn, "concerns")
    told = account.current("concerns")
    if again:
        turn.say("heard_before")
    elif len(told) > 1:
        say_back(turn, "heard_concerns")
    else:
        turn.say(
            "thank_you_for_telling"
            if (any(said.codes for said in told) or HURTS_ME.search(turn.heard.text))
            and not I_HURT.search(turn.heard.text)
            else "thank_you"
        )
    acknowledge(turn, also)
    if len(account.current("concerns")) >= ASK_FOR_MORE:
        settle(turn, "concerns")
    else:
        account.step = "more"
        turn.say("ask_concerns_more")


TOPIC = Topic("concerns", "What is worrying you", ask, hear, open=True)
