"""Questions from the person, answered at any point; the conversation then returns to where it was."""

import re

from bot.msp import read_back
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
# questions by the words that ask them, and the wording that answers: one message may ask several
PATTERNS = {
    "ask_which_question": r"^\W*(?:yes\W+)?(?:can i|may i|could i|i)\b.{0,20}\bquestions?\W*$",
    "ask_are_you_police": r"\b(?:are|r) (?:you|u)\b.{0,15}\b(?:police|cops?|immigration|social\w*|government|home office)\b|\bis this (?:the )?(?:police|social\w*|immigration)\b|\b(?:you|u) (?:are )?(?:a cop|police|the social|immigration)\b",
    "ask_police": r"\b(?:do|did|does|will|would|are|is|have|has|can|u|you)\b.{0,30}\b(?:police|cops?|polis|old bill)\b(?! me)|\bpolice\b.{0,20}\b(?:see|told|know|read|get)\b",
    "ask_why_asked": r"\bwhy\b.{0,16}\b(?:ask\w*|say\w*|think\w*)\b.{0,40}\b(?:die|dying|end my|kill\w*|hurt\w*|suicid\w*|samaritans)\b",
    "ask_code_word": r"\bwhat(?:'s| is|s)? (?:a |the |that )?code ?word\b|\bmean by (?:a |the )?code ?word\b|^\W*code ?word\W*\?",
    "ask_worker": r"\bwhat(?:'s| is|s| are)? (?:a |an )?(?:safeguarding )?workers?\b",
    "ask_what_can_you_do": r"\bwhat (?:can|could|will) (?:you|they|u|anyone|the (?:team|worker))\b.{0,12}\bdo\b(?! (?:to|with)\b)",
    "explain_consent": r"\bwhat (?:if|happens if|happens when) i (?:say no|don'?t (?:agree|want to)|do not agree|refuse|don'?t send)\b",
    "ask_kept": r"\bhow long\b.{0,20}\b(?:keep|kept|store|stored|save|saved|hold)\b|^\W*(?:and |so )?(?:do|will|are|is) (?:you |it |this |that |they |everything )+(?:all |get |be |being )*(?:keep|kept|stored?|saved?|record\w*|deleted)\b|\b(?:do|will|are|is)\b.{0,20}\b(?:keep|kept|stored?|saved?|record\w*|deleted)\b.{0,25}\?",
    "ask_name": r"\b(?:have to|need to|must|got to|should) (?:i )?(?:give|say|tell|put|use|leave)\b.{0,15}\bnames?\b|\bmust i (?:give|say)\b.{0,15}\bname\b|\bdo you (?:need|know|want) (?:my name|who i am)\b|\banonymous(?:ly)?\b",
    "ask_change_mind": r"\bif i (?:change my mind|want to stop|regret|don'?t like it)\b|\b(?:can|could|may) i (?:change my mind|take it back|change (?:it|things|what i)|stop (?:it )?(?:later|any ?time))\b",
    "ask_what_happens_next": r"\bwhen (?:will|do|does|can|would)\b.{0,30}\b(?:ring|call|come|reply|answer|hear|contact\w*|in touch|visit)\b|\bwhat (?:happens|will happen) (?:next|now|then|after\w*|when i)\b|\bwhat (?:will|do) you do with (?:this|it)\b|\b(?:and )?what then\b|\bif i (?:say yes|agree)\b",
    "ask_call_me": r"\b(?:can|could|will|would) (?:you|someone|somebody|they|a worker) (?:please )?(?:just )?(?:phone|ring|call|text|e-?mail|visit|come)\b(?: (?:to )?(?:see )?(?:me|here|round))?",
    "ask_believe": r"\b(?:will|would|do|does) (?:you|anyone|anybody|they|people|someone) (?:even )?believe\b",
    "ask_what_to_do": r"\bwhat (?:should|shall|can|do) i do\b|\bwhat would you do\b|\bshould i (?:leave|go|stay|tell|ring|call)\b",
    "ask_immigration": r"\b(?:deport\w*|visa|immigration|home office|send me (?:back|home))\b.{0,40}",
    "ask_photos": r"\b(?:send|show|upload|attach|e-?mail|where do|put)\b.{0,40}\b(?:photo\w*|pictures?|videos?|recordings?|evidence|files?|screenshots?)\b|\b(?:photo\w*|evidence|recordings?)\b.{0,30}\b(?:to whom|where|who to|send)\b",
    "ask_what_i_said": r"\b(?:what )?(?:did|have) i (?:already )?(?:mention|say|said|tell|told|write|written|want)|\bwhat was i saying|\bwhat have you (?:got|written)",
    "ask_woman": r"\b(?:talk|speak|see)\b.{0,20}\b(?:a )?(?:woman|lady|female|man|male)\b",
    "ask_hours": r"\b(?:when|what time|what hours|which days)\b.{0,30}\b(?:open|there|available|working|close)\b|\bopening (?:hours|times)\b|\bwhat(?:'s| is) the (?:number|phone)\b|\bwho (?:can|do|should) i (?:ring|call|phone|talk to|speak to)\b",
    "ask_trouble": r"\bwill (?:\w+ ){1,3}(?:go to (?:prison|jail)|be (?:arrested|punished|replaced|sacked|sent away|in trouble|taken away)|lose (?:her|his|their|my) (?:job|house|home))\b|\bwhat (?:will |would )?happens? (?:to|with) (?!(?:this|it|that|what)\b)\w+|\bwhat (?:will|would|can) they do to\b|\b(?:can|will|could|would) (?:they|you|youse|u) (?:take|clear|stop)\b|\b(?:will|would|could|can) (?:he|she|they|i|my \w+)\b.{0,25}\b(?:in trouble|arrested|sent to prison|go to (?:prison|jail)|lose (?:my|his|her|their) (?:job|home|kids|children))\b|\b(?:will|would|could|can|do|are) (?:they|you|social\w*(?: services)?|the (?:council|team|police)|someone|i)\b.{0,20}\b(?:take (?:my|the|him|her|them)|make me (?:move|leave|go)|put (?:me|him|her|them) in(?:to)?|have to (?:move|leave|go))\b",
    "ask_still_there": r"\bare you (?:still )?(?:there|here|listening)\b|\bi don'?t know what to (?:write|say|put)\b",
    "ask_told": r"\b(?:promise|swear)\b.{0,25}\b(?:find out|know|tell|told|see)\b|\b(?:will|would|does|do|is|are|can|could|did)\b.{0,30}\b(?:find out|(?:be|gets?|been) told|gets? a (?:copy|letter)|tell (?:my|his|her|the|him|them|school|work)|(?:gonna|going to|get to) (?:see|hear|read|know))\b|\bwhat (?:happens|will happen|if)\b.{0,30}\bfinds? out\b|\b(?:will|would|are|do) (?:you|they|he|she|it)\b.{0,20}\b(?:tell|ring|contact|find out|know i)\b.{0,40}\?|\bwill (?:he|she|they|my \w+) (?:know|find out|be told)\b",
    "ask_advocate": r"\b(?:advocate|solicitor|lawyer|legal aid)\b.{0,60}\?|\b(?:can|could|do) i (?:have|get|need)\b.{0,20}\b(?:advocate|solicitor|lawyer)\b",
    "ask_cost": r"\b(?:cost|pay for this|is (?:it|this) free|charge)\b.{0,20}\?|\bis (?:it|this) free\b",
    "ask_my_fault": r"\b(?:is|was) (?:it|this|that) my fault\b|\bam i (?:being )?(?:silly|stupid|mad|crazy|bad)\b|\bdid i do (?:something|anything) wrong\b",
    "ask_who_sees_it": r"\b(?:is|are|will) (?:this|it|that|what i \w+|everything)\b.{0,20}\b(?:private|confidential|secret)\b|\b(?:is|does|will) (?:this|it|that|everything) (?:all )?(?:go|going|get sent|be sent|sent) to\b|\bwho\b.{0,20}\b(?:reads?|sees?|gets?|has|looks at|is reading)\b.{0,25}\b(?:this|it|that|what i)\b",
    "ask_are_you_human": r"\bare you (?:a |an )?(?:real|human|person|robot|bot|computer|machine|ai)\b|\b(?:am i|is this) (?:talking to )?(?:a |an )?(?:real|human|person|robot|bot|computer|machine|ai)\b|\bwho (?:are you|is this|am i (?:talking|speaking|writing) to)\b",
    "ask_how_long": r"\bhow long (?:does|will|is|do) (?:it|this|that)\b.{0,12}\b(?:take|last|be|going)\b|\bhow (?:many|much) (?:more )?questions\b",
    "ask_language": r"\b(?:do|can|could) you (?:speak|write|talk)\b.{0,25}\b(?:polish|romanian|urdu|spanish|portuguese|french|tagalog|filipino|bulgarian|my language|welsh|manx|chinese|arabic)\b",
}
ALSO_AN_ANSWER = {
    "outcomes": ("ask_call_me", "ask_advocate"),
    "not_wanted": ("ask_trouble", "ask_told", "ask_immigration"),
    "safe_contact": ("ask_call_me",),
}
# about the chat alone: the worker need not know that they were asked
ABOUT_THE_CHAT = frozenset(
    "ask_which_question ask_are_you_human ask_how_long ask_what_is_safeguarding ask_what_i_said ask_still_there ask_kept ask_cost ask_why_asked ask_code_word ask_worker ask_are_you_police".split()
)
MOST_ANSWERS = 2  # a message that asks more is answered twice, and the rest can be asked again
QUESTION = re.compile(
    r"\?|\bquestions?\W*$|\btell me a\b|\bi don'?t know what to\b|^\W*(?:(?:and|but|so|ok(?:ay)?|sorry|please|just|before i start|first|hi|hello|hey|wait|no|yes|yeah|now),? )*"
    r"(?:who|whos|what|whats|when|where|why|how|can|could|will|would|do|does|did|is|are|am|have|has|hypothetically|must|should|promise)\b",
    re.IGNORECASE,
)
# a question about this chat or the help that follows, rather than about what happened
TO_US = re.compile(
    r"\b(?:you|this|worker|team|do i|can i|will i|must i|should i|may i|what if|happens)\b", re.IGNORECASE
)
OF_US = re.compile(
    r"\b(?:(?:you|u)\b(?! (?:think|know|reckon))|ur|this|i (?:talking|speaking|writing)|bot|robot|computer|machine|ai|human)\b",
    re.IGNORECASE,
)
TOLD_OFF = re.compile(r"^\W*(?:oh |just |ah )*(?:fuck|piss|sod|bugger|eff|bog) off\b", re.IGNORECASE)


