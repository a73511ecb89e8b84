"""How a message is to be heard: as danger, as an answer, or as an interruption. Safety before the topic, always."""

import re
from typing import Any

from bot.msp import (
    after_danger,
    answers,
    corrections,
    putting_right,
    questions,
    reaching,
    relations,
    safe_words,
    safety,
    sharing,
)
from bot.msp.account import Code
from bot.msp.commands import ALWAYS, ANYONE_REAL, COMMANDS, EVERYTHING, THEY_WILL, does_not_say_so
from bot.msp.topics import communication, outcomes
from bot.msp.topics.order import TOPICS
from bot.msp.turn import Heard

DANGER, ANSWER, CORRECTION, QUESTION, INTERRUPTION = "danger", "answer", "correction", "question", "interruption"
ANSWERS = frozenset({"inform", "affirm", "deny", "on_behalf", "choose"})
CERTAIN = 0.95  # where even an odd answer with no word of danger is asked about
SURE, VERY_SURE, CODE_WORD, FEW, SHORT, LONG = 0.6, 0.85, 2, 5, 12, 25
# where answers are about telephones, names and words, a faint likeness to danger is not asked about
ROUTINE = frozenset(
    {
        "who",
        "communication",
        "feeling_safe",
        "people",
        "expectations",
        "conflict",
        "safe_contact",
        "consent",
        "read_back",
    }
)
MAY_SEE = re.compile(
    r"^(?!.*\b(?:now|here|coming|phone|screen)\b).*\b(?:can|may|could) (?:see|read|have|know)\b", re.IGNORECASE
)
NOW = re.compile(r"\b(?:now|here|coming|behind|this minute|just came|is back|got to go|gtg)\b", re.IGNORECASE)
HERE_NOW = re.compile(r"\b(?:now|here|coming|back|home|phone|screen|this|typing|go|stop|wait)\b", re.IGNORECASE)
ABOUT_US = re.compile(
    r"\b(?:you\w*|chat|form|bot|robot|computer|machine|thing|questions?|answers?|website|page|app|waste|useless|rubbish|point\w*|help\w*|listen\w*)\b",
    re.IGNORECASE,
)
SKIPS = re.compile(r"\b(?:skip|pass|next|go back|question)\b", re.IGNORECASE)
FOR_ME = re.compile(r"^\W*(?:(?:no|yes|it'?s|just|for|about|me|my ?self)\b\W*)+$", re.IGNORECASE)
LIKELY, FAINT = 0.25, 0.12
STORIES = frozenset({"concerns", "outcomes", "not_wanted", "read_back", "experience", "review", None})
# how to be reached, said so that it sounds like a wish to talk now, to wait or to go back: "ring me", "after tea", "come round"
REACHED = re.compile(r"\b(?:ring|phone|call|text|message|e-?mail|visit|write|come|pop|knock)\b", re.IGNORECASE)
THIS_CHAT = re.compile(
    r"\b(?:now|this|question|chat|back to|carry on|go on|continue|finish|stop|break|pause|we|(?:i'?ll|i will|i have to|i need to|i must)(?! be| want))\b",
    re.IGNORECASE,
)
ABOUT_SOMEONE = re.compile(r"\b(?:he|she|they|him|her|them|it|his|their|you all|people|everyone)\b", re.IGNORECASE)


def heard_from(parsed: dict[str, Any], text: str, n: int, metadata: dict[str, Any]) -> Heard:
    """A message as the understanding left it on Rasa's parse data (the contract's fields), with the words as stored.

    `metadata` is what the door says of it: the `choice` pressed, or the number of the message that it `corrects`.
    """
    intent, level = parsed.get("intent") or {}, parsed.get("safety") or {}
    return Heard(
        text=text,
        n=n,
        choice=metadata.get("choice"),
        corrects=metadata.get("corrects"),
        intent=intent.get("name") or "inform",
        confidence=float(intent.get("confidence") or 0.0),
        ranking={entry["name"]: float(entry["confidence"]) for entry in parsed.get("intent_ranking") or []},
        level=level.get("level") or "none",
        level_score=float(level.get("score", 1.0)),
        quote=_within(level.get("quote") or "", text),
        concerns=_codes(parsed.get("concerns"), text),
        source=parsed.get("source"),
        others_at_risk=bool(parsed.get("others_at_risk")),
        outcomes=_codes(parsed.get("outcomes"), text),
        language=parsed.get("language") or "en",
    )


