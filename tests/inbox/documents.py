"""Hand-over documents as the conversation would write them, for people who are invented."""

import copy
from typing import Any

AT = "2026-11-20T14:05:00Z"
LATER = "2026-11-20T14:21:00Z"


def said(*words: str, at: str = AT, voice: str = "person") -> list[dict[str, Any]]:
    """Statements in somebody's own words."""
    return [{"own_words": one, "at": at, "voice": voice} for one in words]


def concern(
    words: str, *codes: tuple[str, str], source: str | None = None, location: str | None = None
) -> dict[str, Any]:
    """Something that is happening, with the codes its words suggest."""
    return {
        "own_words": words,
        "at": AT,
        "suggested": [{"code": code, "quote": quote} for code, quote in codes],
        "source": source,
        "location": location,
        "status": "the person's account, not assessed",
    }


def outcome(words: str, *codes: str, priority: int | None = None, **more: Any) -> dict[str, Any]:
    """Something somebody wants."""
    return {
        "own_words": words,
        "at": AT,
        "codes": [{"code": code, "quote": words} for code in codes],
        "priority": priority,
        "status": "current",
        "history": [],
        "expectation_discussed": False,
        "achieved": None,
    } | more


def document(**parts: Any) -> dict[str, Any]:
    """A whole document; `parts` replace what stands in an almost empty one."""
    empty: dict[str, Any] = {
        "schema": "my-say/hand-over/1",
        "reference": None,
        "version": 0,
        "channel": "web",
        "started_at": AT,
        "handed_over_at": LATER,
        "sessions": [AT],
        "urgency": {"level": "soon", "reason": "Something is happening now and then."},
        "who_typed": {
            "role": "person",
            "relation": None,
            "authority": None,
            "person_knows": None,
            "heard_from_person_alone": None,
        },
        "safe_contact": {
            "ways": [],
            "when": [],
            "code_word": None,
            "leave_message": None,
            "must_not_know": [],
            "own_words": [],
        },
        "communication": {"needs": [], "own_words": []},
        "safety": {"score_0_10": None, "own_words": None, "alerts": []},
        "concerns": [],
        "what_matters": [],
        "strengths": [],
        "not_wanted": [],
        "outcomes": [],
        "people": {"involve": [], "must_not_be_told": []},
        "others_at_risk": {"answer": None, "children": None, "own_words": []},
        "consent": [
            {"recipient": "safeguarding_team", "share": "all", "withheld": [], "own_words": "yes you can", "at": LATER}
        ],
        "declined": None,
        "for_the_worker": {
            "override_ground": None,
            "conflict_of_interest": False,
            "consider_capacity": [],
            "to_think_about": [],
            "conflict_own_words": [],
        },
        "representative_view": None,
        "questions": [],
        "person_reviewed": {"done": True, "at": LATER, "corrections": 0, "why_not": None},
        "asked_about_outcomes": "asked_not_expressed",
        "events": [],
        "skipped": [],
        "review": None,
    }
    return copy.deepcopy(empty | parts)


def kev() -> dict[str, Any]:
    """Kev, 33, learning disability, on Telegram: neighbours use his flat and his money."""
    return document(
        channel="telegram",
        sessions=["2026-11-19T16:40:00Z", AT],
        urgency={"level": "today", "reason": "People come to his home and hurt him."},
        safe_contact={
            "ways": said("text me dont ring"),
            "when": said("after 4 not sundays thats when they come"),
            "code_word": "kingfisher",
            "leave_message": "yes",
            "must_not_know": said("tommo and them", at=LATER),
            "own_words": [],
        },
        communication={"needs": ["easy_read", "pictures"], "own_words": said("small words pls")},
        safety={"score_0_10": 3, "own_words": "like a 3", "alerts": []},
        concerns=[
            concern(
                "tommo and that lot come in my flat and eat all the food. he has my bank card an he knows my number",
                ("financial", "he has my bank card an he knows my number"),
                ("physical", "they twist my arm"),
                source="friend_or_neighbour",
                location="own_home",
            ),
            concern(
                "if i say go away they twist my arm", ("physical", "they twist my arm"), source="friend_or_neighbour"
            ),
        ],
        what_matters=said("my flat and my budgie", "having somebody to play darts with"),
        strengths=said("my auntie bren she comes tuesdays"),
        not_wanted=said("i dont want to go back in the hostel"),
        outcomes=[
            outcome("get my card back", "justice", priority=1),
            outcome("them to stop coming in", "be_safe", priority=2, expectation_discussed=True),
            outcome("nice mates for darts", "keep_relationship", priority=3),
        ],
        people={"involve": said("auntie bren"), "must_not_be_told": said("my dad he will shout")},
        others_at_risk={"answer": "not_sure", "children": False, "own_words": said("maybe the lad at number 9")},
        for_the_worker={
            "override_ground": None,
            "conflict_of_interest": False,
            "consider_capacity": [],
            "to_think_about": ["They said who must not be told. Check before you ring or visit."],
            "conflict_own_words": [],
        },
        asked_about_outcomes="asked_expressed",
        questions=asked("are you a real person"),
        skipped=["experience"],
    )


