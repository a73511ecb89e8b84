"""Two voices apart: what a relative says is never the person's own word (research, section 3)."""

from tests.auxil.person import Person
from tests.conversations.test_happy_path import words

NEIL = {
    "who:legal": "my sister and I are joint attorneys for health",
    "who:do they know": "no, she has advanced dementia",
    "who:hear from": "ask her when she is calm, in the mornings",
    "communication": "Mum no longer speaks in sentences but sings and squeezes your hand for yes",
    "concerns": [
        "On 3 and 11 May Mum had unexplained bruises on her arms. Her fluid charts are filled in ahead of time.",
        "that is all",
    ],
    "feeling_safe": "Mum can't say. I'd say 3.",
    "what_matters": "Mum loved hymns and being clean and smart",
    "outcomes": ["Mum safe at that home this week", "A proper investigation", "no"],
    "not_wanted": "I don't want Mum moved",
    "people": "My sister Jean, joint attorney for health",
    "people:must not": "The manager, till you've seen the charts",
    "others_at_risk": "yes, two other families have complained",
    "consent": "yes",
    "consent:anyone else": "no",
    "safe_contact": "My mobile, any time",
}


def test_first_words_for_somebody_else_are_heard_and_not_asked_again(person: Person) -> None:
    person.says("I am complaining for my mother")
    person.presses("safe:yes")
    said = person.presses("welcome:start")
    assert "for yourself" not in said
    assert person.summary()["who_typed"]["role"] == "family"


def test_the_sons_words_stand_apart_from_his_mothers(person: Person) -> None:
    person.says("I am complaining for my mother")
    person.answers(NEIL)
    summary = person.summary()
    assert summary["concerns"] == []
    assert summary["outcomes"] == []
    assert summary["safety"]["score_0_10"] is None
    view = summary["representative_view"]
    assert view["score_0_10"] == 3
    assert "A proper investigation" in words(view["outcomes"])
    assert any("fluid charts" in said for said in words(view["concerns"]))
    assert "I don't want Mum moved" in words(view["not_wanted"])
    assert summary["who_typed"]["heard_from_person_alone"] is False
    assert summary["others_at_risk"]["answer"] == "yes"
    assert any("squeezes your hand" in said for said in words(summary["communication"]["own_words"]))
    assert any("Hear the person themself" in line for line in summary["for_the_worker"]["to_think_about"])


def test_who_says_at_the_question_that_it_is_for_a_brother_is_heard(person: Person) -> None:
    person.presses("safe:yes")
    person.presses("welcome:start")
    said = person.says("its for my brother kev, he has learning disability, supported living")
    assert "legal right" in said
    typed = person.summary()["who_typed"]
    assert (typed["role"], typed["relation"]) == ("family", "brother")
