"""
A number without its noun, after a question: "and with twenty?", "no, 5", "20, not 16".

It is another value of what was said before, where only one thing can be meant; otherwise the asker
is asked which.
"""

import re
from collections.abc import Iterator

from core.asked.question import Language, Question
from core.question.normalise import read
from core.question.reading import CLAIMED, Reading
from core.question.settle.amounts_before import (
    NOUN,
    Field,
    amounts_of,
    before,
    narrowed,
    set_amount,
)
from core.question.settle.problem import problem
from core.question.steps.exchanges import STALE, STALE_HINTS
from core.question.words.regex import regex
from core.wording.say import say

_SAID = (
    r"and|ok(?:ay)?|so|then|no|nope|wait|hold on|sorry|oops|actually|i mean|i meant|meant|i said"
    r"|my bad|typo|correction|make (?:it|that)|let's (?:say|do|try)|say|it's|it is|that's|they're"
    r"|they are|there are|there'?s|there will be|rather|but|instead|please|now|just"
    r"|only|what about|how about|what if|if|it|were|was|with|have|had|we|take|try|maybe|hm+|um|is"
    r"|about|around|at|or|e|mas|nao|desculpa|desculpe|perdao|alias|na verdade|quis dizer"
    r"|quero dizer|digo|sao|se for|se|forem|fossem|seriam|seria|eram|era|com|agora|entao|ops"
    r"|so|apenas|afinal|talvez|uns|umas|ou|tenta|melhor|poe|mete|faz"
    r"|ouch|wow|argh|eita|nossa|too (?:much|many)|fine|great|cool|right|well|more like|closer to"
    r"|rather|i|they|you|only|what (?:was|is|about|would be) (?:it|that)|what would it be"
    r"|what (?:was|is) the (?:memory|total|number|answer)|qual era o total|quanto (?:era|dava)"
)
_VALUE = r"\d{1,7}k?"
_FOR = r"for|para|pra|we'll be|we will be|we are|we're|somos|seremos|vamos ser|seriamos"
_ON = r"on|em|numas?|nas"
_GAP = r"(?:[\s,.!?;-]|:(?=\s))"  # not ":+1:"
_ALONE = regex(
    rf"{_GAP}*(?:(?:{_SAID})\b{_GAP}*)*(?:(?P<people>{_FOR})\s|(?P<cards>{_ON})\s)?"
    r"(?:about\s|around\s|just\s|only\s|uns\s|so\s)?"
    r"(?P<x>x\s?)?(?P<new>\d{1,6})(?P<x2>\s?x|\s(?:of (?:them|those|these)|ones|del[ae]s))?"
    rf"(?:{_GAP}+(?:then|instead|actually|please|now|rather|sorry|na verdade|entao|afinal|agora"
    rf"|em vez disso|though|maybe|talvez|pls|again|de novo|mesmo|soon|em breve|in total))*"
    rf"(?:{_GAP}+(?:rola|da|cabe|chega|basta|enough|ok(?:ay)?|works?|fits?|(?:does|will|would"
    rf"|is) (?:it"
    rf"|that) (?:fit|work|run|do|be enough|enough|ok)|da para|serve))?{_GAP}*"
)
# "I only have two", "tenho só duas": of cards
_HAVE = regex(
    r"(?:^|\W)(?:i|we|they|eu|nos)?\s?(?:only |just |really |so )?(?:have|got|own|tenho|temos)\s"
    r"(?:got\s)?(?:only\s|just\s|so\s|apenas\s)?(?P<new>\d{1,2}|one|uma?|duas)(?=\s*(?:$|[?!.,;]))"
)
_WORDS = {"one": 1, "um": 1, "uma": 1, "duas": 2}
# "leave that at 8": of what the last turn changed
_THAT = regex(
    r"\b(?:leave|keep|put|set|deixa)\s(?:that|it|them|isso|em)\s(?:(?:back\s)?(?:at|to|em)\s)?"
    r"(?P<new>\d{1,6})(?![\w.]|\s?(?:k|gb)\b)"
)
_I_SAID = regex(
    rf"\b(?:i said|i wrote|eu disse|disse|falei)\s(?P<old>{_VALUE})(?:\s[a-z]{{3,14}})?\s?[,;]?\s"
    r"(?:but|mas|although|so que)\s(?:(?:it's|its|it is|there are|they are|sao|e|more like"
    r"|closer to"
    r"|actually|rather|about|probably|mais|tipo|perto de|na verdade)\s){1,3}"
    rf"(?P<new>{_VALUE})(?![\w.]|\s?gb)"
)
# "20, not 16", "32k instead of 8k", "20 em vez de 16"
_NEW_OLD = regex(
    rf"(?<![\w.])(?P<new>{_VALUE})(?P<noun>\s[a-z]{{3,14}})?\s?,?\s(?:instead of|rather than|not"
    rf"|in place of|and not|em vez de|ao inves de|e nao|nao)\s(?:the\s|os\s|as\s)?(?P<old>{_VALUE})"
    r"(?![\w.]|\s?gb)(?:\s(?P<noun2>[a-z]{3,14}))?"
)
# "not 16, 20", "8k was wrong, it's 32k", "16 should be 20"
_OLD_NEW = regex(
    rf"(?<![\w.])(?:(?:not|nao)\s(?P<old>{_VALUE})(?:\s[a-z]{{3,14}})?\s?[,;:-]?\s"
    rf"|(?P<old2>{_VALUE})(?:\s[a-z]{{3,14}})?\s(?:was|is|were|estava|estavam|era)\s(?:a typo|wrong"
    rf"|not right|errad[oa]s?)\s?[,;:.-]?\s|(?P<old3>{_VALUE})\s(?:should(?:'ve| have)? be(?:en)?"
    r"|devia(?:m)? ser)\s)"
    r"(?:(?:but|it's|its|it is|should be|it should be|i meant|rather|mas|sim|sao|e|era"
    r"|eram)\s){0,2}"
    rf"(?P<new>{_VALUE})(?![\w.]|\s?gb)(?P<noun>)(?P<noun2>)"
)
_WAS_OLD = regex(STALE)
# "what if only 4 use it", "e se só 3 usarem", "12 are using it"
_USED = regex(
    r"(?<![\w.])(?P<new>\d{1,6})\s(?:(?:of (?:us|them)|people|pessoas|del[ae]s)\s)?(?:(?:are"
    r"|will|would|will"
    r" be|estao|vao|iriam)\s)?(?:use|using|share|sharing|usar(?:em)?|usam|usando|usassem"
    r"|usassemos)\b"
    r"(?!\s\d)"
)
# "a colleague says 15 is enough"
_SAYS = regex(
    r"\b(?:says?|thinks?|wants?|reckons?|insists on|asks for|needs?|diz(?:em)?|acha[m]?|quer(?:em)?"
    r"|pede[m]?|precisa[m]?(?: de)?)\s(?:(?:that|it's|we need|we have|only|just|que|sao|so)\s){0,3}"
    r"(?P<new>\d{1,6})(?=\s(?:is|are|would be|will be|would|will|e|sao|ja)?\s?(?:enough|fine"
    r"|ok(?:ay)?"
    r"|plenty|do\b|chega[m]?|basta[m]?)|\s*[.?!,]*\s*$)(?P<x>)(?P<x2>)(?P<people>)(?P<cards>)"
)
# "so 16 for the rank then"
_FOR_THE = regex(
    r"(?<![\w.])(?P<new>\d{1,6})\s(?:for|as|para|no|na|de)\s(?:the\s|my\s|[oa]\s)?" + NOUN
)
_LENGTHS = (2, 4, 8, 16, 32, 64, 128, 256)  # thousands
_LEAST_LENGTH = 512  # a number below it is no context length
_MOST_CARDS = 64  # and one above it no number of cards


