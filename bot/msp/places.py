"""Where an answer to the open question is kept, and what is asked after it."""

from bot.msp.account import Account, Alert

# of a question, as topic/step: the field its answers are kept in, and the step that follows (None: the topic is done)
ANSWERS: dict[str, tuple[str, str | None]] = {
    "communication/": ("communication", None),
    "what_matters/": ("what_matters", "strengths"),
    "what_matters/strengths": ("strengths", None),
    "outcomes/": ("outcomes", "more"),
    "outcomes/more": ("outcomes", "more"),
    "not_wanted/": ("not_wanted", None),
    "people/": ("people.involve", "not_told"),
    "people/not_told": ("people.must_not_be_told", None),
    "others_at_risk/": ("others_at_risk", ""),
    "expectations/": ("what_matters", None),
    "safe_contact/": ("safe_contact.ways", ""),
}


def field_of(account: Account) -> str | None:
    """The field that an answer to the open question is kept in; None where no words of their own are asked for."""
    return ANSWERS.get(f"{account.asks}/{account.step or ''}", (None, None))[0]


def answered(account: Account) -> None:
    """The open question has been answered in passing: the next step of its topic is asked, or the next topic."""
    _, following = ANSWERS.get(f"{account.asks}/{account.step or ''}", ("", ""))
    if following is None:
        account.answers[account.asks or ""] = "answered"
    elif following:
        account.step = following


def was_an_answer(account: Account, alert: Alert) -> None:
    """It was no danger: words that only answered the question before are put where they belong, and it is not asked again."""
    topic, _, step = (account.back_to or "").partition("/")
    field, following = ANSWERS.get(f"{topic}/{step}", ("", ""))
    moved = [said for said in account.current("concerns") if said.n == alert.n and not said.codes]
    if not field or not moved:
        return
    for said in moved:
        said.field = field
    if following is None:
        account.answers[topic] = "answered"
    account.back_to = f"{topic}/{following or step}"
