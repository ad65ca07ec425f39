"""Another size of the card before: "the 40GB one", "mine has 48", "o meu é de 64"."""

from dataclasses import replace

from core.asked.question import Cards, Question
from core.catalog.gpu import GPU
from core.catalog.spelling import name_key
from core.question.reading import CardMention, Reading
from core.question.settle.card_sizes import base_name
from core.question.steps.nameless_cards import nameless_card
from core.question.words.regex import regex
from core.units import GIB_PER_GPU

_MINE_HAS = regex(
    r"\b(?:mine|ours|it|that one|(?:the|this|that|our) (?:card|gpu)|(?:a|ess[ae]"
    r"|est[ae]) (?:placa|gpu)"
    r"|my (?:one|card|mac|macbook|gpu)|the one (?:i|we) have|[oa] (?:meu"
    r"|minha|noss[oa])|el[ea])(?:'s)?\s(?:actually\s|really\s|so\s|na verdade\s)?(?:has|have|is|are"
    r"|comes with|got|tem|e|sao|vem com)\s"
    r"(?:only\s|the\s|just\s|so\s|[oa]\s)?(?:de\s|com\s)?(?P<gb>\d{2,3})(?=\s*(?:$|[?!.,;]|though))"
)
# "oh, it's only 40": of a card by its memory
_IT_IS_ONLY = regex(
    r"(?:^|\W)(?:it'?s|it is|e|sao)\s(?:only|just|so|apenas)\s(?:de\s)?(?P<gb>\d{2,3})"
    r"(?=\s*(?:$|[?!.,;]|though))"
)
# "mine is the 32 one", "e na de 80?"
_THE_ONE = regex(
    r"\b(?:the|n?[oa]s?|num|numa)\s(?:(?P<gb>\d{2,3})\s(?:one|version|model)s?"
    r"|de\s(?P<gb2>\d{2,3}))"
    r"(?=\s*(?:$|[?!.,;]|then\b|instead\b|entao\b))"
)
_MEMORY = regex(r"\s?(?:of\s|de\s)?(?:v-?ram|memory|memoria)\b")
_SO_MANY = regex(r"\b(?P<count>\d{1,3})\s(?:(?:of|the|those|dess[ae]s|d[ae]s?)\s){1,2}(?:de\s)?$")


def take_other_size(reading: Reading, previous: Question) -> None:
    """Of the same name; a card of so much memory by itself is none of them."""
    before = previous.gpus[0] if len(previous.gpus) == 1 else None
    if before is None or before.instance is not None or reading.intent == "max_model":
        return
    if not reading.cards:
        _take_bare(reading, before)
    elif len(reading.cards) == 1:
        _take_nameless(reading, before, reading.cards[0])


def _take_bare(reading: Reading, before: Cards) -> None:
    patterns = (_MINE_HAS, _THE_ONE, *([_IT_IS_ONLY] if before.gpu.vendor == "" else ()))
    for pattern in patterns:
        match = pattern.search(reading.plain)
        group = "gb" if match is not None and match["gb"] else "gb2"
        if match is not None and _has_size(reading, before.gpu, int(match[group])):
            reading.claim(*match.span())
            reading.cards.append(_sized(reading, match.span(group), before.gpu, int(match[group])))
            return


def _take_nameless(reading: Reading, before: Cards, card: CardMention) -> None:
    row = card.row
    of_any = card.said or _MEMORY.match(reading.text.plain, card.end) is not None
    if not card.nameless or card.usual or of_any or not isinstance(row, GPU):
        return
    gigabytes = row.memory.m_as(GIB_PER_GPU)
    if not _has_size(reading, before.gpu, gigabytes):
        return
    counted = _SO_MANY.search(reading.text.plain[: card.start])
    counts = (int(counted["count"]),) if counted else tuple(n for n in card.counts if n > 1)
    if counted:
        reading.claim(*counted.span())
    sized = _sized(reading, (card.start, card.end), before.gpu, gigabytes)
    reading.cards[0] = replace(sized, counts=counts)


def _has_size(reading: Reading, gpu: GPU, gigabytes: float) -> bool:
    if gpu.vendor == "":
        return True  # it was known by its memory alone
    sizes = reading.index.card_sizes(name_key(base_name(gpu)))
    size = sizes.get(int(gigabytes))
    return gpu.kind == "apu" or (size is not None and not size.modded)


def _sized(reading: Reading, at: tuple[int, int], gpu: GPU, gigabytes: float) -> CardMention:
    if gpu.vendor == "":
        row = nameless_card(gigabytes, reading.language)
        return CardMention(*at, row, "", nameless=True)
    return CardMention(*at, gpu, name_key(base_name(gpu)), label=gigabytes)