def asked(heard: Heard) -> str | None:
    """The wording that answers the message, by a pattern; None if it is not a question we know by one."""
    return next(iter(all_asked(heard.text)), None)


def all_asked(text: str) -> list[str]:
    """The wordings that answer the questions of a text, one a sentence, each once; empty if we know none of them."""
    found = [_named(part) for part in _parts(text) if QUESTION.search(part)]
    return list(dict.fromkeys(name for name in found if name))[:MOST_ANSWERS]


def only_asks(heard: Heard) -> bool:
    """True if every sentence of the message is a question."""
    return not heard.choice and all(QUESTION.search(part) for part in _parts(heard.text))


def asks_us(heard: Heard) -> bool:
    """True if the message is nothing but a question to us, whether we know its answer or not."""
    return only_asks(heard) and bool(TO_US.search(heard.text)) and not heard.concerns


def is_wish(part: str) -> bool:
    """True if a question also says what somebody wants: "can someone ring me?"."""
    return _named(part) in ALSO_AN_ANSWER["outcomes"]


def answers_too(name: str, topic: str | None) -> bool:
    """True if a question is also the answer: asked what should not happen, "will they take my kids?" is a fear."""
    return name in ALSO_AN_ANSWER.get(topic or "", ())


def asked_beside(heard: Heard) -> list[str]:
    """The questions a message holds beside its answer, as the wordings that answer them."""
    if heard.choice or ("?" not in heard.text and not only_asks(heard)):
        return []
    known = {intent: sure for intent, sure in heard.ranking.items() if intent in INTENTS and intent.startswith("ask_")}
    likely = [intent for intent, sure in known.items() if sure >= 0.3]
    return all_asked(heard.text) or likely[:1]


