"""One number for another: "instead of 8 users assume 24", "I said 3 GPUs, it's 2"."""

from collections.abc import Iterator

from core.question.normalise import Text
from core.question.words.languages import either
from core.question.words.regex import regex

_NUMBER = r"\d[\d.,]{0,8}?\s?k?"
HINTS_SAID = ("said", "say", "wrote", "typed", " put", "told you", "asked for", "list", "mention",
              "state", "claim", "disse", "escrev", "fale", "fala", "pus", "diz",
              "menciona")  # fmt: skip
_CUE = (
    rf"(?:{either('asking.said_before')}|instead of|rather than|in place of|not|em vez de"
    r"|ao inves de|em lugar de|nao(?: sao| e)?)"
)
_LINK = (
    r"(?:(?:but|it's|it is|its|that's|we have|there are|assume|take|use|make (?:it|that)|say"
    r"|let's say|go with|plan for|sao|mas|e|assume|considera|considere|usa|usem|toma|coloca|poe)\s)"
)
# The noun of the first number belongs to the second as well, unless that has its own
_EXCHANGE = regex(
    rf"\b{_CUE}\s(?:(?:the|for|with|at|para|com|os|as)\s)?(?P<old>{_NUMBER})(?:\s(?!{_LINK})(?P<noun>[a-z]{{3,16}}))?"
    rf"\s?[,;:(-]?\s?{_LINK}{{1,2}}(?:(?:just|only|rather|so|apenas|for|with|at|para|com)\s)?"
    r"(?P<new>\d[\d.,]{0,8}(?<=\d)k?)(?![\w]|[.,]\d|\s?(?:gb|gib)\b)"
)
# "8k was wrong, it's 32k", "20 users was a typo: 200"
_WRONG = regex(
    rf"(?<![\w.])(?:the\s)?{_NUMBER}(?:\s(?P<noun>[a-z]{{3,16}}))?\s(?:(?:was|is|were|that was)\s"
    r"(?:a typo|a mistake|wrong|not right|incorrect)|estava(?:m)? errad[oa]s?"
    r"|foi (?:um )?(?:engano|erro))"
    rf"\s?[,;:.-]?\s(?:{_LINK}|it should be\s|i meant\s|should be\s|e\s|era\s|eram\s){{0,2}}"
    r"(?P<new>\d[\d.,]{0,8}(?<=\d)k?)(?![\w]|[.,]\d|\s?(?:gb|gib)\b)"
)
# "16 concurrent is from the old plan, marketing alone wants 40", "forget the 10, legal wants 25"
_PAST = (
    r"(?:old|older|outdated|obsolete|stale|out of date|last (?:year|month|week|quarter|time)"
    r"|previous"
    r"|(?:guess\w*|estimates?|placeholders?|too (?:low|high|few|many)|palpite|chute|estimativa"
    r"|suposicao)"
    r"|former|history|ancient|before|antig[oa]s?|velh[oa]s?|desatualizad[oa]s?|ultrapassad[oa]s?"
    r"|obsolet[oa]s?|(?:ano|mes|semana) passad[oa]|anterior(?:es)?|de antes)"
)
_SOMEBODY = r"[\s,;.:-]{1,3}(?:(?!not\b|nao\b)[a-z][a-z'&]*\s){1,6}?"
_IS = r"(?:is|are|was|were|comes? from|e|sao|era|eram|foi|vem|veio)"
_PLAIN = r"\d{1,7}k?"
_NO_MEMORY = r"(?!\w|[.,]\d|\s?(?:gb|gib)\b)"
STALE = (
    rf"(?<![\w.])(?:(?:the|those|that|these|our|[oa]s|ess[ea]s?)\s)?(?P<old>{_PLAIN})"
    rf"(?:\s(?!{_IS}\b)(?P<noun>[a-z]{{2,16}}))?(?:\s[a-z]{{2,14}})?\s{_IS}\s(?:[a-z']+\s){{0,4}}?"
    rf"{_PAST}(?:'?s)?(?:\s[a-z']+){{0,2}}{_SOMEBODY}"
    rf"(?P<new>{_PLAIN}){_NO_MEMORY}"
    r"|\b(?:forget|ignore|scrap|drop|skip|esquece(?:r|m)?|ignor(?:a|e|ar)|larga)(?:\sabout)?\s"
    rf"(?:the|those|that|these|[oa]s|ess[ea]s)\s(?P<old2>{_PLAIN})(?:\s(?P<noun2>[a-z]{{2,16}}))?"
    rf"{_SOMEBODY}(?P<new2>{_PLAIN}){_NO_MEMORY}"
)
STALE_HINTS = (
    "old", "outdated", "obsolet", "stale", "out of date", "last ", "previous", "former", "history",
    "ancient", "before", "antig", "velh", "desatual", "ultrapass", "passad", "anterior", "de antes",
    "guess", "estimat", "placeholder", "too ", "palpite", "chute", "estimativa", "suposicao",
    "forget", "ignor", "scrap", "drop", "skip", "esquece", "larga",
)  # fmt: skip
_STALE = regex(STALE)
# "2x the usual 16 users, so 32", "twice our 10 users, so 20"
_SO_MANY = regex(
    r"(?:\b(?:twice|double|triple|half|three times|o dobro d[aeo]s?|metade d[aeo]s?)"
    r"|(?<![\w.])\d{1,2}\s?x)"
    r"\s(?:(?:the|our|my|usual|current|normal|nossos|habituais|de)\s){0,3}\d{1,6}\s(?P<noun>[a-z]{3,16})"
    r"\s?,\s(?:so|i\.?e\.?|that's|meaning|ou seja|entao|logo)\s(?P<new>\d{1,6})(?!\w|[.,]\d)"
)
_OWN_NOUN = regex(
    rf"\s?(?:x\s|{either('concurrent')}\s)?(?:{either('users')}|{either('concurrent')}|{either('cards')}|{either('tokens')}"
    rf"|{either('context')}|bits?)\b"
)
_HINTS_WRONG = ("typo", "mistake", "wrong", "right", "incorrect", "errad", "engano", "erro")
_HINTS = ("instead of", "rather than", "in place of", "not ", "em vez", "ao inves", "em lugar",
          "nao ", *HINTS_SAID)  # fmt: skip


def exchanged(text: Text) -> Iterator[tuple[int, int, str]]:
    """Each with what stands for it: the later number, and what it counts."""
    found = (*text.each(_EXCHANGE, *_HINTS), *text.each(_WRONG, *_HINTS_WRONG))
    for match in sorted(found, key=lambda one: one.start()):
        own = _OWN_NOUN.match(text.plain, match.end())
        noun = "" if own or not match["noun"] else f" {match['noun']}"
        yield match.start(), match.end(), f"{match['new']}{noun}"
    for match in text.each(
        _SO_MANY, ", so ", ", i", "that's", "meaning", "ou seja", "entao", "logo"
    ):
        yield match.start(), match.end(), f"{match['new']} {match['noun']}"
    for match in text.each(_STALE, *STALE_HINTS):
        noun = match["noun"] or match["noun2"]
        old, new = (match[name] or match[f"{name}2"] for name in ("old", "new"))
        if noun and _OWN_NOUN.match(f" {noun}"):
            own = _OWN_NOUN.match(text.plain, match.end())
            yield match.start(), match.end(), new if own else f"{new} {noun}"
        elif old.endswith("k") and new.endswith("k"):
            yield match.start(), match.end(), new
