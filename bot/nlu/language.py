"""Guesses whether a message is in English, and if not, in what: by script first, then by the commonest small words.

Small on purpose: it only has to notice that another language is needed. Dialect and second-language English count as
English, and so does anything too short to tell.
"""

import re

_SCRIPTS = (
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("pa", re.compile(r"[\u0a00-\u0a7f]")),
    ("gu", re.compile(r"[\u0a80-\u0aff]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
)
_SMALL_WORDS = {
    "en": "the and is to of it in that my he she they was me not for with you i a on but have be so at we what no do "
    "im dont cant his her this are who how can will want one all just go up out help please if or from by "
    "there when then now get like been has had were did would could n u ur wanna gonna aye wee ain't aint",
    "pl": "nie jest się mnie jestem że mój moja moje mam do co jak tak ale ma mi na ze boję proszę pomocy mąż chcę",
    "ro": "nu este sunt mă mi și că în la cu pe meu mea vreau ajutor soțul nu-mi îmi ce fac am de mai",
    "fr": "je ne pas est le la les un une et mon ma mes il elle suis que qui dans pour avec moi aidez veux besoin de",
    "es": "no es el la los las un una y mi mis yo que de en por con me está estoy ayuda quiero necesito él ella tengo",
    "pt": "não é o os um uma e meu minha eu que de em por com me está estou ajuda quero preciso ele ela tenho",
    "de": "ich nicht ist der die das und mein meine er sie mich mir zu mit ein eine hilfe bitte bin habe will kann",
    "it": "non è il lo la gli un una e mio mia io che di in per con mi sono aiuto voglio lui lei ho bisogno",
    "nl": "ik niet is de het een en mijn hij zij ze mij van te met ben heb wil kan hulp alsjeblieft",
    "tr": "ben bir ve bu çok değil beni bana var yok için kocam yardım istiyorum lütfen o ne de",
    "lt": "aš ne yra mano man ir kad mane noriu pagalbos prašau vyras su tai į nori",
    "lv": "es nav ir man mani un ka mans palīdzību lūdzu vīrs gribu par",
    "so": "waa ma iyo waxaan waan aniga oo in ka ku ninkayga caawi",
    "sq": "nuk është jam më dhe që unë në me për ndihmë burri dua",
    "cy": "dw i ddim yn mae fy nid eisiau ac y yr wedi gan help o'n",
    "gv": "mee cha nel ayns as yn er my lesh ec shen oo eh ee dy",
    "tl": "ako ang ng sa hindi ko mga po siya ako'y tulong at na ay",
}
_VOCABULARY = {code: frozenset(words.split()) for code, words in _SMALL_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ENOUGH = 3


def guess(text: str) -> str:
    """The language of a message as a two-letter code; `en` unless there is clear reason, `other` if only that is clear.

    The reason is a script that English does not use for most letters, or small words of another language: three that
    outnumber the English ones, or two where there is no English one.
    """
    letters = sum(1 for letter in text if letter.isalpha())
    if letters == 0:
        return "en"
    for code, script in _SCRIPTS:
        if len(script.findall(text)) * 2 > letters:
            return code
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    counts = {code: sum(word in known for word in words) for code, known in _VOCABULARY.items()}
    english = counts.pop("en")
    best = max(counts, key=lambda code: counts[code])
    if counts[best] >= _ENOUGH and counts[best] > 1.5 * english:
        return best
    distinct = len(set(words) & _VOCABULARY[best])
    if english == 0 and distinct >= 2 and 2 * distinct >= len(words):
        return best
    foreign = sum(1 for letter in text if letter.isalpha() and ord(letter) > 0x24F)
    return "other" if foreign * 2 > letters else "en"
