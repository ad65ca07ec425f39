"""
Which tensor-parallel sizes an engine accepts for a model, and why it refuses the others.

The rules stand in core/memory/splitting, each with the engine's file and version; docs/formulas.md
lists them, docs/tensor-parallel.md shows what they say of popular checkpoints.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from core.catalog.model import Model
from core.catalog.precision import Precision
from core.catalog.remember import remember
from core.memory.splitting.fp8_blocks import refused_by_blocks
from core.memory.splitting.groups import refused_by_groups
from core.memory.splitting.heads import copies, refused_by_heads
from core.memory.splitting.mxfp4 import refused_by_mxfp4
from core.memory.splitting.quanta import quantum
from core.memory.splitting.split import Split
from core.memory.splitting.vocabulary import refused_by_vocabulary
from core.memory.splitting.widths import Width, attention_widths, feed_forward_widths
from core.wording.note import Note, note

MOST_RANKS = 64
PLAIN = Split()


@dataclass(frozen=True, slots=True)
class TensorParallel:
    """One size: *reason* why it is refused, None where it works; *kv_copies* of each KV head."""

    size: int
    reason: Note | None
    kv_copies: int = 1


def tensor_parallel_sizes(
    model: Model, precision: Precision, most: int = MOST_RANKS, split: Split = PLAIN
) -> tuple[TensorParallel, ...]:
    """Every size from 1 to *most*, with what is wrong with it."""
    return tuple(judge(model, precision, size, split) for size in range(1, most + 1))


def _key(
    model: Model, precision: Precision, most: int = MOST_RANKS, split: Split = PLAIN
) -> tuple[Model, Hashable]:
    widths = tuple(sorted(precision.bits_of_class.items()))  # a checkpoint's may differ
    return model, (precision.id, widths, most, split)


@remember(_key)
def valid_sizes(
    model: Model, precision: Precision, most: int = MOST_RANKS, split: Split = PLAIN
) -> tuple[int, ...]:
    """
    Only those that work, ascending.

    64 heads and 8 key-value heads: 1, 2, 4, 8, 16, 32, 64.
    """
    heads = model.num_attention_heads or MOST_RANKS  # without attention: powers of two
    dividing = (size for size in range(1, most + 1) if heads % size == 0)
    return tuple(size for size in dividing if judge(model, precision, size, split).reason is None)


def _key_of_one(
    model: Model, precision: Precision, size: int, split: Split = PLAIN
) -> tuple[Model, Hashable]:
    return _key(model, precision, size, split)


@remember(_key_of_one)
def judge(model: Model, precision: Precision, size: int, split: Split = PLAIN) -> TensorParallel:
    """Whether *size* works, and the first reason why not."""
    reason = next(_reasons(model, precision, size, split), None)
    return TensorParallel(size, reason, 1 if reason else copies(model, size))


def _reasons(model: Model, precision: Precision, size: int, split: Split) -> Iterator[Note]:
    by_heads = refused_by_heads(model, size)
    if by_heads is not None:
        yield by_heads
    for width in feed_forward_widths(model, split):
        if width.columns % size:
            yield note("parallel.width", size=size, width=width.columns)
        else:
            yield from _of_format(width, model, precision, size, split)
    for width in attention_widths(model):
        yield from _of_format(width, model, precision, size, split)
    by_vocabulary = refused_by_vocabulary(model, size, split)
    if by_vocabulary is not None:
        yield by_vocabulary


def _of_format(
    width: Width, model: Model, precision: Precision, size: int, split: Split
) -> Iterator[Note]:
    """What the format asks beside even division."""
    portion = quantum(width.kind, precision)
    if portion is None:
        return
    if precision.id.startswith("mxfp4") and width.kind == "expert":
        reason = refused_by_mxfp4(width, size)
    elif portion.kind == "block":
        reason = refused_by_blocks(width, portion.size, model, size, split)
    else:
        reason = refused_by_groups(width, portion.size, model, precision, size)
    if reason is not None:
        yield reason
