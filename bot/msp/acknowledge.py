"""Saying back what was heard, in its own words, so that nobody wonders or has to say it again."""

from bot.msp.turn import Turn, quoted

SHORT = 90  # characters: a longer answer is not read out to the one who has just written it
MOST_ASIDES = 2
ASIDES = {
    "people.must_not_be_told": "also_not_told",
    "others_at_risk": "also_others",
    "outcomes": "also_outcomes",
    "not_wanted": "also_not_wanted",
    "people.involve": "also_involve",
    "safe_contact.ways": "also_contact",
    "feeling_safe": "also_score",
    "concerns": "also_concerns",
}


def say_back(turn: Turn, wording: str, said: list[str] | None = None) -> None:
    """Says back what was written down as the answer (the whole message, unless `said`), if it is short."""
    words = [turn.heard.text] if said is None else said
    if words and sum(map(len, words)) <= SHORT:
        turn.say(wording, words=", ".join(map(quoted, words)))
    else:
        turn.say("noted")


def acknowledge(turn: Turn, fields: list[str]) -> None:
    """Says back what was written down beside the answer: who must not know first, and no more than two things."""
    told = set(fields)
    if any(said.n < turn.heard.n for said in turn.account.current("others_at_risk")):
        told.discard("others_at_risk")  # that we will come back to it was said before
    for field in [field for field in ASIDES if field in told][:MOST_ASIDES]:
        said = [statement for statement in turn.account.current(field) if statement.n == turn.heard.n]
        words = ", ".join(quoted(statement.own_words, 80) for statement in said)
        score = turn.account.score if turn.account.voice == "person" else turn.account.representative_score
        turn.say(ASIDES[field], words=words, score=score)
