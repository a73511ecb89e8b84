"""The order of the topics, and which comes next. Adding a topic is adding its file and its line here."""

from bot.msp.account import Account
from bot.msp.topics import (
    Topic,
    communication,
    concerns,
    conflict,
    consent,
    expectations,
    experience,
    feeling_safe,
    not_wanted,
    others_at_risk,
    outcomes,
    people,
    read_back,
    review,
    safe_contact,
    safe_to_talk,
    welcome,
    what_matters,
    who,
)

ORDER = [
    module.TOPIC
    for module in (
        safe_to_talk,
        welcome,
        who,
        communication,
        concerns,
        feeling_safe,
        what_matters,
        outcomes,
        not_wanted,
        people,
        others_at_risk,
        expectations,
        conflict,
        consent,
        safe_contact,
        read_back,
        experience,
        review,
    )
]
TOPICS: dict[str, Topic] = {topic.id: topic for topic in ORDER}
FIRST = ("safe_to_talk", "welcome")


def next_topic(account: Account) -> Topic | None:
    """The next topic that is wanted and not settled: what the person chose, else the order; None when all is done."""
    order = [TOPICS[topic] for topic in [*FIRST, *account.next_up] if topic in TOPICS] + ORDER
    return next((topic for topic in order if not account.settled(topic.id) and topic.wanted(account)), None)


def map_of(account: Account) -> list[dict[str, str]]:
    """Where the conversation is, for the page: every topic with its state, and the payload that goes there."""

    def state(topic: Topic) -> str:
        if account.asks == topic.id:
            return "now"
        return {"answered": "done", None: "next"}.get(account.answers.get(topic.id), "skipped")

    return [
        {"topic": topic.id, "title": topic.title, "state": state(topic), "payload": f"topic:{topic.id}"}
        for topic in ORDER
        if topic.on_map and topic.wanted(account)
    ]
