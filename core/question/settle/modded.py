"""Cards that carry other memory than their maker gave them: "modded 4090 48GB"."""

from core.catalog.gpu import GPU
from core.question.reading import CardMention, Reading
from core.question.words.regex import regex

_MODDED = regex(r"\b(?:mod(?:s|ded|ified)?|upgraded|franken\w*|chinese|modifica\w+|chines[ae])\b")


def says_modded(reading: Reading) -> bool:
    return _MODDED.search(reading.text.plain) is not None


def is_in_all(mention: CardMention, row: GPU, gigabytes: float) -> bool:
    """ "two 4090s (48GB)": the memory of all of them."""
    return gigabytes in [(row.label or 0) * count for count in mention.counts]


def doubled(row: GPU) -> GPU:
    """A modded card has larger chips in the same places: twice the memory."""
    gigabytes = 2 * (row.label or 0)
    return row.model_copy(
        update={
            "id": f"{row.id}-{gigabytes}gb-modded",
            "name": f"{row.name} {gigabytes}GB modded",
            "memory": 2 * row.memory,
            "memory_basis": "advertised",
            "label": gigabytes,
            "modded": True,
        }
    )