def hear_as(heard: Heard, asks: str | None, step: str | None) -> str:
    """DANGER, ANSWER, CORRECTION (of an earlier message), QUESTION (one known by a pattern) or INTERRUPTION (the rules
    know what to do for its intent)."""
    if heard.choice:
        return ANSWER
    if heard.level != "none" and not _harmless(heard, asks, step):
        return DANGER
    if heard.corrects is not None and step not in ("erase", "covered"):
        return CORRECTION
    if step in ("erase", "covered") or (
        step in after_danger.STEPS
        and (heard.intent not in ALWAYS or safe_words.NOT_NOW.search(heard.text) or _only_says_no(heard))
    ):
        return ANSWER
    if heard.intent != "repeat_or_explain" and questions.TOLD_OFF.search(heard.text) and heard.words <= SHORT:
        return QUESTION
    if heard.intent in ANSWERS or _is_answer(heard, asks, step):
        return QUESTION if _asks(heard, asks) else ANSWER
    if heard.intent not in questions.INTENTS or heard.intent == "out_of_scope":
        return QUESTION if questions.asked(heard) else INTERRUPTION
    return QUESTION if len(questions.all_asked(heard.text)) > 1 else INTERRUPTION


def _only_says_no(heard: Heard) -> bool:
    """True if what resembles a wish to stop answers our question: "no. enough"."""
    return heard.words <= FEW and answers.yes_no(heard) == "no" and answers.nothing_more(heard)


def _asks(heard: Heard, asks: str | None) -> bool:
    """True if what would be an answer only asks something. Where wishes and stories are told, one we do not know is told."""
    named = questions.asked(heard)
    if heard.words > LONG or (named and questions.answers_too(named, asks)):
        return False
    if named:
        # "yes its safe. who am i talking to" answers, and asks
        return questions.only_asks(heard) or not (heard.concerns or answers.yes_no(heard))
    return asks not in STORIES and questions.asks_us(heard)


def _harmless(heard: Heard, asks: str | None, step: str | None) -> bool:
    """True if it is one of the short answers that cannot hold danger, or answers our question about it."""
    if answers.plain(heard) or _answers_danger(heard, step):
        return True
    if asks == "feeling_safe" and heard.level == "not_safe_to_talk" and answers.NUMBER.search(heard.text):
        return True  # "Mum can't say. I'd say 3." is about the number
    if heard.level == "not_safe_to_talk" and asks == "safe_to_talk" and safe_words.safe_now(heard) == "yes":
        return True  # "ok, she's gone"
    if heard.level == "not_safe_to_talk" and asks == "others_at_risk" and not HERE_NOW.search(heard.text):
        return True  # "daughter see everything" is what was asked
    if heard.level == "not_safe_to_talk" and asks == "safe_contact" and not NOW.search(heard.text):
        return True  # "message not call, boss can hear"
    if heard.level == "not_safe_to_talk" and not safe_words.WATCHED_NOW.search(heard.text):
        # "never my phone, he reads it" is the plan that was asked for, "no phone please" a need
        if asks == "safe_contact" or (asks == "communication" and communication.needs(heard.text)):
            return True
        if asks not in (None, "safe_to_talk", "welcome", "concerns") and heard.level_score < safe_words.PLAINLY:
            return True
    if heard.level == "not_safe_to_talk" and asks == "consent" and MAY_SEE.search(heard.text):
        return True  # "my brother can see it" is what was asked
    if heard.level == "self_harm" and heard.level_score < VERY_SURE and safe_words.not_suicidal(heard):
        return True  # "I was talking about line 21", "why do you ask me that?"
    if asks == "who" and heard.words <= FEW and heard.level_score < VERY_SURE and FOR_ME.search(heard.text):
        return True  # "me. for me"
    if heard.level == "not_safe_to_talk" and asks == "who" and step in ("knows", "alone"):
        return True  # "she knows, she's sat next to me" is about the one it is for
    if heard.level == "not_safe_to_talk" and heard.intent == "ask_who_sees_it" and heard.confidence >= SURE:
        return True  # "I want to know who is reading this"
    if (
        asks == "safe_contact"
        and heard.level_score < VERY_SURE
        and (reaching.ways(heard.text) or (step in ("leave_message", "code_word") and heard.words <= CODE_WORD))
    ):
        return True  # "text 07624 333444, no messages please"; "blue"
    routine = asks in ROUTINE or step == "priority"
    if heard.level_score < (LIKELY if routine else FAINT):
        return True
    sure = heard.level_score >= CERTAIN
    if routine and heard.level != "not_safe_to_talk" and not (sure or safe_words.in_so_many_words(heard)):
        return True  # "and number 15", "on the 12th": an odd answer to such a question, with no word of danger
    unsaid = heard.level == "self_harm" and heard.level_score < SURE and not safe_words.in_so_many_words(heard)
    if unsaid and questions.only_asks(heard) and questions.asked(heard):
        return True  # "can youse take me dog off me?"
    if (not sure or heard.level == "not_safe_to_talk") and heard.words <= LONG and putting_right.swaps(heard.text):
        return True  # "the room is 650 not 600 sorry", "it was not Tuesday that he hit me, it was Wednesday"
    unsure = heard.level_score < safety.SURE
    return unsure and (answers.nothing_more(heard) or (heard.words <= 6 and answers.yes_no(heard) is not None))