def take_bare_number(reading: Reading, previous: Question) -> None:
    """Nothing where the text says more than a number."""
    if reading.models:
        return
    for pattern in (_NEW_OLD, _OLD_NEW):
        match = pattern.search(reading.text.plain)
        if match is not None and _exchange(reading, previous, match):
            return
    stale = next(iter(reading.text.each(_WAS_OLD, *STALE_HINTS)), None)
    if stale is not None and _exchange(reading, previous, stale):
        return
    if _take_said(reading, previous) or _take_that(reading, previous):
        return
    used = _USED.search(reading.plain)
    if used is not None and previous.task == "serve" and reading.sequences is None:
        _set(reading, previous, "sequences", used)
        return
    match = _FOR_THE.search(reading.text.plain)
    if match is not None and match["rank" if previous.task != "serve" else "sequences"]:
        field: Field = "rank" if match["rank"] else "sequences"
        _set(reading, previous, field, match)
        return
    match = _ALONE.fullmatch(reading.text.plain) or _SAYS.search(reading.plain)
    if match is not None:
        _take(reading, previous, match)


def _take_said(reading: Reading, previous: Question) -> bool:
    """ "I said 20 but it's more like 200": what is corrected was taken out of the text already."""
    match = _I_SAID.search(read(reading.text.raw).plain)
    again = match and regex(rf"(?<![\w.])(?P<new>{match['new']})(?![\w.])").search(reading.plain)
    if not match or not again:
        return False
    old = _old(match)
    fields: list[Field] = [
        one for one in amounts_of(previous) if _is_near(before(previous, one), old)
    ]
    if len(fields) == 1:
        _set(reading, previous, fields[0], again)
    return len(fields) == 1