def ines() -> dict[str, Any]:
    """Ines, 26, danger in the middle of the conversation, which she corrects; her partner must not know."""
    return document(
        urgency={"level": "now", "reason": "The person wrote that they are in danger now."},
        safe_contact={
            "ways": said("email me at work, never the phone"),
            "when": said("weekdays between 10 and 3"),
            "code_word": None,
            "leave_message": "no",
            "must_not_know": said("Marco. He checks everything"),
            "own_words": said("If a man answers just say wrong number"),
        },
        safety={
            "score_0_10": 1,
            "own_words": "1. Some nights 0.",
            "alerts": [
                {
                    "level": "danger_now",
                    "quote": "he is outside the door shouting he will kill me",
                    "at": AT,
                    "shown": ["999", "team", "not_watched", "told_first"],
                    "confirmed": True,
                    "correction": None,
                },
                {
                    "level": "self_harm",
                    "quote": "sometimes I think it would be easier not to wake up",
                    "at": LATER,
                    "shown": ["999", "samaritans", "team", "not_watched"],
                    "confirmed": False,
                    "correction": "I am only tired. I would not do anything, I have my little girl",
                },
            ],
        },
        concerns=[
            concern(
                "He takes my phone and reads it. Last month he pushed me on the stairs and I lied at the hospital.",
                ("domestic", "he pushed me on the stairs"),
                ("psychological", "He takes my phone and reads it"),
                source="partner",
                location="own_home",
            )
        ],
        what_matters=said("My daughter. My job at the bakery."),
        not_wanted=said("Somebody turning up at the flat", "Losing my daughter"),
        outcomes=[outcome("A safe place for the two of us", "be_safe", priority=1), outcome("He gets help", "recover")],
        people={"involve": said("My sister Ana"), "must_not_be_told": said("Marco and his mother")},
        others_at_risk={"answer": "yes", "children": True, "own_words": said("My daughter is four, she hears it all")},
        consent=[
            {
                "recipient": "safeguarding_team",
                "share": "parts",
                "withheld": ["what_matters"],
                "own_words": "not where I work please",
                "at": LATER,
            },
            {"recipient": "police", "share": "none", "withheld": [], "own_words": "not yet", "at": LATER},
        ],
        for_the_worker={
            "override_ground": "danger_to_life",
            "conflict_of_interest": False,
            "consider_capacity": [],
            "to_think_about": ["A child may be at risk: children's services have to be considered."],
            "conflict_own_words": [],
        },
        person_reviewed={
            "done": False,
            "at": None,
            "corrections": 1,
            "why_not": "The person has not read it through yet.",
        },
        asked_about_outcomes="asked_expressed",
    )