def names_of(heard: Heard) -> list[str]:
    """The wordings that answer a message that asks: by its words, else by what it resembles, else that we do not know."""
    if TOLD_OFF.search(heard.text):
        return ["complaint_about_bot"]
    by_words = all_asked(heard.text)
    if heard.intent == "ask_are_you_human" and not by_words and not OF_US.search(heard.text):
        return ["ask_unknown"]  # "is she real?"
    if by_words or heard.intent in INTENTS - {"out_of_scope"}:
        return by_words or [heard.intent]
    return ["ask_unknown" if asks_us(heard) else "out_of_scope"]


def answer(turn: Turn, name: str) -> None:
    """Answers, and keeps the question: what somebody asks is part of what they tell us."""
    if name.startswith("ask_") and name not in ABOUT_THE_CHAT:
        parts = [part for part in _parts(turn.heard.text) if QUESTION.search(part)]
        words = next((part for part in parts if _named(part) == name), parts[0] if parts else turn.heard.text)
        turn.account.add("questions", words, turn.heard.n)
    if name == "ask_woman":
        turn.say("ask_woman")
        turn.say("ask_hours")
        return
    if name == "ask_what_happens_next" and turn.account.handed_over_at:
        name = "ask_what_happens_now"
    turn.say(name, known=read_back.as_text(turn.account) or "-")


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text.strip()) if part]


def _named(part: str) -> str | None:
    return next((name for name, pattern in PATTERNS.items() if re.search(pattern, part, re.IGNORECASE)), None)
