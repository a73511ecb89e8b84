"""A message is quoted by the clause, so clauses must be pieces of it, whatever was typed."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.msp.clauses import clause_at, count_words, split


def texts(message: str) -> list[str]:
    return [clause.text for clause in split(message)]


@given(st.text(max_size=300))
def test_every_clause_stands_in_the_message_where_it_says(message: str) -> None:
    clauses = split(message)
    for clause in clauses:
        assert message[clause.start : clause.end] == clause.text
    assert all(a.end <= b.start for a, b in pairwise(clauses))


@given(st.text(alphabet="ab ,.!?\n-and", max_size=200))
def test_no_word_is_lost_between_clauses(message: str) -> None:
    assert sum(count_words(clause.text) for clause in split(message)) == count_words(message)


def test_a_person_who_writes_without_stops_is_still_split() -> None:
    said = "they come in my flat n eat my food n i cant stop them"
    assert texts(said) == ["they come in my flat n eat my food", "n i cant stop them"]


def test_a_son_and_his_wife_stay_together() -> None:
    assert texts("My son and his wife take my money.") == ["My son and his wife take my money."]


def test_danny_tells_several_things_in_one_message() -> None:
    said = texts("they eat my food and ricky had my xbox. if i say no they hold me down and it hurts")
    assert "if i say no they hold me down" in said


def test_nothing_typed_has_no_clauses() -> None:
    assert split("") == []
    assert split("?! ...") == []
    assert clause_at([], 3) is None


def test_the_clause_at_a_place_is_found() -> None:
    clauses = split("I like bingo. He hit me on Sunday.")
    found = clause_at(clauses, 20)
    assert found is not None
    assert found.text == "He hit me on Sunday."