def _answers_danger(heard: Heard, step: str | None) -> bool:
    """True if the words that sound like danger only answer our question about it, or correct us."""
    if step not in after_danger.STEPS:
        return False
    if heard.level == "self_harm" and step in ("self_harm", "self_harm_go_on", "check_self_harm"):
        return True
    return safe_words.corrected(heard)


def _is_answer(heard: Heard, asks: str | None, step: str | None) -> bool:
    """True if what looks like an interruption is the answer: it is unsure, long, tells of harm, or fits the question."""
    topic = TOPICS.get(asks or "")
    intent, sure = heard.intent, heard.confidence
    if sure < SURE or relations.writes_for(heard.text):
        return True
    if intent in ("delete_my_data", "greet", "thanks") and does_not_say_so(intent, heard.text):
        return True  # "all. send all. not part"; "Danny"
    if heard.language != "en" and topic is not None and topic.open:
        return True  # what it seems to ask for was learned from English alone
    if heard.concerns and heard.words > 6 and max(code.score for code in heard.concerns) >= SURE:
        return True
    if heard.words > SHORT and (
        sure < VERY_SURE or heard.words > LONG or intent in ("out_of_scope", "complaint_about_bot", "greet", "thanks")
    ):
        return not (intent.startswith("ask_") and "?" in heard.text and sure >= SURE)
    if topic is None:
        return False
    if intent in COMMANDS and THEY_WILL.search(heard.text):
        return True  # "they'll clear it" tells what others do
    if answers.nothing_more(heard) or (
        not topic.open and answers.yes_no(heard) in ("yes", "no") and intent not in ("stop", "ask_human")
    ):
        return True
    if asks == "safe_to_talk" and safe_words.safe_now(heard) == "yes":
        return True
    if asks == "experience" and intent in ("thanks", "greet", "complaint_about_bot", "out_of_scope"):
        return True
    if asks == "safe_contact" and intent in ("pause", "go_back", "skip", "stop", "ask_human", "decline_help"):
        says_how = REACHED.search(heard.text) or reaching.times(heard.text)
        asks_it = questions.QUESTION.search(heard.text) and not questions.answers_too(
            questions.asked(heard) or "", asks
        )
        return bool(says_how) and not THIS_CHAT.search(heard.text) and not asks_it
    if asks == "outcomes" and step == "priority" and intent in COMMANDS:
        # "get him out first, the rest can wait"
        return heard.words >= 3 and bool(outcomes.FIRST.search(heard.text))
    if asks == "feeling_safe" and (answers.NUMBER.search(heard.text) or answers.OUT_OF_TEN.search(heard.text)):
        return True
    if asks == "read_back":
        return intent in ("go_back", "decline_help") or (
            intent == "delete_my_data"
            and bool(corrections.TAKE_OUT.search(heard.text))
            and not EVERYTHING.search(heard.text)
        )
    if asks == "consent" and step == "why" and intent not in COMMANDS:
        return not (intent in questions.INTENTS and questions.QUESTION.search(heard.text))
    if asks == "consent":
        return "?" not in heard.text and (
            intent in ("decline_help", "ask_who_sees_it")
            or (intent in ("skip", "go_back", "delete_my_data") and _names_a_part(heard, step))
        )
    if asks == "communication" and heard.words > 1 and communication.needs(heard.text):
        return True
    if intent == "dont_know":
        return asks != "feeling_safe" and (not topic.open or not answers.only_unsure(heard.text))
    if topic.open:
        if does_not_say_so(intent, heard.text):
            return True
        if intent == "ask_human" and asks in ("outcomes", "people"):
            return not questions.QUESTION.search(heard.text) and not ANYONE_REAL.search(heard.text)
        if intent in ("decline_help", "thanks") and heard.words > 1:
            return asks != "concerns" or intent == "thanks"
        if intent in ("stop", "go_back", "skip", "pause"):
            return (
                heard.words >= 3
                and bool(ABOUT_SOMEONE.search(heard.text))
                and not questions.QUESTION.search(heard.text)
            )
        if intent == "complaint_about_bot":
            return heard.words >= FEW and not ABOUT_US.search(heard.text)  # "this is stupid, men dont get hit"
        if intent in ("out_of_scope", "greet"):
            return intent == "out_of_scope" and not questions.QUESTION.search(heard.text)
    return False


def _names_a_part(heard: Heard, step: str | None) -> bool:
    """True if what looks like a command says what is to stay out: "not the bit about my marriage"."""
    if heard.words < 3 or EVERYTHING.search(heard.text) or SKIPS.search(heard.text):
        return False
    return step == "parts" or bool(sharing.PARTS.search(heard.text) or corrections.TAKE_OUT.search(heard.text))


def _codes(found: Any, text: str) -> list[Code]:
    return [Code(c["code"], _within(c.get("quote") or "", text), float(c.get("score", 1.0))) for c in found or []]


def _within(quote: str, text: str) -> str:
    """The quote, if it stands in the text as stored; else the whole text: a quote is never made up."""
    return quote if quote and quote in text else text
