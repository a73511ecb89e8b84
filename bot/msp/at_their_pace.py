"""At their pace: skip, not sure, explain, go back, pause, stop, a person, no, delete; at any question."""

from dataclasses import replace

from bot.msp.account import utc_now
from bot.msp.conversation import hear
from bot.msp.going_on import ask, ask_again, go_on, jump
from bot.msp.read_back import lines
from bot.msp.topics import consent, settle
from bot.msp.topics.order import TOPICS
from bot.msp.topics.outcomes import offer_picks
from bot.msp.turn import Turn, choice, quoted


def skip(turn: Turn) -> None:
    """Not this one. It is marked as not answered, and not asked again."""
    _pass(turn, "skipped", "skipped")


def not_sure(turn: Turn) -> None:
    """Not sure is an answer. For outcomes, a few are offered to choose from."""
    account = turn.account
    if account.asks == "outcomes" and account.step is None:
        offer_picks(turn)
        return
    if account.asks in TOPICS and not TOPICS[account.asks].open and account.asks != "feeling_safe":
        hear(turn)
        return
    _pass(turn, "not_sure", "not_sure")


def explain(turn: Turn) -> None:
    """Says it in a shorter way. Somebody who asks for that at the start gets easy words from then on."""
    account = turn.account
    if account.asks is None:
        turn.say("all_done")
        return
    account.explained += 1
    if not account.answers.get("communication") and account.voice == "person":
        account.easy_words = True
    turn.say(f"explain_{account.asks}")
    if account.asks not in ("welcome", "read_back"):
        ask_again(turn)
    elif account.asks == "welcome":
        turn.say("ask_welcome")


def go_back(turn: Turn) -> None:
    """To the question before, with what was said there; it can be added to, changed or taken out."""
    account = turn.account
    asked = [topic for topic in account.history if topic != account.asks and topic not in ("safe_to_talk", "welcome")]
    if not asked:
        turn.say("nothing_to_go_back_to")
        ask_again(turn)
        return
    before = TOPICS[asked[-1]]
    if account.asks in account.history:
        account.history.remove(account.asks)
    said = [line for line in lines(account) if line.topic == before.id]
    if said:
        turn.say("gone_back", known="\n".join(f"{line.number}. {quoted(line.text)}" for line in said))
    jump(turn, before)


def stop(turn: Turn) -> None:
    """Stops at once, kindly; nothing is sent, nothing is lost, and they can come back."""
    turn.say("stopped_after_sending" if turn.account.handed_over_at else "stopped")
    turn.then = "end"


def pause(turn: Turn, code: str) -> None:
    """A break of any length. `code` is a few plain words with which they come back from any device."""
    turn.say("paused", code=code)
    turn.then = "end"


def talk_to_a_person(turn: Turn) -> None:
    """How to reach a human: in the open hours the team, at other times who is on call."""
    turn.account.add(
        "questions", turn.heard.text, turn.heard.n
    ) if turn.heard.words > 1 and not turn.heard.choice else None
    turn.say("a_person_now" if turn.team.open_now else "a_person_later")
    ask_again(turn)


def decline(turn: Turn) -> None:
    """No help, tell no one: respected; what may help without agreeing is offered once (bot/msp/topics/consent.py)."""
    if turn.account.declined:
        turn.say("declined_again")
        ask_again(turn)
        return
    consent.decline(turn)


def ask_to_erase(turn: Turn) -> None:
    """Says what erasing does and asks once. The request stays in the account even if they then leave it."""
    account = turn.account
    account.pending["confirm"] = "erase"
    account.events.append({"what": "asked_to_erase", "own_words": turn.heard.text, "at": utc_now()})
    turn.say("erase_what_is_kept" if account.handed_over_at or account.reference else "erase_all_of_it")
    turn.say("ask_erase", choices=[choice("Yes, delete it", "erase:yes"), choice("No, leave it", "erase:no")])


def _pass(turn: Turn, how: str, wording: str) -> None:
    account = turn.account
    topic = TOPICS.get(account.asks or "")
    if topic is None:
        turn.say("all_done")
        return
    if topic.id == "read_back":
        turn.say("read_back_cannot_be_skipped")
        ask_again(turn)
        return
    further = account.step in ("why", "offer", "parts", "others", "more", "priority")
    turn.say("thanks" if further else wording)
    if further:
        # a further question of a topic that is already answered: nothing more to say to it
        turn.heard = replace(turn.heard, choice="deny")
        topic.hear(turn)
        go_on(turn)
        return
    following = topic.steps[topic.steps.index(account.step) + 1 :] if account.step in topic.steps else topic.steps
    if account.step is None and topic.id in ("safe_contact", "who", "consent"):
        following = ()
    if (
        following
        and topic.id in ("people", "what_matters", "who", "safe_contact")
        and (account.step is None or account.step in topic.steps)
    ):
        account.step = following[0]
        ask(turn, topic)
        return
    settle(turn, topic.id, "answered" if account.step and account.step not in topic.steps else how)
    go_on(turn)
