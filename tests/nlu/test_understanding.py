"""The contract's fields for whatever a person types."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.msp.clauses import split
from bot.nlu import language
from bot.nlu.encoder import WINDOW, Encoder, _windows
from bot.nlu.intents import ANSWER, LONG, IntentReader
from bot.nlu.labels import CONCERNS, OUTCOMES, SOURCES
from bot.nlu.understanding import Understanding

FIELDS = {
    "text",
    "intent",
    "intent_ranking",
    "safety",
    "concerns",
    "source",
    "others_at_risk",
    "outcomes",
    "language",
}


@settings(max_examples=60, deadline=None)
@given(said=st.text(max_size=600))
def test_any_text_is_understood_without_an_error(understanding: Understanding, said: str) -> None:
    found = understanding.understand(said)
    assert set(found) == FIELDS
    assert found["source"] in (*SOURCES[1:], None)
    for code in (*found["concerns"], *found["outcomes"]):
        assert code["code"] in (*CONCERNS, *OUTCOMES)
        assert code["quote"] in said
    assert abs(sum(intent["confidence"] for intent in found["intent_ranking"]) - 1.0) < 1e-6


@pytest.mark.parametrize(
    "said",
    [
        "",
        " ",
        "\x00\x07\x1b[31m",
        "🙏" * 40,
        "مرحبا أنا خائفة",
        "a" * 4000,
        "he hits me. " * 333,
        "," * 4000,
        "\n" * 50,
    ],
)
def test_odd_messages_are_read(understanding: Understanding, said: str) -> None:
    assert understanding.understand(said)["intent"]["name"]


def test_danny_s_story_has_its_concerns_and_their_words(understanding: Understanding) -> None:
    said = "ricky took my bank card and spends my money. if i say no he punches me in the arm and it hurts"
    found = {concern["code"]: concern["quote"] for concern in understanding.understand(said)["concerns"]}
    assert {"financial", "physical"} <= set(found)
    assert "card" in found["financial"]
    assert "punches" in found["physical"]


def test_what_a_person_wants_is_found(understanding: Understanding) -> None:
    found = [outcome["code"] for outcome in understanding.understand("I want my money back and an apology")["outcomes"]]
    assert "justice" in found


def test_a_long_story_is_an_answer_and_not_a_command(understanding: Understanding) -> None:
    said = (
        "When I tell him to stop he says go back to your own country then and he skips my tablets and I have to wait "
        "for my dinner until he has finished his, and nobody there listens to me at all"
    )
    assert understanding.understand(said)["intent"]["name"] == ANSWER


def test_an_unsure_command_in_a_long_message_becomes_an_answer(encoder: Encoder) -> None:
    import numpy as np

    reader = IntentReader(
        ["inform", "stop"], np.zeros((2, 384), np.float32), np.array([0.0, 0.5], np.float32), 1.0, "x"
    )
    sentence = np.zeros(384, np.float32)
    assert reader.ranking(sentence, 2)[0][0] == "stop"
    assert reader.ranking(sentence, LONG)[0][0] == ANSWER


def test_an_intent_reader_survives_being_stored(understanding: Understanding) -> None:
    stored = IntentReader.from_bytes(understanding.intents.to_bytes())
    sentence = understanding.encoder.meaning("go back please")
    assert stored.ranking(sentence, 3) == understanding.intents.ranking(sentence, 3)
    assert stored.fingerprint == understanding.intents.fingerprint


@settings(deadline=None)
@given(st.integers(0, 900))
def test_reading_time_grows_with_length_alone(tokens: int) -> None:
    message = " ".join(["word"] * tokens)
    starts = [at * 5 for at in range(tokens)]
    spans = _windows(starts, split(message))
    assert all(last - first <= WINDOW for first, last in spans)
    assert len(spans) <= 1 + tokens // (WINDOW // 2)
    assert sum(last - first for first, last in spans) == tokens


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("he takes my money", "en"),
        ("mi son tek mi money", "en"),
        ("ta", "en"),
        ("ta ta", "en"),
        ("ayuda por favor, no quiero", "es"),
        ("nie chcę", "pl"),
        ("12345", "en"),
        ("Nie chcę tu być, mój mąż mnie bije i boję się", "pl"),
        ("Je ne suis pas en sécurité, mon mari me frappe, aidez moi", "fr"),
        ("Мой муж меня бьёт", "ru"),
        ("زوجي يضربني", "ar"),
        ("丈夫打我", "zh"),
        ("Nu mai vreau să trăiesc, soțul meu mă bate", "ro"),
    ],
)
def test_another_language_is_noticed(said: str, code: str) -> None:
    assert language.guess(said) == code
