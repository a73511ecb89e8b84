"""What is important to you, that should stay? And what helps already (strengths; research, section 1.3)."""

from bot.msp import answers
from bot.msp.acknowledge import acknowledge, say_back
from bot.msp.keeping import keep
from bot.msp.topics import Topic, settle
from bot.msp.turn import Turn


def ask(turn: Turn) -> None:
    """Asks for what should stay; then for what helps now."""
    wording = "ask_what_matters" if turn.account.step is None else "ask_strengths"
    turn.say(wording if turn.account.voice == "person" else f"{wording}_them")


def hear(turn: Turn) -> None:
    """Keeps both in their words."""
    field = "strengths" if turn.account.step == "strengths" else "what_matters"
    if not answers.nothing_more(turn.heard):
        also = keep(turn, field)
        say_back(turn, f"heard_{field}")
        acknowledge(turn, also)
    if field == "strengths":
        settle(turn, "what_matters")
    else:
        turn.account.step = "strengths"
        ask(turn)


TOPIC = Topic("what_matters", "What is important to you", ask, hear, open=True, steps=("strengths",))
