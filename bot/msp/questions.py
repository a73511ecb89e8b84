"""Questions from the person, answered at any point; the conversation then returns to where it was."""

import re

from bot.msp.turn import Heard, Turn

# intents that are questions or remarks: each has its wording, utter_<intent>
INTENTS = frozenset(
    {
        "ask_who_sees_it",
        "ask_what_happens_next",
        "ask_are_you_human",
        "ask_what_is_safeguarding",
        "ask_how_long",
        "greet",
        "thanks",
        "complaint_about_bot",
        "out_of_scope",
    }
)
# questions people ask that the list of intents does not hold: what they say, and the wording that answers
PATTERNS = {
    "ask_photos": r"\b(?:send|show|upload|attach|e-?mail|where do|put)\b.{0,40}\b(?:photo\w*|pictures?|videos?|recordings?|evidence|files?|screenshots?)\b|\b(?:photo\w*|evidence|recordings?)\b.{0,30}\b(?:to whom|where|who to|send)\b",
    "ask_what_i_said": r"\bwhat (?:did|have) i (?:say|said|tell|told|write|written|want)|\bwhat was i saying|\bwhat have you (?:got|written)",
    "ask_woman": r"\b(?:talk|speak|see)\b.{0,20}\b(?:a )?(?:woman|lady|female|man|male)\b",
    "ask_hours": r"\b(?:when|what time|what hours|which days)\b.{0,30}\b(?:open|there|available|working|close)\b|\bopening (?:hours|times)\b|\bwhat(?:'s| is) the (?:number|phone)\b|\bwho (?:can|do|should) i (?:ring|call|phone|talk to|speak to)\b",
    "ask_trouble": r"\b(?:will|would|could|can) (?:he|she|they|i|my \w+)\b.{0,25}\b(?:in trouble|arrested|sent to prison|go to (?:prison|jail)|lose (?:my|his|her|their) (?:job|home|kids|children))\b",
    "ask_still_there": r"\bare you (?:still )?(?:there|here|listening)\b|\bi don'?t know what to (?:write|say|put)\b",
    "ask_told": r"\bwhat (?:happens|will happen|if)\b.{0,30}\bfinds? out\b|\b(?:will|would|are|do) (?:you|they|he|she|it)\b.{0,20}\b(?:tell|ring|contact|find out|know i)\b.{0,40}\?|\bwill (?:he|she|they|my \w+) (?:know|find out|be told)\b",
    "ask_advocate": r"\b(?:advocate|solicitor|lawyer|legal aid)\b.{0,60}\?|\b(?:can|could|do) i (?:have|get|need)\b.{0,20}\b(?:advocate|solicitor|lawyer)\b",
    "ask_cost": r"\b(?:cost|pay for this|is (?:it|this) free|charge)\b.{0,20}\?|\bis (?:it|this) free\b",
    "ask_my_fault": r"\b(?:is|was) (?:it|this|that) my fault\b|\bam i (?:being )?(?:silly|stupid|mad|crazy|bad)\b|\bdid i do (?:something|anything) wrong\b",
    "ask_language": r"\b(?:do|can|could) you (?:speak|write|talk)\b.{0,25}\b(?:polish|romanian|urdu|spanish|portuguese|french|tagalog|filipino|bulgarian|my language|welsh|manx|chinese|arabic)\b",
}
RECALLED = ("concerns", "outcomes", "what_matters", "not_wanted")
QUESTION = re.compile(
    r"\?|\btell me a\b|\bi don'?t know what to\b|^\W*(?:who|what|when|where|why|how|can|could|will|would|do|does|did|is|are|am|hypothetically)\b",
    re.IGNORECASE,
)


def asked(heard: Heard) -> str | None:
    """The wording that answers the message, by a pattern; None if it is not a question we know by one."""
    if not QUESTION.search(heard.text):
        return None
    return next((name for name, pattern in PATTERNS.items() if re.search(pattern, heard.text, re.IGNORECASE)), None)


def asked_beside(heard: Heard) -> str | None:
    """The question a longer message holds beside its answer, if there is one."""
    if "?" not in heard.text or heard.choice:
        return None
    known = {intent: sure for intent, sure in heard.ranking.items() if intent in INTENTS and intent.startswith("ask_")}
    likely = max(known, key=lambda intent: known[intent], default=None)
    return asked(heard) or (likely if likely and known[likely] >= 0.3 else None)


def answer(turn: Turn, name: str) -> None:
    """Answers, and keeps the question: what somebody asks is part of what they tell us."""
    if name.startswith("ask_"):
        words = next(
            (part for part in re.split(r"(?<=[.!])\s+", turn.heard.text) if QUESTION.search(part)), turn.heard.text
        )
        turn.account.add("questions", words, turn.heard.n)
    if name == "ask_woman":
        turn.say("ask_woman")
        turn.say("ask_hours")
        return
    known = "\n".join(
        f"“{said.own_words}”" for said in turn.account.statements if said.status == "current" and said.field in RECALLED
    )
    turn.say(name, known=known or "-")
