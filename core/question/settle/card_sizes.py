"""Which size of a card is meant: "A100 80GB", a modded 4090 with 48 GB, 24 GB over two cards."""

import re

from core.catalog.gpu import GPU
from core.catalog.spelling import name_key
from core.question.reading import CardMention, Reading
from core.question.settle.laptops import in_a_laptop
from core.question.settle.modded import doubled, is_in_all, says_modded
from core.question.settle.problem import problem


def card_of_size(reading: Reading, mention: CardMention, row: GPU) -> GPU:
    """The row of *mention*, of the size that was named; an error with the sizes there are."""
    index = reading.index
    row = in_a_laptop(reading, mention, row)
    sizes = index.card_sizes(mention.key) or index.card_sizes(name_key(base_name(row)))
    label = row.label or 0
    whole_card = label * row.gpus_per_card  # the 128 GB of an MI250X are those of its two dies
    if row.gpus_per_card > 1 and not mention.nameless:
        reading.note("reading.one_of_a_card", gpus=row.gpus_per_card, name=row.name)
    if mention.label is None:
        _note_other_sizes(reading, mention, row, sizes)
        return _stock_or_modded(reading, mention, row)
    if mention.label in (row.label, whole_card):
        return row
    size = sizes.get(int(mention.label))
    if is_in_all(mention, row, mention.label) and not (size and may_be(reading, size)):
        return row
    if size is not None:
        return _stock_or_modded(reading, mention, size)
    if row.kind == "apu":
        return _resized(row, mention.label)
    if mention.label == 2 * label and says_modded(reading):
        return _stock_or_modded(reading, mention, doubled(row))
    labels = sorted({*sizes, *([row.label] if row.label else [])})
    raise problem(
        reading,
        "conflict",
        "card_size",
        (mention.start, mention.end),
        name=base_name(row),
        size=f"{mention.label:g}",
        sizes=", ".join(f"{label} GB" for label in labels),
        instead=tuple(
            f"{mention.counts[0]}x {base_name(row)} {label}GB"
            if mention.counts
            else f"{base_name(row)} {label}GB"
            for label in labels
        ),
    )


def _note_other_sizes(
    reading: Reading, mention: CardMention, row: GPU, sizes: dict[int, GPU]
) -> None:
    own = (row.label, (row.label or 0) * row.gpus_per_card)
    others = [size for size, other in sizes.items() if size not in own and not other.modded]
    known = mention.nameless or row.part_of or row.modded or re.search(r" gb$", mention.key)
    if others and not known:
        reading.note("reading.card_size", typed=base_name(row), name=row.name)


def _stock_or_modded(reading: Reading, mention: CardMention, row: GPU) -> GPU:
    """ "2x 4090 48GB" are two of 24 GB, unless they are said to be modded."""
    if not row.modded:
        return row
    stock = reading.index.key(re.sub(r" \d+ gb$", "", mention.key))
    said = says_modded(reading) or row.label is None
    if isinstance(stock, GPU) and not said and is_in_all(mention, stock, row.label or 0):
        reading.note("reading.in_all", gb=f"{row.label:g}", count=mention.counts[0])
        return stock
    reading.note("reading.modded", name=row.name)
    return row


def base_name(row: GPU) -> str:
    """ "A100 80GB" is called A100."""
    return re.sub(r"\s\d+\s?GB\b", "", row.name)


def _resized(gpu: GPU, gigabytes: float) -> GPU:
    """The same chip with other memory; the share that its system leaves us stays the same."""
    share = gigabytes / gpu.label if gpu.label else 1.0
    return gpu.model_copy(
        update={
            "id": f"{gpu.id}-{gigabytes:g}gb",
            "name": f"{base_name(gpu)} {gigabytes:g}GB",
            "memory": gpu.memory * share,
            "label": int(gigabytes),
        }
    )


def may_be(reading: Reading, size: GPU) -> bool:
    """A card that its maker made, or one that is said to be modded."""
    return not size.modded or says_modded(reading)
