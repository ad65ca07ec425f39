"""
Amounts that count from those of the question before: "five users less", "three times the context",
"half of that", "20 % more users".

What the recognisers read in such words ("five users") is none of it and is taken out again.
"""

import re
from collections.abc import Callable
from math import ceil

from core.asked.question import Question, Size
from core.catalog.model import Model
from core.question.reading import Reading
from core.question.settle.amounts_before import NOUN, Field, amounts_of, narrowed, set_amount
from core.question.settle.cues import leans_on_previous
from core.question.settle.problem import problem
from core.question.words.regex import regex
from core.wording.say import say

Change = Callable[[float], float]

_ARTICLES = {"a": 1, "an": 1, "one": 1, "single": 1, "um": 1, "uma": 1}
_NUMBER = rf"(?P<number>\d{{1,7}}(?:\.\d)?)\s?(?P<unit>k)?|(?P<word>{'|'.join(_ARTICLES)})"
_OF = r"(?:(?:more|of|the|my|our|these|those|de|d[ao]s?|[ao]s?|minhas?|meus?|concurrent)\s){0,3}"
_PLUS = (
    r"plus|add(?:ing)?|another|gain(?:ing)?|mais|som(?:a|e|ar|ando)|adicion(?:a|e|ar|ando)"
    r"|acrescent(?:a|e|ar|ando)|outr[oa]s"
)
_MINUS = (
    r"minus|less|drop(?:ping)?|remov(?:e|ing)|tak(?:e|ing) (?:away|off|out)|subtract|los(?:e|ing)"
    r"|cut(?:ting)?|without|menos|tir(?:a|e|ar|ando|amos)|remov(?:a|er|endo)|retir(?:a|e|ar)"
    r"|cort(?:a|e|ar)|perd(?:e|er|endo|emos)"
)
# "minus five users", "add two users", "tira dez pessoas"; not "pelo menos 5", "mais ou menos 5"
_SIGN_FIRST = regex(
    rf"(?<!pelo )(?<!pelos )(?<!ao )(?<!no )(?<!ou )(?<!or )(?<!nao )(?<!than )(?<![\w-])"
    rf"(?:(?P<plus>{_PLUS})|(?P<minus>{_MINUS}))\s(?:another\s|extra\s|mais\s|menos\s)?"
    rf"(?:{_NUMBER})\s?(?:extra\s|additional\s)?{_OF}{NOUN}(?!\s?(?:each|cada))"
)
# "5 fewer users", "10 more users"
_SIGN_BETWEEN = regex(
    rf"(?<![\w.%$])(?<!than )(?<!que )(?:{_NUMBER})\s?(?:(?P<plus>more|extra|additional|mais)"
    rf"|(?P<minus>fewer|less|menos))\s(?:de\s|of\s)?{NOUN}"
)
# "5 users less", "uma placa a menos", "two users more", "take one card away"
_SIGN_LAST = regex(
    rf"(?<![\w.%$])(?:{_NUMBER})\s?{_OF}{NOUN}\s(?:(?P<plus>more|extra|on top|a mais|mais)"
    rf"|(?P<minus>fewer|less|away|off|out|a menos|menos|died|broke|is gone|quebrou|morreu"
    rf"|queimou))(?!\s(?:or|than|ou|que|of)\b)"
)
# "two of them just broke", "one of the eight died"
_GONE_OF = regex(
    rf"(?<![\w.%$])(?:{_NUMBER})\s(?:of|d[ao]s|del[ae]s)(?:\s(?:the|our|my|them|those|minhas|nossas))?"
    r"(?:\s(?:\d{1,3}|duas|tres|quatro|oito))?\s(?P<minus>(?:(?:just|has|have|is|are|was|were|got|acabou"
    r" de)\s){0,2}(?:died|dead|broke\w*|failed|gone|down|fried|taken|busy|queim\w+|morr\w+|avari\w+"
    r"|pifou|quebr\w+))\b(?P<cards>)"
)
# "6 more join", "se entrarem mais 6", "4 of them leave"
_PEOPLE = r"(?:(?:more|others?|extra|additional|of (?:them|us)|people|users|folks|pessoas)\s){0,2}"
_JOIN = regex(
    rf"(?<![\w.])(?P<number>\d{{1,7}})(?P<unit>)(?P<word>)(?P<sequences>)\s{_PEOPLE}"
    r"(?:(?P<plus>joins?|come|show up|sign up|log ?in|arrive|start using|want in|entram|chegam)"
    r"|(?P<minus>leaves?|quit|drop (?:out|off)|log ?off|go home|saem|sairem|sairam))\b"
)
_JOIN_FIRST = regex(
    r"\b(?:(?P<plus>entrar(?:em)?|chegar(?:em)?|se juntar(?:em)?|entram|chegam)"
    r"|(?P<minus>sair(?:em)?"
    r"|saem))\s(?:mais\s)?(?P<number>\d{1,7})(?P<unit>)(?P<word>)(?P<sequences>)\b"
)
# "our team grows by 4", "a equipa cresce em 4"
_GROWS = regex(
    r"\b(?:team|group|company|we|they|equipa|equipe|time|grupo|empresa)\s(?:(?P<plus>grows?|grew"
    r"|cresce"
    r"|crescer)|(?P<minus>shrinks?|shrank|encolhe))\s(?:by"
    r"|em)\s(?P<number>\d{1,6})(?P<unit>)(?P<word>)"
    r"(?P<sequences>)(?![\w%])"
)
_FACTORS = {
    "doubling": 2, "halving": 0.5, "tripling": 3, "dobrando": 2, "duplicando": 2,
    "triplicando": 3, "half": 0.5, "halve": 0.5, "double": 2, "twice": 2, "triple": 3,
    "treble": 3, "thrice": 3,
    "quadruple": 4, "a third": 1 / 3, "one third": 1 / 3, "a quarter": 0.25, "one quarter": 0.25,
    "a tenth": 0.1, "metade": 0.5, "dobro": 2, "dobra": 2, "dobrar": 2, "dobre": 2, "duplica": 2,
    "duplicar": 2, "triplo": 3, "triplica": 3, "triplicar": 3, "quadruplo": 4, "um terco": 1 / 3,
    "um quarto": 0.25, "um decimo": 0.1,
}  # fmt: skip
_NTHS = ("a third", "a quarter", "um quarto")  # "a third card" comes after the second
_FACTOR = (
    rf"(?:(?P<factor>{'|'.join(sorted(_FACTORS, key=len, reverse=True))})"
    r"|(?P<times>\d{1,4}(?:[.,]\d)?)\s?(?:x|times|vezes))"
)
_LINK = (
    r"(?:(?:as many|as much|that many|that much|both|ambos|more|of|the|that|this|my|our|number of"
    r"|amount of"
    r"|mais|d?[oae]s?|numero de|quantidade de|ess[ea]s?|dess[ea]s?)\s){0,4}"
)
# "3 times the users", "half as many people", "o dobro do contexto"
_TIMES = regex(rf"(?<![\w.])(?:[oa]\s)?{_FACTOR}\s(?P<link>{_LINK}){NOUN}")
# "... and the sequence", after "double the batch"
_AND_NOUN = regex(rf"\s?(?:,|and|&|e)\s(?:(?:also|the|tambem|[oa]s?|d[oa]s?)\s){{0,2}}{NOUN}")
# "if the users double", "traffic triples", "se os usuários dobrarem"
_TIMES_LAST = regex(
    rf"\b{NOUN}\s(?:(?:is|are|were|gets?|fosse[m]?|for(?:em)?|pel[ao]|em|ao)\s)?"
    r"(?P<verb>doubl(?:es?|ed|ing)|tripl(?:es?|ed|ing)|quadrupl(?:es?|ed|ing)|halv(?:es?|ed|ing)"
    r"|cut in half|(?:down )?to (?:a |one )?(?:half|quarter|third|tenth)|para (?:metade"
    r"|um (?:terco|quarto))"
    r"|dobr(?:ar|arem|asse|assem|ad[oa]s?|a)|duplic(?:ar|arem|asse|assem|ad[oa]s?|a)"
    r"|triplic(?:ar|arem|asse|assem|ad[oa]s?|a)|metade)\b"
)
_VERBS = (("half", 0.5), ("quarter", 0.25), ("quarto", 0.25), ("third", 1 / 3), ("terco", 1 / 3),
          ("tenth", 0.1), ("doub", 2), ("dobr", 2), ("dupl", 2), ("tripl", 3), ("quadr", 4),
          ("hal", 0.5), ("cut", 0.5), ("metade", 0.5))  # fmt: skip
