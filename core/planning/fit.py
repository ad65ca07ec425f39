"""
Placing a scenario on cards of one kind.

Up to the cards that reach each other at full speed a model is split by tensor parallelism, beyond
that by pipeline stages of such groups: tensor parallelism over a slow network is slower than
one card.
"""

from dataclasses import dataclass
from functools import lru_cache

from core.asked.scenario import Scenario
from core.catalog.gpu import GPU
from core.catalog.model import Model
from core.memory.engines.demand import visible
from core.memory.engines.profile import profile
from core.memory.engines.vllm_pooling import sees_all_tokens
from core.memory.layout import Layout
from core.memory.load import Load
from core.memory.serving import Serving, serving
from core.planning.launched import launched
from core.planning.placement import Placement, Role
from core.planning.practical import most_cards
from core.planning.room import Room
from core.planning.share import Share

CARDS_PER_NODE = 8  # where the table does not say
MOST_STAGES = 16
SPREAD_EXPERTS = ("vllm", "sglang")  # engines with a flag for it
COMFORT = 0.10  # of the budget that a recommended placement leaves free


@dataclass(frozen=True, slots=True)
class Card:
    """One kind of card in numbers: bytes, and how many of them stand together."""

    gpu: GPU
    capacity: int  # byte, what the driver reports
    visible: int  # byte, what a program can address
    together: int  # cards that a tensor-parallel group may span
    per_node: int


def card(gpu: GPU) -> Card:
    """*gpu* with its memory taken out of its unit once."""
    per_node = gpu.gpus_per_node or CARDS_PER_NODE
    # Machines of fewer cards reach the next one over a network, unless a rack joins them.
    joined = gpu.scale_up_domain if gpu.scale_up_domain > CARDS_PER_NODE else 0
    together = max(per_node, joined)
    return Card(gpu, gpu.capacity, visible(gpu, gpu.capacity), together, per_node)


def serve_on(scenario: Scenario, model: Model, card: Card) -> Serving:
    """*scenario* as its engine serves it on cards of this kind."""
    return serving(scenario, model, profile(scenario, model, card.gpu, card.capacity))


