"""What a card holds of the batch of all cards: global batch / (cards x accumulation steps)."""

from typing import cast

from core.asked.question import Cards
from core.question.reading import Reading

_MODEL_PARALLEL = ("tensor_parallel_size", "pipeline_parallel_size", "context_parallel_size")


def settle_micro_batch(reading: Reading, cards: tuple[Cards, ...]) -> None:
    """
    The micro batch, where all three are known and divide evenly; otherwise the global batch is
    named. Cards that hold parts of one replica do not count as ranks, so there nothing follows.
    """
    said = reading.global_batch
    if said is None:
        return
    ranks = _ranks(reading, cards)
    steps = cast("int", reading.training.get("gradient_accumulation_steps", 0))
    micro, rest = divmod(said.number, ranks * steps) if ranks and steps else (0, 1)
    given = reading.training.get("batch", reading.sequences)
    if not micro or rest or given not in (None, micro):
        reading.unused.append(said.at)
        return
    reading.training["batch"] = micro
    reading.note("reading.micro_batch", batch=said.number, cards=ranks, steps=steps, micro=micro)


def _ranks(reading: Reading, cards: tuple[Cards, ...]) -> int:
    """How many cards share the batch; 0 where that is not known."""
    split = any(cast("int", reading.training.get(name, 1)) > 1 for name in _MODEL_PARALLEL)
    return 0 if split or len(cards) != 1 else cards[0].count or 0
