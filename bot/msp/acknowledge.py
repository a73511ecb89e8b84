"""Saying that what was said in passing was heard, so that nobody wonders or has to say it again."""

from bot.msp.turn import Turn, quoted

ASIDES = {
    "outcomes": "also_outcomes",
    "people.must_not_be_told": "also_not_told",
    "people.involve": "also_involve",
    "not_wanted": "also_not_wanted",
    "concerns": "also_concerns",
    "feeling_safe": "also_score",
    "others_at_risk": "also_others",
    "safe_contact.ways": "also_contact",
}


def acknowledge(turn: Turn, fields: list[str]) -> None:
    """Says back, in their words, what was written down beside the answer."""
    for field in dict.fromkeys(fields):
        said = [statement for statement in turn.account.current(field) if statement.n == turn.heard.n]
        words = " ".join(quoted(statement.own_words, 80) for statement in said)
        score = turn.account.score if turn.account.voice == "person" else turn.account.representative_score
        turn.say(ASIDES[field], words=words, score=score)