# "50% more users", "20 % menos usuários"
_PERCENT = regex(
    rf"(?<![\w.])(?P<percent>\d{{1,3}})\s?(?:%|percent|per cent|por cento)\s(?:a\s)?"
    rf"(?:(?P<plus>more|extra|mais)|(?P<minus>fewer|less|menos))\s(?:de\s|of\s)?{NOUN}"
)
# "reduce the context by 4k", "aumenta os usuários em 10"
_BY = regex(
    r"\b(?:(?P<plus>increas(?:e|ing)|rais(?:e|ing)|bump|grow|extend|aument(?:a|e|ar)|sob[ea])"
    r"|(?P<minus>reduc(?:e|ing)|lower|decreas(?:e|ing)|cut|shrink|drop|reduz(?:ir|a)?|baix(?:a|e"
    r"|ar)"
    rf"|diminu[ia]r?))\s(?:the\s|my\s|number of\s|[oa]s?\s|numero de\s){{0,2}}{NOUN}\s"
    rf"(?:by|em)\s(?:(?P<percent>\d{{1,3}})\s?(?:%|percent|por cento)|{_NUMBER})"
)
# "half of that", "double it", "o dobro disso"
_OF_THAT = regex(
    rf"(?<![\w.])(?:[oa]\s)?{_FACTOR}(?:\s(?:of\s)?(?:that|it|this|as many|as much|those|them"
    r"|that much|that many|diss?o|desse|daquilo|isso))?(?=\s*(?:$|[?!.,;]|then\b|instead\b|entao\b"
    r"|and\b|but\b|e\b))"
)
# "plus 8k", "mais 4k": tokens
_THOUSANDS = regex(
    rf"(?<!pelo )(?<!ao )(?<!ou )(?<!or )(?<![\w-])(?:(?P<plus>{_PLUS})|(?P<minus>{_MINUS}))"
    r"\s(?P<number>\d{1,4})\s?(?P<unit>k)(?P<word>)(?P<context>)(?=\s*(?:$|[?!.,;]))"
)
# What of several amounts is spoken of
_TOO_MANY = regex(
    r"\b(?:peak|rush hour|busy|hora d[eo] (?:ponta|rush)|(?:no|em|de) pico|too many|gente demais"
    r"|muit[oa]s demais|muita gente|(?:users|people|usuari[oa]s|pessoas) demais)\b"
)
_TOO_LONG = regex(
    r"\b(?:too long|(?:long|comprid)[oa]s? demais|(?:muito|demasiado) (?:long|comprid)[oa]s?)\b"
)
_OF_WHAT: tuple[tuple[Field, re.Pattern[str]], ...] = (
    ("sequences", _TOO_MANY),
    ("context", _TOO_LONG),
)
_BY_ITSELF = regex(r"half|\d.*")  # "half" is a format as well, "3x" so many cards
_PATTERNS = (
    _GONE_OF, _PERCENT, _BY, _GROWS, _JOIN, _JOIN_FIRST, _SIGN_BETWEEN, _SIGN_FIRST, _SIGN_LAST,
    _THOUSANDS, _TIMES, _TIMES_LAST,
)  # fmt: skip


