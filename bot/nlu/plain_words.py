"""Spells a message out in plain words, so that phrases and grammar meet one spelling: "hes gonna" is "he is going to".

Every plain word keeps the place in the message that it came from.
"""

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’`´][^\W_]+)*|[.!?;\n]+|,")

SPELLED_OUT = {
    "im": "i am",
    "ive": "i have",
    "id": "i would",
    "iv": "i have",
    "hes": "he is",
    "shes": "she is",
    "theyre": "they are",
    "theyve": "they have",
    "weve": "we have",
    "youre": "you are",
    "thats": "that is",
    "theres": "there is",
    "whats": "what is",
    "its": "it is",
    "dont": "do not",
    "doesnt": "does not",
    "didnt": "did not",
    "wont": "will not",
    "wouldnt": "would not",
    "cant": "can not",
    "cannot": "can not",
    "carnt": "can not",
    "cannae": "can not",
    "couldnt": "could not",
    "shouldnt": "should not",
    "isnt": "is not",
    "arent": "are not",
    "aint": "is not",
    "wasnt": "was not",
    "werent": "were not",
    "hasnt": "has not",
    "havent": "have not",
    "hadnt": "had not",
    "dinnae": "do not",
    "divvent": "do not",
    "dinna": "do not",
    "dow": "do not",
    "gonna": "going to",
    "gunna": "going to",
    "gna": "going to",
    "gonnae": "going to",
    "goin": "going",
    "wanna": "want to",
    "gotta": "got to",
    "gorra": "got a",
    "tonite": "tonight",
    "tonihgt": "tonight",
    "2nite": "tonight",
    "2night": "tonight",
    "2day": "today",
    "2": "to",
    "4": "for",
    "u": "you",
    "ur": "your",
    "r": "are",
    "n": "and",
    "nd": "and",
    "cos": "because",
    "coz": "because",
    "cuz": "because",
    "bcos": "because",
    "pls": "please",
    "plz": "please",
    "rn": "right now",
    "anymore": "any more",
    "noone": "no one",
    "nobodys": "nobody is",
    "someones": "someone is",
    "somebodys": "somebody is",
    "mums": "mum is",
    "dads": "dad is",
    "tryna": "trying to",
    "tryin": "trying",
    "smashin": "smashing",
    "kickin": "kicking",
    "hittin": "hitting",
    "beatin": "beating",
    "hurtin": "hurting",
    "killin": "killing",
    "thinkin": "thinking",
    "comin": "coming",
    "readin": "reading",
    "watchin": "watching",
    "listenin": "listening",
    "lookin": "looking",
    "cuttin": "cutting",
    "bleedin": "bleeding",
    "chokin": "choking",
    "livin": "living",
    "dyin": "dying",
    "nife": "knife",
    "hamer": "hammer",
    "sumone": "someone",
    "some1": "someone",
    "sum1": "someone",
    "no1": "no one",
    "evry": "every",
    "evrything": "everything",
    "agen": "again",
    "tae": "to",
    "wi": "with",
    "ma": "my",
    "hisself": "himself",
    "meself": "myself",
    "masel": "myself",
    "mesel": "myself",
    "myslef": "myself",
    "myelf": "myself",
    "suesidal": "suicidal",
    "suicdal": "suicidal",
    "ambulence": "ambulance",
    "amberlance": "ambulance",
    "breth": "breathe",
    "breave": "breathe",
    "prply": "properly",
    "wiv": "with",
    "dat": "that",
    "da": "the",
    "dis": "this",
    "wen": "when",
    "wot": "what",
    "wud": "would",
    "cud": "could",
    "kno": "know",
    "dunno": "do not know",
    "ppl": "people",
    "fone": "phone",
    "fones": "phones",
    "bf": "boyfriend",
    "gf": "girlfriend",
}
SHORT_AFTER_APOSTROPHE = {
    "m": "am",
    "re": "are",
    "ve": "have",
    "ll": "will",
    "d": "would",
    "s": "is",
}


@dataclass(frozen=True)
class PlainText:
    """`text` is the plain words joined by blanks; `starts[i]` is where plain word `i` begins in the message.

    Sentence ends are the word `.` and commas the word `,`, so that no phrase reaches across them.
    """

    text: str
    starts: list[int]


def spell_out(message: str) -> PlainText:
    """The message in plain lower-case words, short forms spelled out, with each word's place in the message."""
    words: list[str] = []
    starts: list[int] = []
    for found in _WORD.finditer(message):
        for word in _plain(found.group()).split():
            words.append(word)
            starts.append(found.start())
    return PlainText(" ".join(words), starts)


def _plain(word: str) -> str:
    if not word[0].isalnum():
        return "," if word[0] == "," else "."
    lowered = re.sub("[’`´]", "'", word.lower())
    joined = lowered.replace("'", "")
    if joined in SPELLED_OUT:
        return SPELLED_OUT[joined]
    stem, _, short = lowered.rpartition("'")
    if stem and short in SHORT_AFTER_APOSTROPHE:
        return f"{SPELLED_OUT.get(stem, stem)} {SHORT_AFTER_APOSTROPHE[short]}"
    return joined
