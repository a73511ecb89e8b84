"""The words of commands: what must be said for a message to be one, where any words can be an answer."""

import re

THEY_WILL = re.compile(
    r"^\W*(?:he|she|they|it|my \w+|the \w+|people|everyone|nobody)(?:'?ll|'?d|'?s)? \w+", re.IGNORECASE
)
ANYONE_REAL = re.compile(
    r"\b(?:now|real|human|actual|instead|computer|bot|robot|number|phone|operator)\b", re.IGNORECASE
)
COMMANDS = frozenset({"stop", "pause", "skip", "go_back", "delete_my_data", "decline_help"})
# words without which a command is not one, where any words can be an answer
SAYS_SO = {
    "stop": re.compile(
        r"\b(?:stop|enough|finish\w*|end|quit|bye|goodbye|done|leave|no more|go now|gotta go|give up|that'?s it)\b",
        re.IGNORECASE,
    ),
    "pause": re.compile(
        r"\b(?:pause|break|later|tomorrow|another (?:time|day)|come back|not (?:now|tonight|today)|rest|wait|minute|tired|carry on|after)\b",
        re.IGNORECASE,
    ),
    "skip": re.compile(
        r"\b(?:skip|pass|next|rather not|leave (?:it|that)|move on|not (?:that|this)|don'?t want to (?:say|answer))\b",
        re.IGNORECASE,
    ),
    "go_back": re.compile(
        r"\b(?:back|change|before|earlier|previous|wrong|last (?:one|question)|again)\b", re.IGNORECASE
    ),
    "delete_my_data": re.compile(
        r"\b(?:delet\w+|eras\w+|wip\w+|remov\w+|rub (?:it )?out|get rid|forget|scrap|bin|clear|destroy|undo|cancel|disappear|gone|"
        r"(?:take|get) (?:it|this|that|everything|all|what|my (?:words|answers|data|messages?|story|name))\b(?! (?:\w+ ){0,2}from)|(?:don'?t|do not) (?:keep|save|store))\b",
        re.IGNORECASE,
    ),
    "complaint_about_bot": re.compile(
        r"\b(?:you\w*|u|ur|this|that|bots?|robot\w*|machine|computer|forms?|chat\w*|app|thing|it'?s|questions?|answers?|"
        r"ask\w*|listen\w*|understand\w*|useless|rubbish|stupid|pointless|waste|annoy\w*|hate|crap|shit\w*|daft)\b",
        re.IGNORECASE,
    ),
    "thanks": re.compile(
        r"\b(?:thank\w*|thx|ta|cheers|gura|nice one|lovely|great|appreciat\w*|kind|bless)\b", re.IGNORECASE
    ),
    "greet": re.compile(
        r"\b(?:hi|hiya|hello|hey|hullo|alright|good (?:morning|afternoon|evening|day)|fastyr|howdo|ay ?up|yo)\b",
        re.IGNORECASE,
    ),
}
# what is heard as itself even while we wait for the answer after danger
ALWAYS = frozenset({"stop", "pause", "ask_human", "delete_my_data", "repeat_or_explain"})
EVERYTHING = re.compile(
    r"\b(?:everything|all|whole|my (?:data|answers|record|chat|details|information)|what i (?:said|wrote|told)|this (?:chat|conversation))\b",
    re.IGNORECASE,
)


def does_not_say_so(intent: str, text: str) -> bool:
    """True if a message resembles a command but holds none of its words: "peace of mind" is no wish to stop."""
    return intent in SAYS_SO and not SAYS_SO[intent].search(text)
