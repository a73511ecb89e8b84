"""What a message says about being safe: yes or no in people's own ways, somebody there, or that we got it wrong."""

import re

from bot.msp import answers
from bot.msp.turn import Heard

OWN = 12  # words in which somebody says yes to wanting to die
LONG = 20  # words: of a story, only what sounds like danger is looked at
FEW, PLAINLY = 5, 0.9  # so few words, so surely heard, say that somebody is there, whatever they are
GOT_IT_WRONG = re.compile(
    r"\b(?:got (?:it|that|me) wrong|not like that|misunderst\w+|wrong end|i didn'?t mean|not what i meant|(?:just|only|its just|it'?s only) (?:messing|joking|a joke|kidding|banter|a saying|an expression)"
    r"|figure of speech|i'?m (?:fine|safe|ok(?:ay)?|all right|alright)|no danger|not in danger|i am safe|i'?m not (?:in danger|suicidal|going to)|not literally|nothing like that)\b",
    re.IGNORECASE,
)
# not about what was asked in general, but about wanting to die: "I have not the least intention of dying"
NOT_SUICIDAL = re.compile(
    r"(?:n't|dont|never|not|no(?= inten)|nobody(?:'s| is)?|no one(?:'s| is)?)\b(?: [\w']+){0,4}?\W+(?:inten\w+ (?:of|to)|want(?:ing)? to|wanna|going to|gonna|to do wi\w*|about|think\w* (?:of|about)|consider\w*|feel\w* like)\W+(?:(?:to|of|my|me|her|him|them)\W+)?(?:die|dying|kill\w*|top\w*|end(?:ing)?|hurt\w*|harm\w*|suicid\w*)\b(?! any ?more)"
    r"|(?:nobody|no one)(?:'s| is)? (?:kill|hurt|harm|dying|in danger)\w*|(?:i was|we were) (?:talking|speaking|writing|on) about|i (?:did not|didn'?t|never) (?:say|said|write|wrote|mean) (?:that|it|anything|nothing)|where did i say|(?:i'?m|i am|im) not suicidal"
    r"|(?:stop|why (?:do|are|did|would) (?:you|u)|why u) (?:keep )?ask(?:ing|ed)?(?: me)?\b.{0,25}\b(?:die|dying|kill\w*|end my|hurt\w*|suicid\w*|that|this)",
    re.IGNORECASE,
)
# asked whether somebody is in danger now, "not this minute" is a no, "not until he is back" is half of one
HALF_SAFE = re.compile(
    r"\b(?:tonight|later|soon|yet|until|till|coming|comes? back|back (?:at|in|soon)|if (?:he|she|they|i)|when (?:he|she|they)|maybe|knife|blade|gun|outside)\b",
    re.IGNORECASE,
)
HALF_A_NO = re.compile(
    r"\b(?:not (?:to)?night|not (?:right )?(?:now|today|yet)|some (?:days|nights)|sometimes|pills?|tablets|rope|knife|blade|put by|put away|saved up|think about|thought about|but|maybe|if i)\b",
    re.IGNORECASE,
)
# asked whether there is danger, "not tonight" answers; it is no wish to go on tomorrow
NOT_NOW = re.compile(
    r"^\W*(?:no\W+)?not (?:(?:right |just )?(?:now|today|yet)|tonight|this minute|at the moment|any ?more)\W*$",
    re.IGNORECASE,
)
SAFE_NOW = re.compile(
    r"\b(?:he|she|they)(?:'?s| is|'?ve| have| are)? (?:gone|left|out|asleep|away|at work)\b|\bi live alone\b|\bno ?(?:one|body) (?:can |else )?(?:sees?|is here|here|about|around|home)\b"
    r"|\b(?:on my own|by myself|alone)\b|\bsafe as\b|\b(?:quite|perfectly|very|its|it'?s|it is|i'?m|im|i am) safe\b|\bso ok(?:ay)?\b|\bi'?m (?:ok(?:ay)?|fine|all ?right)\b|\bok(?:ay)? for (?:a|ten|now)\b",
    re.IGNORECASE,
)
# "when he is in", "if she sees this" are no now
_WHENEVER = "".join(rf"(?<!\b{word} )" for word in ("when", "whenever", "if", "once", "before", "until", "after"))
WATCHED_NOW = re.compile(
    rf"\b{_WHENEVER}(?:he|she|they|someone|somebody|mum|mam|dad|husband|wife|partner|carer|staff|boss|manager|brother|sister|son|daughter)"
    r"(?:'?s|'?re|'?ve| is| are| has| have| can)? (?:just |now )?(?:come |coming |came |walk\w* |got |getting )?"
    r"(?:here|home|back|in|up|down|outside|behind|beside|next to|with me|watching|listening|looking|reading|stood|standing|sat|sitting|see|hear|coming)\b"
    r"|\b(?:coming|watching|listening) (?:now|in|up|back|over|me)\b|\b(?:see|sees|read|reads|reading|hear|hears) (?:this|what i'?m|me (?:type|write|typing|writing))\b"
    r"|\bnot (?:alone|on my own|by myself|safe)\b|\b(?:gtg|g2g|(?:got|gotta|have|need) (?:to )?(?:go|stop|hide|close|shut))\b"
    r"|(?<!who )(?<!he )(?<!she )(?<!they )\bcan'?t (?:talk|type|write)\b|\b(?:shoulder|hang on|wait|hold on|one sec|brb|key in|at the door|walls)\b",
    re.IGNORECASE,
)


