"""Who somebody is to the person who writes, and whom they write for."""

import re

RELATIONS = {
    "family": "mother mum mam mummy father dad daddy nan nana gran granny grandma grandad grandfather grandmother son daughter "
    "brother sister aunt auntie uncle wife husband partner cousin niece nephew parents parent mother-in-law father-in-law",
    "friend": "friend neighbour neighbor mate flatmate housemate tenant",
    "worker": "patient client resident service-user customer",
}
RELATION = {word: role for role, words in RELATIONS.items() for word in words.split()}
ON_BEHALF = re.compile(
    r"\b(?:for|about|on behalf of|behalf of|regarding|concerning|reporting|worried about) (?:my|our|a|the|one of (?:my|our)|this)"
    r" (?:(?:elderly|old|late|poor|dear|own|best|good|next door|step) ?-?)?([a-z-]+)",
    re.IGNORECASE,
)
# the whole of an answer: "my mum", "its for me nan really"; "my husband shouts" tells of something else
SOMEBODY = re.compile(
    r"^\W*(?:(?:oh|well|yes|no|it'?s|it is|this is|i'?m|writing|asking|someone else|for|about|on behalf of)\W+)*"
    r"(?:(?:my|me|our|a|an|the|one of (?:my|our)) )?(?:(?:elderly|old|dear|own|best|good|next door|little|big|older|younger|poor) )*"
    r"([a-z-]+)(?:\W+(?:really|actually|mainly|please|not me))?\W*$",
    re.IGNORECASE,
)


def writes_for(text: str) -> tuple[str, str] | None:
    """Who somebody writes for: the role and the word they used ("family", "mother"), or None if that is not said."""
    for match in ON_BEHALF.finditer(text):
        word = match.group(1).lower()
        word = word if word in RELATION else word.removesuffix("s")
        if word in RELATION:
            return RELATION[word], word
    return None


def names_somebody(text: str) -> tuple[str, str] | None:
    """As `writes_for`, where the answer is nothing but who it is: "my mum"."""
    named = SOMEBODY.match(text)
    word = named.group(1).lower() if named else ""
    word = word if word in RELATION else word.removesuffix("s")
    return (RELATION[word], word) if word in RELATION else None
