"""What are you worried might happen if people help?"""

from bot.msp import answers
from bot.msp.acknowledge import acknowledge, say_back
from bot.msp.keeping import keep
from bot.msp.topics import Topic, settle
from bot.msp.turn import Turn, quoted


def ask(turn: Turn) -> None:
    """Asks openly, or says back what was heard and asks for more."""
    known = turn.account.current("not_wanted")
    if known:
        turn.say("check_not_wanted", known="; ".join(quoted(said.own_words, 80) for said in known))
    else:
        turn.say("ask_not_wanted" if turn.account.voice == "person" else "ask_not_wanted_them")


def hear(turn: Turn) -> None:
    """Keeps it in their words."""
    if answers.bare_yes(turn.heard):
        turn.say("tell_me")
        return
    if not answers.nothing_more(turn.heard):
        also = keep(turn, "not_wanted")
        say_back(turn, "heard_not_wanted")
        acknowledge(turn, also)
    settle(turn, "not_wanted")


TOPIC = Topic("not_wanted", "What you do not want", ask, hear, open=True)