def take_relative(reading: Reading, previous: Question) -> None:
    """Each amount is that of *previous*, changed; a question of its own has amounts of its own."""
    if stands_alone(reading):
        return
    for pattern in _PATTERNS:
        for match in pattern.finditer(reading.text.plain):
            if not reading.relative or match.start() >= reading.relative[-1][1]:
                _take(reading, previous, match)
    if not reading.relative:
        _take_of_that(reading, previous)


def stands_alone(reading: Reading) -> bool:
    """A question with a model of its own."""
    return any(isinstance(one.row, Model | Size) for one in reading.models) and not (
        leans_on_previous(reading)
    )


def _take(reading: Reading, previous: Question, match: re.Match[str]) -> None:
    field = _field(match)
    if _is_a_count(match, field) or (field == "rank" and previous.task == "serve"):
        return
    set_amount(reading, previous, field, match.span(), _change(match), said=_adds(match))
    times = "factor" in match.groupdict()
    also = _AND_NOUN.match(reading.text.plain, match.end()) if times else None
    if also is not None and _field(also) != field:
        set_amount(reading, previous, _field(also), also.span(), _change(match))


def _field(match: re.Match[str]) -> Field:
    said = match.groupdict()
    fields: tuple[Field, ...] = ("sequences", "context", "batch", "rank", "cards")
    return next(field for field in fields if said.get(field) is not None)


