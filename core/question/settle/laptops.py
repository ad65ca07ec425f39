"""A card in a laptop has the name of another, and often less memory."""

from core.catalog.gpu import GPU
from core.question.reading import CardMention, Reading
from core.question.words.regex import regex

_LAPTOP = regex(r"\b(?:laptops?|notebooks?|portat(?:il|eis))\b")


def in_a_laptop(reading: Reading, mention: CardMention, row: GPU) -> GPU:
    """ "my laptop has a 4070": the one that is made for laptops, which has 8 GB and not 12."""
    if row.segment != "consumer" or len(reading.cards) > 1 or mention.nameless:
        return row
    own = reading.index.key(f"{mention.key} laptop")
    if not isinstance(own, GPU) or not _LAPTOP.search(reading.text.plain):
        return row
    if mention.label not in (None, own.label):
        return row
    reading.note("reading.laptop", name=own.name, gb=f"{own.label}")
    return own