OF_DYING = re.compile(
    r"\b(?:di(?:e|es|ed|ying)|dead|death|kill\w*|su?[*i]?cid\w*|end(?:s|ed|ing)? (?:it|me|my|everything|things|all|this)|the end|hurt(?:ing)? (?:my|me|him|her|them)\w*|self.?harm\w*|cut(?:s|ting)?\b(?! out| off the)|overdos\w*|od'?d?|pills?|tablets?|paracetamol"
    r"|rope|noose|cord|hang(?:ed|ing)? (?:my|me|him|her)\w*|jump\w*|bridge|cliffs?|roof|drown\w*|quay|blades?|razor|slit|wrists?|veins?|top(?:ping)? (?:my|me|him|her)\w*|not (?:be|being) (?:here|alive)|not wak\w+|wak(?:e|ing) up|(?:be|being|was|wasnt|wasn't) here|exist\w*|alive|disappear\w*|vanish\w*|forever"
    r"|better off|burden|(?:no|the|see a) point|pointless|giv(?:e|ing|en) up|gave up|had enough|(?:can'?t|cannot|cant) (?:go on|do this|cope|take|carry on|keep|bear|stand)|heaven|grave|funeral|coffin|ashes|bury|goodbye|farewell|nothing left|(?:would|will|to) miss me|reason to|tired of (?:it|life|living|everything)|worth living|hate (?:my ?self|my life)|despair|hopeless|no tomorrow|way out|want out)\b",
    re.IGNORECASE,
)
OF_DANGER = re.compile(
    r"\b(?:kni(?:fe|ves)|guns?|weapon|machete|axe|hammer|fire|petrol|gas|acid|door|break\w*|smash\w*|kick\w*|hit\w*|punch\w*|beat\w*|batter\w*|strangl\w*|chok\w*|throat|breath\w*|bleed\w*|blood|stab\w*|sho(?:t|ot)\w*|kill\w*|dead|die|dying|threat\w*|scream\w*|help|999|ambulance|unconscious|collaps\w*|locked|trapped"
    r"|tonight|coming|outside|hurt\w*|attack\w*|grab\w*|drag\w*|overdos\w*|pills?|tablets?|poison\w*|push\w*|chest|lips|freezing|rape\w*|force\w*|hiding|drown\w*|jump\w*|roof|swallow\w*|drank|danger|safe)\b",
    re.IGNORECASE,
)
OWNS = re.compile(
    r"^\W*(?:(?:oh|ah|well|um+)\W+)*(?:y|yes+|yea+h?|yeh+|yep|yup|yh|aye|sometimes|both|i (?:do|am|want to|think so|suppose))\b",
    re.IGNORECASE,
)
MAY_BE_YES = re.compile(
    r"\b(?:tonight|tomorrow|soon|every|most|often|always|all the time|sometimes|enough|both|either|one of|think|thought|wish|want to|maybe|a bit|a lot|kind ?of|sort ?of|planned)\b",
    re.IGNORECASE,
)
SENDS = re.compile(r"\b(?:send|sent|right|thanks?|thank you|wrong|line|number)\b", re.IGNORECASE)


def watched_now(heard: Heard) -> bool:
    """True if somebody is there or coming; "he checks my phone" tells of a habit, and is asked about first."""
    said = heard.quote if heard.words > LONG else heard.text
    return bool(WATCHED_NOW.search(said)) or (heard.words <= FEW and heard.level_score >= PLAINLY)


def safe_now(heard: Heard) -> str | None:
    """The answer to "is it safe?": `yes`, `no`, `not_sure`, or None. "She has gone" is a yes."""
    answer = answers.yes_no(heard)
    if (
        answer is None
        and not heard.choice
        and SAFE_NOW.search(heard.text)
        and not re.search(r"\bnot\b|n't\b", heard.text)
    ):
        return "yes"
    return answer


def denied(heard: Heard, asked: str = "self_harm") -> bool:
    """True if a no is a plain no to what was `asked`. "No, not tonight, I have pills put by" is not."""
    if answers.yes_no(heard) != "no":
        return False
    if heard.choice is not None or heard.words <= 2:
        return True
    if asked == "danger_now":
        return not (HALF_SAFE.search(heard.text) or heard.level == "danger_now")
    return not (HALF_A_NO.search(heard.text) or heard.level == "self_harm")


def owned(heard: Heard) -> bool:
    """True if the message says yes to wanting to die in so many words: "that'll do, send it" does not."""
    if heard.choice:
        return answers.yes_no(heard) == "yes"
    return heard.words <= OWN and bool(OWNS.match(heard.text)) and not (corrected(heard) or SENDS.search(heard.text))


def in_so_many_words(heard: Heard) -> bool:
    """True if a message that sounds like danger holds a word of it. The learned eye alone takes odd short answers for it."""
    return bool((OF_DYING if heard.level == "self_harm" else OF_DANGER).search(heard.text))


def about_something_else(heard: Heard, answer: str | None) -> bool:
    """True if words are no answer to whether they want to die. A few words that we do not understand may be one: "tonight"."""
    if heard.choice or heard.level == "self_harm" or HALF_A_NO.search(heard.text) or owned(heard):
        return False
    return answer == "yes" or (answer is None and not MAY_BE_YES.search(heard.text))


def not_suicidal(heard: Heard) -> bool:
    """True if the message says that they do not want to die, or asks why we ask, and takes no part of it back."""
    return bool(NOT_SUICIDAL.search(heard.text)) and not HALF_A_NO.search(NOT_SUICIDAL.sub(" ", heard.text))


def corrected(heard: Heard) -> bool:
    """True if the message says that we got it wrong."""
    if heard.choice:
        return heard.choice == "safety:wrong"
    return bool(GOT_IT_WRONG.search(heard.text)) or not_suicidal(heard)
