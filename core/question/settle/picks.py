"""
One of what was compared: "the second one", "fico com o de 4", "the 14b with 32k", "the bigger one".
"""

from collections.abc import Callable
from dataclasses import replace

from core.asked.question import Question, Size
from core.catalog.model import Model
from core.question.reading import Reading
from core.question.settle.families import sibling_of
from core.question.steps.widths import nominal_bits
from core.question.words.regex import regex
from core.units import (
    BIT_PER_ELEMENT,
    GIB_PER_GPU,
    PARAMETER,
    SEQUENCE,
    TOKEN_PER_SEQUENCE,
    whole,
)

_ORDINALS = {
    "first": 0, "former": 0, "1st": 0, "primeiro": 0, "primeira": 0, "second": 1, "2nd": 1,
    "segundo": 1, "segunda": 1, "third": 2, "3rd": 2, "terceiro": 2, "terceira": 2, "last": -1,
    "latter": -1, "ultimo": -1, "ultima": -1,
}  # fmt: skip
_THING = r"one|option|card|gpu|model|setup|opcao|placa|modelo|alternativa"
_END = r"(?=\s*(?:$|[?!.,;:]|(?:then|with|on|at|but|and|please|entao|com|em|na|numa?)\b))"
_ORDINAL = regex(
    rf"(?:^\W*|\b(?:the|n?[oa]|take|pick|with)\s)(?P<which>{'|'.join(_ORDINALS)})"
    rf"(?:\s(?:{_THING}))?{_END}"
)
_MIDDLE = regex(r"\b(?:the middle|[oa] do meio)(?: one)?\b")
_LARGER = r"bigger|larger|longer|higher|highest|biggest|largest|longest|maior"
_EXTREME = regex(
    rf"\b(?:the|n?[oa])\s(?:(?P<most>{_LARGER})|(?P<least>lower|lowest|smaller|shorter|smallest|shortest|menor))"
    rf"(?:\s(?:{_THING}))?{_END}"
)
# "the 4 one", "fico com o de 4"
_OF_BITS = regex(
    rf"\b(?:the|[oa])\s(?:(?P<bits>\d{{1,2}})\sone|de\s(?P<bits2>\d{{1,2}}))(?!\s?(?:gb|g|k|b)\b){_END}"
)
# "a 70b" is the Portuguese one only in Portuguese
_THE = {
    "en": regex(r"^\W*(?:[\w',]+\s){0,6}the\s$"),
    "pt": regex(
        r"^\W*(?:(?:e|entao|fico com|usa|usar|com|vou (?:de|com)|quero|prefiro|ok|mas|so)\s){0,3}"
        r"(?:the|[oa])\s(?:de\s)?$"
    ),
}
_ONE = regex(r"\s(?:one|model|version|modelo|versao)\b")
_KINDS = ("models", "precisions", "gpus")


def take_pick(reading: Reading, previous: Question) -> None:
    """Which of the alternatives of *previous* is meant; nothing where nothing was compared."""
    alternatives = _alternatives(previous)
    searches = reading.intent == "max_model" and any(not card.usual for card in reading.cards)
    if len(alternatives) > 1 and not searches and not _take_place(reading, alternatives):
        _take_bits(reading, previous)
    _take_the_size(reading, previous)


def picked(previous: Question, place: int) -> Question:
    """*previous* with that one of its alternatives alone."""
    one = _alternatives(previous)[place]
    return replace(one, intent="fit" if one.gpus else "memory", compare=())


def _alternatives(previous: Question) -> tuple[Question, ...]:
    if previous.compare:
        return previous.compare
    for kind in _KINDS:
        several = getattr(previous, kind)
        if len(several) > 1 and not (kind == "gpus" and previous.together):
            return tuple(replace(previous, **{kind: (one,)}) for one in several)
    return ()


def _take_place(reading: Reading, alternatives: tuple[Question, ...]) -> bool:
    match = _MIDDLE.search(reading.text.plain)
    if match is not None and len(alternatives) == 3:
        return _set(reading, match.span(), 1)
    match = _ORDINAL.search(reading.text.plain)
    if match is not None and _ORDINALS[match["which"]] < len(alternatives):
        return _set(reading, match.span(), _ORDINALS[match["which"]])
    match = _EXTREME.search(reading.text.plain)
    if match is None:
        return False
    choose: Callable[..., tuple[float, ...]] = max if match["most"] else min
    sizes = [_size(one) for one in alternatives]
    if len(set(sizes)) < 2:
        return False
    return _set(reading, match.span(), sizes.index(choose(sizes)))


def _size(question: Question) -> tuple[float, ...]:
    """Of the model, its context and users, the format and the cards: what was compared differs."""
    context, users = question.context_length, question.sequences
    formats, cards = question.precisions, question.gpus
    return (
        question.models[0].parameters.m_as(PARAMETER) if question.models else 0.0,
        whole(context, TOKEN_PER_SEQUENCE) if context is not None else 0.0,
        whole(users, SEQUENCE) if users is not None else 0.0,
        formats[0].width.m_as(BIT_PER_ELEMENT) if formats else 0.0,
        cards[0].gpu.memory.m_as(GIB_PER_GPU) * (cards[0].count or 1) if cards else 0.0,
    )


def _take_bits(reading: Reading, previous: Question) -> None:
    match = _OF_BITS.search(reading.text.plain)
    if match is None or len(previous.precisions) < 2:
        return
    bits = int(match["bits"] or match["bits2"])
    places = [at for at, row in enumerate(previous.precisions) if nominal_bits(row) == bits]
    if len(places) == 1:
        _set(reading, match.span(), places[0])


def _take_the_size(reading: Reading, previous: Question) -> None:
    """ "the 14b with 32k": of the models before, or of their family."""
    if len(reading.models) != 1 or not isinstance(reading.models[0].row, Size):
        return
    mention, size = reading.models[0], reading.models[0].row
    if not _THE[reading.language].search(reading.text.plain[: mention.start]):
        return
    named = [row for row in previous.models if isinstance(row, Model)]
    of_them = [row for row in named if size.name.lower() in _words(row)]
    row = next(iter(of_them), None) or (sibling_of(reading, named[0], mention) if named else None)
    if row is not None:
        after = _ONE.match(reading.text.plain, mention.end)
        reading.claim(mention.start, after.end() if after else mention.end)
        mention.row, reading.picked = row, True


def _words(row: Model) -> list[str]:
    return row.name.lower().replace("-", " ").split()


def _set(reading: Reading, at: tuple[int, int], place: int) -> bool:
    reading.claim(*at)
    reading.cards = [card for card in reading.cards if not (card.usual and card.start < at[1])]
    reading.family, reading.intent = None, None if reading.intent == "max_model" else reading.intent
    reading.place, reading.picked = place, True
    return True
