"""Every sentence the bot can say: present, reachable, easy to read, one question a message, and without cheer or blame."""

import re
from pathlib import Path

import pytest
import yaml

from bot.msp import reading
from bot.msp.questions import INTENTS, PATTERNS
from bot.msp.topics.expectations import NOT_IN_OUR_HANDS
from bot.msp.topics.order import TOPICS
from bot.service import service

ROOT = Path(__file__).parents[2]
RESPONSES: dict[str, list[dict]] = {
    name: variants
    for path in sorted((ROOT / "data/wording").glob("*.yml"))
    for name, variants in yaml.safe_load(path.read_text(encoding="utf-8"))["responses"].items()
}
VARIANTS = [
    pytest.param(variant, id=f"{name}-{i}")
    for name, variants in RESPONSES.items()
    for i, variant in enumerate(variants)
]
SOURCE = "\n".join(
    path.read_text(encoding="utf-8") for folder in ("bot/msp", "actions") for path in (ROOT / folder).rglob("*.py")
)
JARGON = re.compile(
    r"\b(?:abuse|abuser|victim|vulnerable|perpetrator|disclos\w+|referral|enquiry|outcomes?|consent|multi-agency|capacity|assess\w*|alleg\w+)\b",
    re.IGNORECASE,
)


def shown(text: str) -> str:
    """A wording as a person sees it: names of the service are names, and numbers are numbers."""
    known = {
        "hours": "9 to 5",
        "looked_at_within": "one day",
        "enquiry_takes": "20 days",
        "team": "the team",
        "recipient": "the team",
    }
    return re.sub(
        r"\{(\w+)\}", lambda match: known.get(match.group(1), "x" if "number" not in match.group(1) else "999"), text
    )


def said_by_the_practice() -> set[str]:
    literal = set(re.findall(r'say\(\s*"(\w+)"', SOURCE)) | set(
        re.findall(
            r'"((?:ask|check|also|explain|heard)_\w+|noted|added|all_done\w*|a_person_\w+|sent\w*|cover|welcome|danger\w*|outcomes_noted|read_back\w*|thank_you\w*|erase_\w+|stopped\w*|skipped|not_sure)"',
            SOURCE,
        )
    )
    literal |= {"something_went_wrong"}
    made = (
        {f"explain_{topic}" for topic in TOPICS}
        | {f"expectation_{key}" for key in NOT_IN_OUR_HANDS}
        | set(INTENTS)
        | set(PATTERNS)
    )
    made |= {f"{how}_people_{part}" for how in ("ask", "check") for part in ("involve", "not_told")}
    made |= {f"ask_who_{step}" for step in TOPICS["who"].steps} | {
        f"ask_safe_contact_{step}" for step in TOPICS["safe_contact"].steps
    }
    made |= {
        f"{how}_{level}" for how in ("check", "ask_check") for level in ("danger_now", "self_harm", "not_safe_to_talk")
    }
    made |= {f"{wording}{them}" for wording in ("ask_what_matters", "ask_strengths") for them in ("", "_them")}
    made |= {"heard_what_matters", "heard_strengths", "ask_self_harm", "ask_self_harm_them", "ask_check_self_harm_them"}
    return {f"utter_{name}" for name in literal | made}


def test_every_wording_is_said_somewhere() -> None:
    assert set(RESPONSES) - said_by_the_practice() == set()


def test_everything_the_practice_says_has_its_wording() -> None:
    literal = {f"utter_{name}" for name in re.findall(r'say\(\s*"(\w+)"', SOURCE)}
    assert literal - set(RESPONSES) == set()
    assert {f"utter_explain_{topic}" for topic in TOPICS} - set(RESPONSES) == set()
    assert {f"utter_expectation_{key}" for key in NOT_IN_OUR_HANDS} - set(RESPONSES) == set()
    assert {f"utter_{name}" for name in INTENTS | set(PATTERNS)} - set(RESPONSES) == set()


def test_every_value_in_a_wording_is_known() -> None:
    given = set(service().words()) | {
        "words",
        "known",
        "lines",
        "who_gets_it",
        "many",
        "recipient",
        "name",
        "code",
        "reference",
        "score",
    }
    used = {
        value
        for variants in RESPONSES.values()
        for variant in variants
        for value in re.findall(r"\{(\w+)\}", str(variant))
    }
    assert used - given == set()


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_sentence_can_be_read_at_nine(variant: dict) -> None:
    for sentence in reading.sentences(shown(variant["text"])):
        assert len(reading.WORD.findall(sentence)) <= reading.MOST_WORDS, sentence
        assert reading.age(sentence) <= reading.READING_AGE, f"{reading.age(sentence):.1f}: {sentence}"


@pytest.mark.parametrize("variant", VARIANTS)
def test_one_question_a_message_and_no_cheer_or_jargon(variant: dict) -> None:
    text = variant["text"]
    assert text.count("?") <= 1, text
    assert "!" not in text
    assert not JARGON.search(text), text
    assert len(variant.get("buttons", [])) <= 5


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_choice_is_short_and_its_payload_is_told_apart(variant: dict) -> None:
    buttons = variant.get("buttons", [])
    assert all(len(button["title"].split()) <= 9 for button in buttons)
    assert len({button["payload"] for button in buttons}) == len(buttons)
