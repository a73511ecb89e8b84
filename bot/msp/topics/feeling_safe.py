"""How safe do you feel, from 0 to 10? A number, or words, or both."""

from bot.msp import answers
from bot.msp.acknowledge import acknowledge
from bot.msp.keeping import keep, keep_aside, keep_score
from bot.msp.topics import Topic, settle
from bot.msp.turn import Turn, quoted

VERY_UNSAFE = 2


def ask(turn: Turn) -> None:
    """Asks with the scale of faces. Who writes for another is asked for their own guess, kept as theirs."""
    wording = "ask_feeling_safe" if turn.account.voice == "person" else "ask_feeling_safe_them"
    turn.say(wording, data={"scale": {"min": 0, "max": 10}})


def hear(turn: Turn) -> None:
    """Takes "4", "about a four", "7/10", or words alone if there is no number the second time."""
    account, heard = turn.account, turn.heard
    try:
        number = answers.score(heard.text)
    except ValueError:
        turn.say("not_on_the_scale")
        ask(turn)
        return
    if number is None and account.misses == 0:
        account.misses += 1
        also = keep(turn, "concerns") if heard.concerns else keep_aside(turn, "feeling_safe")
        if heard.concerns:
            turn.say("thank_you_for_telling")
        if not also:
            account.score_own_words = heard.text
        acknowledge(turn, also)
        turn.say("words_kept_number_please", data={"scale": {"min": 0, "max": 10}})
        return
    if number is None and answers.nothing_more(heard):
        turn.say("skipped")
    elif number is None:
        account.score_own_words = "; ".join(filter(None, [account.score_own_words, heard.text]))
        turn.say("noted")
    else:
        keep_score(turn)
        several = len(answers.NUMBER.findall(heard.text)) > 1  # "6 but 2 in the mornings" is not only a 2
        turn.say("score_noted", words=quoted(heard.text, 80) if several else number)
        if number <= VERY_UNSAFE and account.voice == "person":
            turn.say("very_unsafe")
    acknowledge(turn, keep_aside(turn, "feeling_safe"))
    settle(turn, "feeling_safe", "answered" if number is not None or account.score_own_words else "skipped")


TOPIC = Topic("feeling_safe", "How safe you feel", ask, hear)
