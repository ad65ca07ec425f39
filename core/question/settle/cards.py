"""The cards that the question keeps: which row of the tables, of which size, how many."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import cast

from core.asked.question import Cards
from core.catalog.gpu import GPU, Instance
from core.question.candidate import Evidence
from core.question.reading import CardMention, Reading
from core.question.settle.alternatives import compares
from core.question.settle.card_sizes import card_of_size, may_be
from core.question.settle.modded import says_modded
from core.question.settle.problem import problem
from core.question.settle.slices import take_slices
from core.question.steps.nameless_cards import nameless_card
from core.question.steps.replicas import replicas_of
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
    replicas = replicas_of(reading.text)
    for card in reading.cards:
        if replicas is not None and card.counts == (replicas,):
            card.counts = (1,)  # "5 copies on 5 L4s, one each": one of them is asked about
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
    """How many cards the flags of an engine, or "tp 4 pp 2 dp 4" of a training run, ask for."""
    tensor, pipeline, data = (
        cast("int", reading.engine_settings.get(name, 1))
        for name in ("tensor_parallel_size", "pipeline_parallel_size", "data_parallel_size")
    )
    if tensor * pipeline > 1:
        data = max(data, cast("int", reading.training.get("data_parallel_size", 1)))
    within = reading.engine_settings.get("enable_dp_attention")  # SGLang's, replicas within ranks
    return tensor * pipeline * (1 if within else data)


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
            if len(named) == 1 and not named[0].counts:
                named[0].counts = mention.counts  # "A100s (4x80GB)"
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
    if len(named) > 1 or card.label is not None or size is None or not may_be(reading, size):
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
    return Cards(card_of_size(reading, mention, mention.row), count)


def _machine(reading: Reading, instance: Instance, count: int | None) -> Cards:
    """A machine, or several; a share of a card is a smaller card."""
    gpu = reading.index.catalog.gpus[instance.gpu]
    if instance.gpu_count < 1:
        gpu = _share(gpu, instance.gpu_count)
    cards = max(1, int(instance.gpu_count)) * (count or 1)
    return Cards(gpu, cards, instance)


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