def place(serving: Serving, card: Card, layout: Layout, *, index: int, role: Role) -> Placement:
    """What *layout* means on *card*, and the room that it leaves for context and sequences."""
    load = serving.load(layout)
    budget = budget_of(serving, load, card)
    expert = layout.enable_expert_parallel
    valid = serving.valid_sizes(_widest(serving, card), expert_parallel=expert)
    needed = load.needed
    reserved = budget if load.demand.takes_it_all else min(needed, card.visible)
    free = budget - load.fixed
    if load.pool is not None:
        free, reserved = min(free, load.pool.size), min(reserved, load.fixed + load.pool.size)
    return Placement(
        estimate=index,
        gpu=card.gpu,
        count=layout.gpus,
        tensor_parallel=layout.tensor_parallel_size,
        pipeline_parallel=layout.pipeline_parallel_size,
        data_parallel=layout.data_parallel_size,
        expert_parallel=layout.enable_expert_parallel,
        nodes=-(-layout.gpus // card.per_node),
        fits=needed <= budget and layout.tensor_parallel_size in valid,
        share=Share(
            parts=load.sizes,
            needed=needed,
            needed_high=load.needed_high,
            needed_low=load.needed_low,
            reserved=reserved,
            capacity=card.capacity,
            budget=budget,
            room=Room(serving, layout, free),
        ),
        valid_tensor_parallel=valid,
        role=role,
    )


def fits(serving: Serving, card: Card, layout: Layout) -> bool:
    """Whether the fullest GPU of *layout* holds its share."""
    if serving.at_least(layout) > card.visible:
        return False
    load = serving.load(layout)
    return load.needed <= budget_of(serving, load, card)


def fits_comfortably(serving: Serving, card: Card, layout: Layout) -> bool:
    """The same with every part at the top of its range, and a tenth of the budget left."""
    load = serving.load(layout)
    budget = budget_of(serving, load, card)
    return load.needed_high <= budget and load.needed <= budget * (1 - COMFORT)


def layouts(serving: Serving, card: Card) -> list[Layout]:
    """
    Layouts to try, fewest cards first; at the same count tensor parallelism before the others.

    Two stages need less of each card than one group twice as wide (one sampler, fewer copies), so
    that two of them may be the fewest cards; more stages only beyond the widest group.

    Flags of the question's command line are taken as they are; unasked there are no more cards
    than somebody would put together.
    """
    flags = serving.scenario.engine
    attention = _data_parallel_attention(serving)
    if attention is not None:
        return [attention]
    expert = bool(flags.enable_expert_parallel) and serving.model.moe is not None
    accepted = serving.valid_sizes(_widest(serving, card), expert_parallel=expert)
    sizes = _named(flags.tensor_parallel_size, accepted)
    deepest = min(MOST_STAGES, _most_stages(serving))
    stages = _named(flags.pipeline_parallel_size, tuple(range(1, deepest + 1)))
    whole = () if expert else _whole_experts(serving, card.together)
    found = _combined(
        sizes, stages, flags.data_parallel_size or 1, expert, whole, _may_spread_experts(serving)
    )
    most = max(most_cards(card.gpu), found[0].gpus)  # flags may name more than is usual
    usual = [layout for layout in found if layout.gpus <= most]
    return launched(flags.name, card.per_node, usual)


@lru_cache(maxsize=1024)
def _combined(
    sizes: tuple[int, ...],
    stages: tuple[int, ...],
    replicas: int,
    expert: bool,
    whole: tuple[int, ...],
    spread: bool,
) -> tuple[Layout, ...]:
    """
    The same for every card that takes these sizes: groups alone, in two stages, the widest in more;
    *whole* are sizes with whole experts, *spread* adds experts spread over replicas.
    """
    found = [Layout(size, stages[0], replicas, expert) for size in sizes]
    found += [Layout(size, stages[1], replicas, expert) for size in sizes[:-1] if stages[1:]]
    found += [Layout(sizes[-1], stage, replicas, expert) for stage in stages[1:]]
    found += [Layout(size, stages[0], replicas, True) for size in whole]
    if spread:
        found += [Layout(1, 1, layout.gpus, True) for layout in found if layout.gpus > 1]
    found.sort(key=lambda layout: (layout.gpus, layout.pipeline_parallel_size > 1))
    return tuple(found)


def layouts_of(serving: Serving, card: Card, count: int) -> list[Layout]:
    """Ways to use exactly *count* cards, the widest tensor parallelism first."""
    flags = serving.scenario.engine
    attention = _data_parallel_attention(serving)
    if attention is not None and attention.gpus == count:
        return [attention]
    replicas = flags.data_parallel_size or 1
    share = max(1, count // replicas)
    together = min(_widest(serving, card), count)
    expert = bool(flags.enable_expert_parallel) and serving.model.moe is not None
    accepted = serving.valid_sizes(together, expert_parallel=expert)
    found = [
        Layout(size, share // size, replicas, expert)
        for size in reversed(_named(flags.tensor_parallel_size, accepted))
        if share % size == 0 and share // size <= _most_stages(serving)
    ]
    stages = flags.pipeline_parallel_size
    found = [each for each in found if stages in (None, each.pipeline_parallel_size)] or found
    # Before pipeline stages, after tensor parallelism alone.
    at = 1 if found and found[0].pipeline_parallel_size == 1 else 0
    if count > 1 and _may_spread_experts(serving):
        found.insert(at, Layout(1, 1, count, True))
    if share in _whole_experts(serving, together) and not expert:
        found.insert(at, Layout(share, 1, replicas, True))
    return launched(flags.name, card.per_node, found) or [Layout(data_parallel_size=count)]


def _most_stages(serving: Serving) -> int:
    """
    Pipeline stages: as many as layers, but one for encoders in engines that split tensors.

    vLLM 0.33.0: whisper.py, bert.py, roberta.py and bert_with_rope.py are no SupportsPP.
    """
    model = serving.model
    reads = model.encoder is not None or sees_all_tokens(model)
    return 1 if reads and serving.engine.tensor_parallel else model.num_hidden_layers


def _data_parallel_attention(serving: Serving) -> Layout | None:
    """
    SGLang's --tp N --dp M --enable-dp-attention: M replicas of the attention within N ranks.

    SGLang 0.5.23, arg_groups/parallel_hook.py (handle_deprecated_dp_attention): the attention's
    tensor-parallel size is what is left, N / M; experts go over all N ranks.
    """
    flags = serving.scenario.engine
    ranks, replicas = flags.tensor_parallel_size, flags.data_parallel_size
    if flags.name != "sglang" or not flags.enable_dp_attention or not ranks or not replicas:
        return None
    if ranks % replicas:
        return None
    whole = serving.model.moe is not None
    return Layout(ranks // replicas, flags.pipeline_parallel_size or 1, replicas, whole)


def _whole_experts(serving: Serving, together: int) -> tuple[int, ...]:
    """
    Sizes that a model takes only where its experts stay whole: Qwen3 235B in FP8 at 8.

    The flags that were named are kept; --enable-expert-parallel is added to them.
    """
    flags = serving.scenario.engine
    if flags.name not in SPREAD_EXPERTS or flags.enable_expert_parallel is False:
        return ()
    plain = serving.valid_sizes(together)
    whole = serving.valid_sizes(together, expert_parallel=True)
    named = flags.tensor_parallel_size
    return tuple(size for size in whole if size not in plain and named in (None, size))


def _widest(serving: Serving, card: Card) -> int:
    """Ranks of a group: those that reach each other at full speed, or as many as were named."""
    return max(card.together, serving.scenario.engine.tensor_parallel_size or 0)


def _named(size: int | None, sizes: tuple[int, ...]) -> tuple[int, ...]:
    """Only the size that was named, where it is possible."""
    return (size,) if size in sizes else sizes


def _may_spread_experts(serving: Serving) -> bool:
    """
    Whether data-parallel attention with expert parallelism is worth trying.

    Every tensor-parallel rank of MLA holds the whole cache. With one replica of the attention
    a GPU and the experts spread over all, each sequence is stored once.
    """
    flags = serving.scenario.engine
    named = flags.tensor_parallel_size or flags.pipeline_parallel_size or flags.data_parallel_size
    model = serving.model
    spreads = flags.name in SPREAD_EXPERTS
    return spreads and not named and model.mla is not None and model.moe is not None


def budget_of(serving: Serving, load: Load, card: Card) -> int:
    """
    What may be planned with on one card: the engine's share, and what it keeps outside of it.

    A cache of a size that was named holds no more, so that what it would leave free does not count;
    where the engine takes it whatever is needed, the share of the card does not count either.
    """
    pool = load.pool
    if pool is None:
        return _share_of(serving, load, card)
    if pool.taken:
        whole = card.visible - _joining(serving, load, card)
        return whole if load.cache <= pool.size else min(whole, load.fixed + pool.size)
    return min(_share_of(serving, load, card), load.fixed + pool.size)


def _share_of(serving: Serving, load: Load, card: Card) -> int:
    demand = load.demand
    joining = _joining(serving, load, card)
    if demand.share_of_rest:
        held = min(load.fixed, card.visible)
        free = card.visible - held
        if demand.beside_cache:
            cache = demand.share * (free + demand.activations.size)
            return held + round(min(free, cache)) - joining
        return round(held + demand.share * free) - joining
    return min(card.visible, round(demand.share * card.visible) + demand.outside) - joining


def _joining(serving: Serving, load: Load, card: Card) -> int:
    """
    What several cards counted as one lose: each further one holds the engine's own part again,
    and is filled with whole layers only.
    """
    further = card.gpu.members - 1
    if not further:
        return 0
    own = load.demand.activations.size + load.demand.runtime.size
    layer = (load.needed - own) // serving.model.num_hidden_layers
    return further * (own + layer)
