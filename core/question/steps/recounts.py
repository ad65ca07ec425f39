"""Counts and versions that change where a name stays: "8 A6000 but two died", "no, the 3.3"."""

from collections.abc import Iterator

from core.question.normalise import Text
from core.question.words.languages import either, hints_of
from core.question.words.regex import regex

_DIGITS = {"one": 1, "um": 1, "uma": 1, "two": 2, "dois": 2, "duas": 2, "three": 3, "tres": 3}
_END = r"(?=\s?[.,;:!?)]|\s-|\s*$)"
_RATHER = rf"(?:\b{either('asking.rather')}\b[\s,:-]{{1,3}}){{1,2}}"
_HINTS_RATHER = hints_of(either("asking.rather"))
# The size of a model is no count: "llama 3 8b"
_CARD = r"(?!\d{1,4}b\b)[a-z0-9-]{2,12}(?:\s(?!on\b|\d{1,4}b\b)[a-z0-9-]{2,8}){0,2}?"
_HINTS_GONE = (
    " but ", " and ", "though ", "mas ", " e ", "so que ", "sold", "gave", "returned", "lost",
    "lent", "vend", "devolv", "perdemos", "demos",
)  # fmt: skip
# "8 A6000 but two are broken"
_SOME_GONE = regex(
    rf"(?<![\w.])(?P<all>\d{{1,3}})(?P<what>\s?x?\s{_CARD}),?\s(?:but\s|and\s|though\s|mas\s|e\s"
    r"|so que\s)?(?:sold|gave away|returned|lost|lent|vendemos|vendi|devolvemos|perdemos|demos)\s"
    rf"(?P<gone2>\d{{1,3}}|{'|'.join(_DIGITS)})(?:\s(?:of (?:them|those)|delas|deles))?"
    rf"|(?<![\w.])(?P<all2>\d{{1,3}})(?P<what2>\s?x?\s{_CARD}),?\s(?:but|and|though|mas|e|so que)\s"
    rf"(?P<gone>\d{{1,3}}|{'|'.join(_DIGITS)})(?:\s(?:of (?:them|those)|delas|deles))?"
    rf"\s{either('asking.gone')}"
)
# "I can get 3 more 3090s, have 1 now"
_AND_MORE = regex(
    rf"(?<![\w.])(?P<more>\d{{1,2}})\s(?:more|extra"
    rf"|additional)(?P<what>\s{_CARD})(?=[\s,.;][^?]{{0,30}}?"
    r"\b(?:have|own|got|already have|with)\s(?P<have>\d{1,2})\s(?:now|already|today|at home"
    r"|in it)\b)"
)
# "4 gpus, scratch that, the budget only covers 2", "2x 3090 - no wait, on 4 of them"
_FEWER = regex(
    rf"(?<![\w.])\d{{1,3}}(?P<what>\s?x\s?{_CARD}|\s{either('cards')})\s?[,.;:(-]{{0,3}}\s?"
    rf"{_RATHER}(?:(?:on|with|the|my|our|budget|only|covers?|i|we|have|has|got|just|there|are|it's"
    r"|em|com|so|tenho|temos|ha|sao|da|para|o|orcamento)\s){0,6}"
    rf"(?P<new>\d{{1,3}})(?:\s(?:of (?:them|those)|delas|deles))?{_END}"
)
# "llama 3.1 70b, actually make that 3.3"
_VERSION = regex(
    rf"\b(?P<name>[a-z]{{3,12}}[\s-]?)\d(?:\.\d)?(?P<size>[\s-]\d{{1,3}}b)\s?[,.;:(-]{{0,3}}\s?"
    rf"{_RATHER}(?:(?:e|it's|the|o|a)\s){{0,2}}(?P<new>\d\.\d){_END}"
)
# "20x8k? i mean 12 x 8k"
_LOAD = regex(
    r"(?<![\w.])\d{1,4}\s?x\s?\d{1,4}k\s?[,.;:?(-]{0,3}\s?"
    rf"{_RATHER}(?=\d{{1,4}}\s?x\s?\d{{1,4}}k)"
)
# "20 users no 12": only in English, "no" is "on the" in Portuguese
_NO = regex(
    rf"(?<![\w.])\d{{1,4}}\s(?P<noun>{either('users')}|{either('cards')})\s?,?\sno,?\s"
    rf"(?P<new>\d{{1,4}}){_END}"
)
# "40 users minus five", "60 seats plus 10 more"
_SUM = regex(
    rf"(?<![\w.,])(?P<first>\d{{1,6}})\s(?P<noun>(?:{either('concurrent')}\s)?(?:{either('users')}"
    rf"|{either('heads')}|{either('cards')}))\s?,?\s"
    r"(?P<sign>minus|less|menos|plus|mais|\+|-)\s?(?P<second>\d{1,6})(?![.,]\d)"
    rf"(?=\s?[.,;:!?)]|\s*$|\s(?:more|extra|of (?:them|those)|a mais|delas|deles|on|at|em)\b)"
    r"(?:\s(?:more|extra|a mais)\b)?"
)


def counted_again(text: Text) -> Iterator[tuple[int, int, str]]:
    """Each with what stands for it: the later number, and what it counts."""
    for match in text.each(_SOME_GONE, *_HINTS_GONE):
        gone = match["gone"] or match["gone2"]
        left = int(match["all"] or match["all2"])
        left -= int(gone) if gone.isdigit() else _DIGITS[gone]
        if left > 0:
            yield match.start(), match.end(), f"{left}{match['what'] or match['what2']}"
    for match in text.each(_AND_MORE, "more", "extra", "additional"):
        together = int(match["more"]) + int(match["have"])
        yield match.start(), match.end(), f"{together}{match['what']}"
    for match in text.each(_FEWER, *_HINTS_RATHER):
        yield match.start(), match.end(), f"{match['new']}{match['what']}"
    for match in text.each(_SUM, "minus", "less", "menos", "plus", "mais", "+", "-"):
        more = match["sign"] in ("plus", "mais", "+")
        left = int(match["first"]) + (int(match["second"]) if more else -int(match["second"]))
        if left > 0:
            yield match.start(), match.end(), f"{left} {match['noun']}"
    for match in text.each(_VERSION, *_HINTS_RATHER):
        yield match.start(), match.end(), f"{match['name']}{match['new']}{match['size']}"
    for match in text.each(_LOAD, *_HINTS_RATHER):
        yield match.start(), match.end(), " "
    if text.language == "en":
        for match in text.each(_NO, " no"):
            yield match.start(), match.end(), f"{match['new']} {match['noun']}"