def wilf() -> dict[str, Any]:
    """Wilf, 84, declines; he says he walked into a door and wants no fuss."""
    return document(
        urgency={"level": "routine", "reason": "Nothing in what was said asks for more speed."},
        safety={"score_0_10": 10, "own_words": "10. I said 10.", "alerts": []},
        concerns=[
            concern("I walked into a door. The district nurse makes a drama of everything.", location="own_home")
        ],
        not_wanted=said("No visits, thank you"),
        outcomes=[outcome("To be left in peace", "no_action")],
        people={"involve": [], "must_not_be_told": said("My wife")},
        consent=[
            {
                "recipient": "safeguarding_team",
                "share": "none",
                "withheld": [],
                "own_words": "I'd sooner not",
                "at": LATER,
            }
        ],
        declined={
            "what": "sharing",
            "reason": "would_rather_not_say",
            "own_words": "I'd sooner not",
            "offered": ["numbers_to_call", "come_back_later"],
            "at": LATER,
        },
        questions=asked("suppose a chap did want to speak to someone, who would that be"),
        events=[
            {"what": "asked_to_erase", "own_words": "scrub all that", "at": AT},
            {"what": "chose_to_leave_it", "own_words": "oh leave it", "at": LATER},
        ],
        asked_about_outcomes="asked_expressed",
        skipped=["what_matters", "communication"],
    )


def asked(words: str) -> list[dict[str, Any]]:
    """A question somebody asked on the way."""
    return [{"own_words": words, "at": AT}]


def theirs(*words: str) -> list[dict[str, Any]]:
    """Statements of somebody who writes for the person."""
    return said(*words, voice="representative")


def hester() -> dict[str, Any]:
    """Hester, 90, dementia: her daughter-in-law writes, about a care worker of the service."""
    return document(
        urgency={"level": "today", "reason": "Others may be at risk."},
        who_typed={
            "role": "family",
            "relation": "daughter-in-law",
            "authority": "attorney for money",
            "person_knows": "not_sure",
            "heard_from_person_alone": False,
        },
        communication={"needs": ["extra_time"], "own_words": theirs("She hums, and taps once for yes")},
        others_at_risk={"answer": "yes", "children": False, "own_words": theirs("The lady in room 6 has marks too")},
        consent=[
            {"recipient": "independent_lead", "share": "all", "withheld": [], "own_words": "Send it", "at": LATER}
        ],
        for_the_worker={
            "override_ground": "others_at_risk",
            "conflict_of_interest": True,
            "consider_capacity": ["The daughter-in-law says that Hester does not follow what she signs."],
            "to_think_about": ["The person was not heard. Find a way to ask Hester herself."],
            "conflict_own_words": theirs("It is about your Nadia"),
        },
        representative_view={
            "relation": "daughter-in-law",
            "score_0_10": 4,
            "score_own_words": "She can't say. I would say 4",
            "concerns": [
                concern(
                    "Nadia Quirk from your own team signed off the home, and her brother runs it. Hester has finger marks.",
                    ("physical", "Hester has finger marks"),
                    ("organisational", "her brother runs it"),
                    source="paid_carer_or_service",
                    location="care_home_residential",
                )
            ],
            "what_matters": theirs("Her window seat, and her tea strong"),
            "not_wanted": theirs("That she is moved twice"),
            "strengths": theirs("The hairdresser who comes on Fridays"),
            "about_the_person": theirs("She was a weaver and likes to be asked"),
            "outcomes": [outcome("Somebody from outside looks at that home", "protect_others", priority=1)],
        },
        asked_about_outcomes="not_asked",
        skipped=["feeling_safe", "outcomes"],
    )


def everybody() -> list[dict[str, Any]]:
    """All of them."""
    return [kev(), ines(), wilf(), hester()]


def long_account(words: int = 4_000) -> dict[str, Any]:
    """An account of many words, with emoji, Arabic and Chinese in it."""
    sentence = "He came in again and took the money from the tin. "
    mixed = "😢💔 هو يأخذ مالي كل أسبوع ولا أستطيع أن أقول لا 👩‍👧 他拿走了我的钱 "
    text = (sentence * (words // 11) + mixed).strip()
    return document(
        concerns=[concern(text, ("financial", "took the money from the tin"), source="family", location="own_home")],
        outcomes=[outcome("أريد أن أكون آمنة 🙏", "be_safe", priority=1)],
        asked_about_outcomes="asked_expressed",
    )
