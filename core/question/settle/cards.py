"""The cards that the question keeps: which row of the tables, of which size, how many."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import cast

from core.asked.question import Cards
from core.catalog.gpu import GPU, Instance
from core.catalog.spelling import name_key
from core.question.candidate import Evidence
from core.question.reading import CardMention, Reading
from core.question.settle.alternatives import compares
from core.question.settle.laptops import in_a_laptop
from core.question.settle.modded import doubled, is_in_all, says_modded
from core.question.settle.problem import problem
from core.question.settle.slices import take_slices
from core.question.steps.nameless_cards import nameless_card
from core.question.steps.shares import virtual
from core.question.words.regex import regex
from core.units import BYTE, GIB_PER_GPU

# "a single 8-GPU H100 server", "--tp 8, one H100 box": it was said after all
_SAID_OF_NODE = r"(?<![\w.]){each}\s?(?:x|[\s-]?gpus?|cards|placas)|\b(?:tp|tensor\S*)[ =]+{each}\b"
_TOTAL = regex(
    r"\b(?:total|in all|altogether|combined|(?:all )?together|no total|ao todo|somad[oa]s|juntas)\b"
)
_SHARED = regex(
    r"\b(?:time[ -]?slic\w+|vgpu|v-gpu|mps|partition\w*|shared?s?|fraction\w*|dividid[ao])\b"
)
_ANOTHER = regex(r"(?:\+|\bplus|\bmais|\band another|\be outra)\s?(?:(?:an?|uma)\s)?$")
USUAL_CARD = "h100-sxm5-80gb"  # where cards were counted and not named


def settle_counts(reading: Reading) -> None:
    """What is said of cards beside their names: their memory again, or how many there are."""
    take_slices(reading)
    _drop_memory_said_twice(reading)
    _give_counts(reading)


def cards_of(reading: Reading) -> tuple[Cards, ...]:
    """The mentions as the question keeps them, without repetitions."""
    cards: list[Cards] = []
    ranks = _ranks(reading)
    for mention in sorted(reading.cards, key=lambda m: m.start):
        for count in mention.counts or (None,):
            if count is None and ranks > 1 and len(reading.cards) == 1:
                count = ranks
            new = _cards(reading, mention, count)
            same = [c for c in cards if c.gpu == new.gpu and c.instance == new.instance]
            if same and count is None and _is_another(reading, mention):
                at = cards.index(same[-1])
                cards[at] = replace(same[-1], count=(same[-1].count or 1) + 1)
                continue
            if any(c.count == new.count or new.count is None for c in same):
                continue
            cards = [c for c in cards if not (c in same and c.count is None)]
            cards.append(new)
    _refuse_fewer_than_ranks(reading, cards)
    return tuple(cards)


def _is_another(reading: Reading, mention: CardMention) -> bool:
    """ "3060 12gb + 3060 12gb": the same card once more, and not named twice."""
    return (
        _ANOTHER.search(reading.text.plain[max(0, mention.start - 16) : mention.start]) is not None
    )


def _ranks(reading: Reading) -> int:
    """How many cards the flags of an engine ask for."""
    parallel = [
        cast("int", reading.engine_settings.get(name, 1))
        for name in ("tensor_parallel_size", "pipeline_parallel_size", "data_parallel_size")
    ]
    within = reading.engine_settings.get("enable_dp_attention")  # SGLang's, replicas within ranks
    return parallel[0] * parallel[1] * (1 if within else parallel[2])


def _refuse_fewer_than_ranks(reading: Reading, cards: list[Cards]) -> None:
    """A pasted command for eight cards, and four that were named: one of them is wrong."""
    if compares(reading):
        return  # "tp 4 or pp 4": each is one way to take the same cards
    flags = [
        one
        for one in reading.chosen
        if one.role == "engine.tensor_parallel_size" and one.evidence is Evidence.FLAG
    ]
    ranks, count = _ranks(reading), cards[0].count if len(cards) == 1 else None
    either = compares(reading)  # "tp 2 vs pp 2" needs two and not four
    if flags and not either and count is not None and 1 < count < ranks and reading.task is None:
        at = (flags[0].start, flags[0].end)
        name = cards[0].gpu.name
        instead = (f"--tensor-parallel-size {count}",)
        raise problem(
            reading, "conflict", "more_ranks", at, instead=instead, ranks=ranks, count=count,
            cards=name,
        )  # fmt: skip


def _drop_memory_said_twice(reading: Reading) -> None:
    """
    "a 4090 with its 24GB", "2x3090, 48GB in all": the same memory said twice. Other memory beside
    a named card is no second card, unless it is called one.
    """
    named = [card for card in reading.cards if not card.nameless]
    for mention in [card for card in reading.cards if card.nameless and named]:
        if mention.listed:
            continue
        if _belongs_to(named, mention, reading):
            reading.cards.remove(mention)
        elif not mention.said:
            reading.cards.remove(mention)
            if not (_is_size_of(named, mention, reading) or _is_share_of(named, mention, reading)):
                reading.unused.append((mention.start, mention.end))


def _belongs_to(named: list[CardMention], mention: CardMention, reading: Reading) -> bool:
    """Memory of one of the cards, or of all of its kind."""
    if says_modded(reading) and _is_size_of(named, mention, reading):
        return True
    gigabytes = _gigabytes(mention)
    for card in named:
        row = card.row if isinstance(card.row, GPU) else reading.index.catalog.gpus[card.row.gpu]
        for count in (1, *card.counts):
            if row.label is not None and row.label * count == gigabytes:
                return True
    return False


def _gigabytes(mention: CardMention) -> float:
    return mention.row.memory.m_as(GIB_PER_GPU) if isinstance(mention.row, GPU) else 0


def _is_size_of(named: list[CardMention], mention: CardMention, reading: Reading) -> bool:
    """ "that A100 has 40GB", "my 4090 was upgraded to 48 GB": the size of that card."""
    card = named[0]
    size = reading.index.card_sizes(card.key).get(int(_gigabytes(mention)))
    if len(named) > 1 or card.label is not None or size is None or not _may_be(reading, size):
        return False
    card.label = size.label
    return True


def _is_share_of(named: list[CardMention], mention: CardMention, reading: Reading) -> bool:
    """ "a time-sliced A10G, 12GB each": so much of that card."""
    row, gigabytes = named[0].row, _gigabytes(mention)
    if len(named) > 1 or not isinstance(row, GPU) or not _SHARED.search(reading.text.plain):
        return False
    if row.label is None or gigabytes >= row.label or gigabytes != int(gigabytes):
        return False
    named[0].row, named[0].counts = virtual(row, int(gigabytes)), (1,)
    reading.note("reading.part_of_card", typed=named[0].row.name, gb=f"{gigabytes:g}")
    return True


def _may_be(reading: Reading, size: GPU) -> bool:
    """A card that its maker made, or one that is said to be modded."""
    return not size.modded or says_modded(reading)


def _give_counts(reading: Reading) -> None:
    """ "on 4 GPUs": of the card that was named, or of no kind: then the usual one, and named."""
    _add_reported(reading)
    for amount in reading.card_counts:
        cards = reading.cards
        if not cards:
            add_usual(reading, amount.at, amount.number)
        elif len(cards) == 1 and not cards[0].counts:
            cards[0].counts = (amount.number,)
            _share_total(reading, cards[0], amount.number)
        elif not any(amount.number in card.counts for card in cards):
            reading.unused.append(amount.at)
    if reading.one_card is not None and not reading.cards:
        add_usual(reading, reading.one_card, 1)


def _share_total(reading: Reading, card: CardMention, count: int) -> None:
    """ "48gb total across two cards": of so much memory each has its part."""
    gigabytes = _gigabytes(card)
    around = reading.text.plain[max(0, card.start - 10) : card.end + 12] if card.end else ""
    if card.nameless and count > 1 and _TOTAL.search(around):
        card.row = nameless_card(gigabytes / count, reading.language)
        reading.note("reading.in_all", gb=f"{gigabytes:g}", count=count)


def _add_reported(reading: Reading) -> None:
    """ "GPU 0 has a total capacity of 79.15 GiB": a card, where none is named."""
    totals = [one.amount for one in reading.reported if one.fact == "total"]
    if totals and not reading.cards:
        gigabytes = round(totals[0].m_as(BYTE) / 2**30, 2)
        row = nameless_card(gigabytes, reading.language)
        reading.cards.append(CardMention(0, 0, row, "", nameless=True))


def add_usual(reading: Reading, at: tuple[int, int], count: int) -> None:
    gpus = reading.index.catalog.gpus
    gpu = gpus.get(USUAL_CARD) or next(iter(gpus.values()))
    reading.cards.append(CardMention(*at, gpu, "", counts=(count,), nameless=True, usual=True))
    reading.note("reading.usual_card", count=count, name=gpu.name)


def _cards(reading: Reading, mention: CardMention, count: int | None) -> Cards:
    each = mention.per_node
    if each is not None and not re.search(_SAID_OF_NODE.format(each=each), reading.text.plain):
        reading.note("reading.per_node", each=each, count=count)
    if isinstance(mention.row, Instance):
        return _machine(reading, mention.row, count)
    return Cards(_card_of_size(reading, mention, mention.row), count)


def _machine(reading: Reading, instance: Instance, count: int | None) -> Cards:
    """A machine, or several; a share of a card is a smaller card."""
    gpu = reading.index.catalog.gpus[instance.gpu]
    if instance.gpu_count < 1:
        gpu = _share(gpu, instance.gpu_count)
    cards = max(1, int(instance.gpu_count)) * (count or 1)
    return Cards(gpu, cards, instance)


def _card_of_size(reading: Reading, mention: CardMention, row: GPU) -> GPU:
    index = reading.index
    row = in_a_laptop(reading, mention, row)
    sizes = index.card_sizes(mention.key) or index.card_sizes(name_key(_base_name(row)))
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
    if is_in_all(mention, row, mention.label) and not (size and _may_be(reading, size)):
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
        name=_base_name(row),
        size=f"{mention.label:g}",
        sizes=", ".join(f"{label} GB" for label in labels),
        instead=tuple(
            f"{mention.counts[0]}x {_base_name(row)} {label}GB"
            if mention.counts
            else f"{_base_name(row)} {label}GB"
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
        reading.note("reading.card_size", typed=_base_name(row), name=row.name)


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


def _base_name(row: GPU) -> str:
    """ "A100 80GB" is called A100."""
    return re.sub(r"\s\d+\s?GB\b", "", row.name)


@lru_cache(maxsize=64)
def _share_of(identity: str, part: float) -> str:
    return f"{identity}-{part:g}"


def _share(gpu: GPU, part: float) -> GPU:
    return gpu.model_copy(
        update={
            "id": _share_of(gpu.id, part),
            "name": f"{part:g} {gpu.name}",
            "memory": gpu.memory * part,
            "label": None,
        }
    )


def _resized(gpu: GPU, gigabytes: float) -> GPU:
    """The same chip with other memory; the share that its system leaves us stays the same."""
    share = gigabytes / gpu.label if gpu.label else 1.0
    return gpu.model_copy(
        update={
            "id": f"{gpu.id}-{gigabytes:g}gb",
            "name": f"{_base_name(gpu)} {gigabytes:g}GB",
            "memory": gpu.memory * share,
            "label": int(gigabytes),
        }
    )
