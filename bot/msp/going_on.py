"""What is asked next: what is still open, what we came from, or the next topic."""

from bot.msp.account import Account
from bot.msp.read_back import lines
from bot.msp.topics import Topic
from bot.msp.topics.order import TOPICS, map_of, next_topic
from bot.msp.turn import Turn


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
            ask(turn, TOPICS[topic])
            return
    following = next_topic(account)
    if following is None and _has_more_to_send(account):
        account.answers.pop("read_back", None)
        account.asks, account.step = "read_back", "again"
        ask(turn, TOPICS["read_back"])
        return
    if following is None:
        account.asks = account.step = None
        turn.say("all_done_declined" if account.declined else "all_done")
        return
    account.asks, account.step, account.misses = following.id, None, 0
    account.history = [topic for topic in account.history if topic != following.id] + [following.id]
    ask(turn, following)


def ask_again(turn: Turn) -> None:
    """Back to the question that is open."""
    account = turn.account
    if account.asks is None or account.settled(account.asks):
        go_on(turn)
    else:
        ask(turn, TOPICS[account.asks])


def _has_more_to_send(account: Account) -> bool:
    """True if something was told since the hand-over that the worker has not seen."""
    return account.handed_over_at is not None and any(
        line.statement is not None and line.statement.id not in account.handed_over and line.field != "questions"
        for line in lines(account)
    )


def ask(turn: Turn, topic: Topic) -> None:
    """Asks a topic's question, with the map of where we are; a topic that has nothing left to ask is passed."""
    topic.ask(turn)
    if turn.account.settled(topic.id):
        go_on(turn)
    elif turn.says and topic.on_map and topic.id not in ("safe_to_talk", "welcome"):
        turn.says[-1].data.setdefault("map", map_of(turn.account))


def jump(turn: Turn, topic: Topic) -> None:
    """To a topic out of turn: it is asked anew, and what was said in it stays."""
    account = turn.account
    account.answers.pop(topic.id, None)
    account.pending.pop("shown", None)
    account.asks, account.step, account.misses = topic.id, None, 0
    account.history = [asked for asked in account.history if asked != topic.id] + [topic.id]
    ask(turn, topic)
