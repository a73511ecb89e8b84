"""An earlier message was changed: what was written down from it says what it says now, and nothing else moves."""

import dataclasses

import pytest

from bot.msp import conversation
from bot.msp.account import Account, Code
from bot.msp.topics.order import TOPICS
from bot.msp.turn import Heard, Recipient, Team, Turn

TEAM = Team((Recipient("team", "the team", main=True), Recipient("lead", "the lead", conflict=True)))


def begun(asks: str) -> Account:
    """An account in which a topic is asked, and those before it are answered."""
    account = Account(asks=asks)
    for topic in TOPICS:
        if topic == asks:
            return account
        account.answers[topic] = "answered"
    raise LookupError(asks)


def says(account: Account, heard: Heard) -> list[str]:
    """Takes a turn; gives the names of what is said."""
    turn = Turn(account, heard, TEAM)
    (conversation.hear if heard.corrects is None else conversation.correct)(turn)
    return [say.wording for say in turn.says]


def words(account: Account, field: str) -> list[str]:
    """What stands in a field."""
    return [said.own_words for said in account.current(field)]


def test_the_new_words_stand_where_the_old_ones_stood_and_the_question_stays() -> None:
    account = begun("concerns")
    told = "he took my card on monday"
    says(account, Heard(told, 5, concerns=[Code("financial", told)]))
    asks = (account.asks, account.step)
    corrected = "he took my card on sunday"
    said = says(account, Heard(corrected, 9, corrects=5, concerns=[Code("financial", corrected)]))
    assert said[0] == "utter_corrected"
    assert words(account, "concerns") == [corrected]
    assert account.current("concerns")[0].codes == [Code("financial", corrected)]
    assert (account.asks, account.step) == asks
    assert account.corrections == 1


def test_what_the_old_words_held_besides_goes_with_them() -> None:
    account = begun("concerns")
    says(account, Heard("he took my card. please don't tell my mum", 5))
    assert words(account, "people.must_not_be_told") == ["please don't tell my mum"]
    says(account, Heard("he took my card. please don't tell my dad", 9, corrects=5))
    assert words(account, "people.must_not_be_told") == ["please don't tell my dad"]


def test_a_number_on_the_scale_is_put_right() -> None:
    account = begun("feeling_safe")
    says(account, Heard("4", 5))
    says(account, Heard("7", 9, corrects=5))
    assert account.score == 7
    assert words(account, "what_matters") == []


def test_a_changed_yes_or_no_is_asked_again_and_never_answers_the_question_that_is_open_now() -> None:
    account = begun("others_at_risk")
    says(account, Heard("yes", 5, intent="affirm"))
    account.asks, account.answers["others_at_risk"] = "consent", "answered"
    said = says(account, Heard("no", 9, corrects=5, intent="deny", asked_then="others_at_risk"))
    assert said[0] == "utter_corrected_asks_again"
    assert account.asks == "others_at_risk"
    assert account.consent == []


@pytest.mark.parametrize("field", ["concerns", "outcomes"])
def test_changed_back_is_as_it_was(field: str) -> None:
    account = begun(field)
    says(account, Heard("my card back", 5))
    before = [dataclasses.replace(said, id=0, n=0) for said in account.current(field)]
    says(account, Heard("my money back", 9, corrects=5))
    says(account, Heard("my card back", 13, corrects=9))
    assert [dataclasses.replace(said, id=0, n=0) for said in account.current(field)] == before
