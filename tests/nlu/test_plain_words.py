"""Short forms, slips and dialect are spelled out, and every word keeps its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.plain_words import spell_out


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("hes gonna kill me 2nite", "he is going to kill me tonight"),
        ("I’m not safe, he's here.", "i am not safe , he is here ."),
        ("ah cannae breathe", "ah can not breathe"),
        ("Dad's got my card", "dad is got my card"),
        ("wont stop", "will not stop"),
    ],
)
def test_hurried_writing_is_spelled_out(written: str, plain: str) -> None:
    assert spell_out(written).text == plain


@given(st.text(max_size=300))
def test_every_plain_word_has_a_place_in_the_message(message: str) -> None:
    plain = spell_out(message)
    assert len(plain.text.split()) == len(plain.starts)
    assert all(0 <= start < len(message) for start in plain.starts)
    assert plain.starts == sorted(plain.starts)