def _take_that(reading: Reading, previous: Question) -> bool:
    match, field = _HAVE.search(reading.plain), "cards"
    if match is None or len(previous.gpus) != 1 or reading.cards:
        match, latest = _THAT.search(reading.plain), narrowed(previous, amounts_of(previous))
        if match is None or len(latest) != 1:
            return False
        field = latest[0]
    number = _WORDS.get(match["new"]) or int(match["new"])
    set_amount(reading, previous, field, match.span(), lambda _: number, said=number)
    return True


def _exchange(reading: Reading, previous: Question, match: re.Match[str]) -> bool:
    old = _old(match)
    fields: list[Field] = [
        field for field in amounts_of(previous) if _is_near(before(previous, field), old)
    ]
    if len(fields) != 1:
        return False
    reading.several_contexts, reading.several_loads = [], []
    _set(reading, previous, fields[0], match)
    return True


def _take(reading: Reading, previous: Question, match: re.Match[str]) -> None:
    at, counted = match.span("new"), match["x"] or match["x2"]
    if CLAIMED in reading.plain[slice(*at)] and not match["x"]:
        return  # it is "numa 3090", "4096"
    fields: list[Field] = narrowed(previous, list(_meant(previous, int(match["new"]))))
    if counted or match["cards"]:
        fields = ["cards"] if len(previous.gpus) == 1 else []
    elif match["people"] and previous.task == "serve":
        of_cards = previous.intent == "max_model" and len(previous.gpus) == 1
        fields = ["cards"] if of_cards and previous.sequences is None else ["sequences"]
    if len(fields) > 1:
        raise _which(reading, match, fields)
    if fields:
        _set(reading, previous, fields[0], match)


def _meant(previous: Question, number: int) -> Iterator[Field]:
    """
    What it may be another value of. "16" may be 16k where lengths are spoken of, and one card was
    perhaps never said as a number.
    """
    said = amounts_of(previous)
    for field in said:
        if field == "context":
            if number >= _LEAST_LENGTH or number in _LENGTHS:
                yield field
        elif field != "cards":
            if number < _LEAST_LENGTH * 8:
                yield field
        elif _may_be_cards(previous, number) and (before(previous, field) != 1 or len(said) == 1):
            yield field
    if not said and len(previous.gpus) == 1 and number <= _MOST_CARDS:
        yield "cards"


def _may_be_cards(previous: Question, number: int) -> bool:
    """A machine has up to eight; what has more cards is several whole ones."""
    in_machines = number % 8 == 0 and previous.gpus[0].gpu.segment == "data-centre"
    return number <= 8 or (in_machines and number <= _MOST_CARDS)


def _set(reading: Reading, previous: Question, field: Field, match: re.Match[str]) -> None:
    number = _number(match["new"] or match["new2"])
    if field == "context" and number in _LENGTHS:
        number *= 1024
    set_amount(reading, previous, field, match.span(), lambda _: number, said=number)


def _number(written: str) -> int:
    return int(written[:-1]) * 1024 if written.endswith("k") else int(written)


def _old(match: re.Match[str]) -> int:
    said = match.groupdict()
    return _number(said["old"] or said.get("old2") or said.get("old3") or "")


def _is_near(one: int | None, other: int) -> bool:
    """ "32k" is 32,768, 20k is 20,000."""
    return one is not None and abs(one - other) <= 0.03 * other


def _which(reading: Reading, match: re.Match[str], fields: list[Field]) -> Exception:
    language, number = reading.language, match["new"]
    error = problem(
        reading, "conflict", "of_what", match.span("new"),
        names=", ".join(say(language, f"amount.{field}") for field in fields),
        suggestions=tuple(_suggested(language, field, number) for field in fields),
    )  # fmt: skip
    error.leans = True
    return error


def _suggested(language: Language, field: Field, number: str) -> str:
    written = f"{number}k" if field == "context" and int(number) in _LENGTHS else number
    return say(language, f"number.{field}", number=written)