def _is_a_count(match: re.Match[str], field: Field) -> bool:
    """ "2x cards" are two; "one more card" may stand before the name of one."""
    said = match.groupdict()
    bare = (said.get("times") or said.get("factor") in _NTHS) and not said["link"]
    return field == "cards" and bool(bare or (said.get("plus") is not None and _is_more(match)))


def _is_more(match: re.Match[str]) -> bool:
    return match.re in (_SIGN_BETWEEN, _SIGN_LAST) or "another" in match[0]


def _adds(match: re.Match[str]) -> float | None:
    """What is added, which is all there is where nothing was said before."""
    said = match.groupdict()
    return _amount(match) if said.get("plus") and not said.get("percent") else None


def _change(match: re.Match[str]) -> Change:
    said = match.groupdict()
    if said.get("percent"):
        share = int(match["percent"]) / 100 * (1 if said.get("plus") else -1)
        return lambda amount: ceil(round(amount * (1 + share), 6))
    if said.get("plus") or said.get("minus"):
        by = _amount(match) * (1 if said.get("plus") else -1)
        return lambda amount: amount + by
    factor = _factor(match)
    return lambda amount: amount * factor


def _amount(match: re.Match[str]) -> float:
    if match["word"]:
        return _ARTICLES[match["word"]]
    return float(match["number"]) * (1024 if match["unit"] else 1)


def _factor(match: re.Match[str]) -> float:
    said = match.groupdict()
    if said.get("verb"):
        return next(factor for stem, factor in _VERBS if stem in said["verb"])
    if said["times"]:
        return float(said["times"].replace(",", "."))
    return _FACTORS[said["factor"]]


def _take_of_that(reading: Reading, previous: Question) -> None:
    """Of the one amount that was said; of which, where there are several, is asked back."""
    match = _OF_THAT.search(reading.text.plain)
    if match is None or (_BY_ITSELF.fullmatch(match[0].strip()) and _is_short(match)):
        return
    said: list[Field] = narrowed(previous, amounts_of(previous))
    for field, words in _OF_WHAT:
        if field in amounts_of(previous) and words.search(reading.text.plain):
            said = [field]
            break
    if len(said) == 1:
        set_amount(reading, previous, said[0], match.span(), _change(match))
    elif said:
        raise _of_what(reading, match, said)


def _is_short(match: re.Match[str]) -> bool:
    """ "half", "3x"."""
    return " " not in match[0].strip()


def _of_what(reading: Reading, match: re.Match[str], said: list[Field]) -> Exception:
    language = reading.language
    names = [say(language, f"amount.{field}") for field in said]
    error = problem(
        reading, "conflict", "of_what", match.span(),
        names=", ".join(names),
        suggestions=tuple(
            say(language, f"relative.{field}", times=f"{_factor(match):g}") for field in said
        ),
    )  # fmt: skip
    error.leans = True
    return error
