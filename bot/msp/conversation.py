"""The conversation: what each kind of message does to the account, and what is said next.

Each function takes the Turn, changes its account, adds what is to be said, and leaves the next question asked. Rasa
decides which of them a message calls for (bot/dialogue/listening_policy.py, data/stories); the actions run them.
"""

import re
from dataclasses import replace

from bot.msp import answers, corrections, listening, questions, safety
from bot.msp.account import Account, utc_now
from bot.msp.hearing import EVERYTHING
from bot.msp.keeping import keep
from bot.msp.read_back import lines
from bot.msp.topics import Topic, consent, settle
from bot.msp.topics.order import TOPICS, map_of, next_topic
from bot.msp.topics.outcomes import offer_picks
from bot.msp.turn import Turn, choice, quoted

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
        _jump(turn, TOPICS[chosen])
        return
    elif (
        heard.choice and heard.choice.partition(":")[0] in ABOUT_LINES and account.asks not in ("read_back", "outcomes")
    ):
        account.asks, account.step = "read_back", "again"
        TOPICS["read_back"].hear(turn)
    elif account.asks is None:
        _hear_after_all(turn)
    elif not _taken_out(turn) and not _told_meanwhile(turn):
        TOPICS[account.asks].hear(turn)
        beside = questions.asked_beside(heard)
        if beside and not turn.then:
            questions.answer(turn, beside)
    go_on(turn)


def answer_question(turn: Turn) -> None:
    """A question or a remark: answered, then back to where we were."""
    name = questions.asked(turn.heard) or turn.heard.intent
    questions.answer(turn, name if name in questions.INTENTS or name in questions.PATTERNS else "out_of_scope")
    ask_again(turn)


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
    _jump(turn, before)


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


def danger(turn: Turn) -> None:
    """Danger of any kind, in any state."""
    turn.account.pending.pop("confirm", None)
    if safety.already_dealt_with(turn):
        hear(turn)
        return
    safety.danger(turn)


def ask_again(turn: Turn) -> None:
    """Back to the question that is open."""
    account = turn.account
    if account.asks is None or account.settled(account.asks):
        go_on(turn)
    else:
        _ask(turn, TOPICS[account.asks])


def handed_over(turn: Turn, reference: str, *, first: bool) -> None:
    """After it was sent: the reference, what happens next, when a person will look; then the last question."""
    account = turn.account
    account.reference = reference
    account.handed_over_at = account.handed_over_at or utc_now()
    account.handed_over = [said.id for said in account.statements if said.status == "current"]
    account.answers["hand_over"] = "answered"
    turn.say("sent" if first else "sent_again", kind="sent", data={"reference": reference}, reference=reference)
    if first:
        turn.say("sent_next_open" if turn.team.open_now else "sent_next_closed")
    turn.then = None
    go_on(turn)


def nothing_to_hand_over(turn: Turn) -> None:
    """Right, but not agreed: nothing is sent."""
    turn.say("not_sent")
    turn.then = None
    go_on(turn)


def go_on(turn: Turn) -> None:
    """Asks what comes next: what is still open, what we came from, or the next topic."""
    account = turn.account
    if turn.then in ("end", "erase", "hand_over") or account.pending.get("confirm"):
        return
    if account.asks and not account.settled(account.asks):
        return
    if account.back_to:
        topic, _, step = account.back_to.partition("/")
        account.back_to = None
        if not account.settled(topic):
            account.asks, account.step = topic, step or None
            _ask(turn, TOPICS[topic])
            return
    following = next_topic(account)
    if following is None and _has_more_to_send(account):
        account.answers.pop("read_back", None)
        account.asks, account.step = "read_back", "again"
        _ask(turn, TOPICS["read_back"])
        return
    if following is None:
        account.asks = account.step = None
        turn.say("all_done_declined" if account.declined else "all_done")
        return
    account.asks, account.step, account.misses = following.id, None, 0
    account.history = [topic for topic in account.history if topic != following.id] + [following.id]
    _ask(turn, following)


def _has_more_to_send(account: Account) -> bool:
    """True if something was told since the hand-over that the worker has not seen."""
    return account.handed_over_at is not None and any(
        line.statement is not None and line.statement.id not in account.handed_over for line in lines(account)
    )


def _ask(turn: Turn, topic: Topic) -> None:
    topic.ask(turn)
    if turn.account.settled(topic.id):
        go_on(turn)
    elif turn.says and topic.on_map and topic.id not in ("safe_to_talk", "welcome"):
        turn.says[-1].data.setdefault("map", map_of(turn.account))


def _jump(turn: Turn, topic: Topic) -> None:
    account = turn.account
    account.answers.pop(topic.id, None)
    account.asks, account.step, account.misses = topic.id, None, 0
    account.history = [asked for asked in account.history if asked != topic.id] + [topic.id]
    _ask(turn, topic)


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
    turn.say(wording)
    if account.step in ("why", "offer", "parts", "others", "more", "priority"):
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
        _ask(turn, topic)
        return
    settle(turn, topic.id, "answered" if account.step and account.step not in topic.steps else how)
    go_on(turn)


def _told_meanwhile(turn: Turn) -> bool:
    """What somebody tells of what happened, asked what they want or fear, is kept as that; the question stays open."""
    account, heard = turn.account, turn.heard
    if heard.choice or account.asks not in ("outcomes", "not_wanted") or not listening.tells_what_happened(heard.text):
        return False
    keep(turn, "concerns")
    turn.say("also_concerns", words=quoted(heard.text, 100))
    ask_again(turn)
    return True


def _taken_out(turn: Turn) -> bool:
    """Taking something out works at any question, when it is plain what is meant."""
    account, heard = turn.account, turn.heard
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
