"""How hard a sentence is to read: the Flesch-Kincaid grade, as an age. The bot's sentences stay at 9 or below.

Reading age = grade + 5 (GOV.UK writes for 9; research, section 4.5). Names, numbers and the few words that the
conversation explains count as easy, since no other word could stand for them.
"""

import re

READING_AGE = 9
MOST_WORDS = 25
EASY = frozenset("safeguarding samaritans computer worker anyone someone everyone telegram advocate reference".split())
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
VOWELS = re.compile(r"[aeiouy]+")


def sentences(text: str) -> list[str]:
    """The sentences of a text, those with words in them."""
    return [found.strip() for found in SENTENCE.findall(text) if WORD.search(found)]


def age(sentence: str) -> float:
    """The reading age of one sentence, in years; 5 for one too short to judge."""
    words = WORD.findall(sentence)
    if len(words) < 5:
        return 5.0
    grade = 0.39 * len(words) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return max(5.0, grade + 5)


def syllables(word: str) -> int:
    """How many syllables a word has, by its vowels; silent endings do not count."""
    word = word.lower().replace("’", "'")
    if word in EASY:
        return 1
    word = re.sub(r"(?:'(?:s|t|ll|d|re|ve|m))$", "", word)
    count = len(VOWELS.findall(word))
    if len(word) > 3 and re.search(r"(?:[^aeiouyl]e|[^aeiouytd]ed|[^aeiouycsgzx]es)$", word):
        count -= 1
    return max(1, count)
