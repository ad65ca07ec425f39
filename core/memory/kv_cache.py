"""
Keys and values of the tokens in flight.

For one sequence and one layer, per GPU, with `e` bytes per element:

    full, MHA to MQA   tokens x max(1, kv_heads / TP) x (head_dim + v_head_dim) x e
    sliding, chunked   the same for min(tokens, window)
    mla                tokens x (kv_lora_rank + qk_rope_head_dim) x e, the same on every rank
    compressed         (min(tokens, window) + tokens / ratio) x head_dim x e

Sources and derivations: docs/formulas.md. vLLM hands memory out in blocks, keeps a window plus the
tokens of the step in flight, and pads layers into equal groups: `Rules` says which of that an
engine does. FP8 weights do not make the cache FP8.
"""

from dataclasses import dataclass

from core.catalog.model import Attention, Model
from core.catalog.remember import by_model, remember
from core.memory.layout import ONE_GPU, Layout, layers_of_heaviest_stage
from core.memory.state import state_per_layer
from core.units import BITS_PER_BYTE

SIXTEEN_BITS = 16
INDEXER_KEY_BYTES = 132  # one index key in FP8 and its scale: 128 + 4 (DeepSeek V3.2)
SPARSE_MLA_FP8_BYTES = (
    656  # vLLM's fp8_ds_mla: 512 FP8 values, 16 scales' bytes, 64 BF16 rotary values
)
GROUPS_ARE_ALIKE = 1.5  # vLLM pads the smaller kind up to the larger one below this ratio


@dataclass(frozen=True, slots=True)
class Rules:
    """
    How an engine keeps a cache.

    *block*: tokens handed out at a time. *in_flight*: tokens of one step, which a window
    keeps beside itself; None where sliding windows are not used to save memory. *grouped*: kinds of
    layers are padded into groups of equal size (vLLM's hybrid cache manager).
    """

    block: int = 1
    in_flight: int | None = 0
    grouped: bool = False


STEADY = Rules()  # what the tokens themselves take once prompts are read


@dataclass(frozen=True, slots=True)
class Cache:
    """Bytes on one GPU."""

    kv_cache: int
    state: int

    @property
    def total(self) -> int:
        """byte"""
        return self.kv_cache + self.state


def bytes_per_token(
    model: Model, group: Attention, bits: float, tensor_parallel_size: int = 1
) -> float:
    """
    What one more token costs in one layer of *group* on one rank: bytes.

    Keys and values of each key-value head; a rank holds at least one head.
    """
    if group.kind == "mla":
        return _mla_bytes_per_token(model, bits)
    if group.kind == "compressed":
        return group.head_dim * bits / BITS_PER_BYTE
    heads = max(1.0, group.num_key_value_heads / tensor_parallel_size)
    return heads * (group.head_dim + (group.v_head_dim or group.head_dim)) * bits / BITS_PER_BYTE


def tokens_kept(group: Attention, tokens: int, rules: Rules) -> int:
    """Tokens of a sequence of *tokens* that one layer of *group* holds, in whole blocks."""
    if group.kind == "cross":
        return 0
    window = group.sliding_window
    if group.kind in ("sliding", "chunked") and window and rules.in_flight is not None:
        kept = min(tokens, window if not rules.in_flight else window - 1 + rules.in_flight)
        # vLLM adds a block because a window need not begin at the start of one.
        extra = rules.block if rules.in_flight and group.kind == "sliding" else 0
        return _up(kept, rules.block) + extra
    if group.kind == "compressed":
        entries = -(-tokens // group.compress_ratio) if group.compress_ratio else 0
        return min(tokens, window or tokens) + entries
    return _up(tokens, rules.block)


def cache_of_one_sequence(
    model: Model,
    bits: float,
    tokens: int,
    *,
    layout: Layout = ONE_GPU,
    rules: Rules = STEADY,
) -> Cache:
    """Cache and state of one sequence of *tokens* on the fullest GPU: bytes."""
    if model.linear and rules.grouped and model.attention:
        return _paged_hybrid(model, bits, tokens, layout, rules)
    tensor_parallel = layout.tensor_parallel_size
    share = _stage_share(model, layout)
    unit = group_size(model) if rules.grouped else 0
    total = 0.0
    for group in model.attention:
        layers = -(-group.layers // unit) * unit if unit else group.layers
        per_token = bytes_per_token(model, group, bits, tensor_parallel)
        total += layers * tokens_kept(group, tokens, rules) * per_token
    if model.indexer:
        total += model.indexer.layers * index_entries(model, tokens, rules) * INDEXER_KEY_BYTES
    state = 0.0
    if model.linear:
        state = model.linear.layers * state_per_layer(model.linear, tensor_parallel)
    return Cache(round(total * share), round(state * share))


def cache(
    model: Model,
    bits: float,
    tokens: int,
    sequences: int,
    *,
    shared_prefix: int = 0,
    layout: Layout = ONE_GPU,
    rules: Rules = STEADY,
) -> Cache:
    """
    Cache and state of all sequences on the fullest GPU: bytes.

    A prefix that all sequences share is stored once by the layers that see every token: prefix +
    sequences x (tokens - prefix). Windows and states belong to each sequence.
    """
    replicas = layout.data_parallel_size
    here = -(-sequences // replicas)
    one = cache_of_one_sequence(model, bits, tokens, layout=layout, rules=rules)
    kv_cache = one.kv_cache * here
    if shared_prefix and here > 1:
        kv_cache -= (here - 1) * shared_by_sequences(
            model, bits, min(shared_prefix, tokens), layout, rules
        )
    return Cache(kv_cache, one.state * here)


def shared_by_sequences(
    model: Model, bits: float, prefix: int, layout: Layout, rules: Rules
) -> int:
    """What one further sequence saves because its first *prefix* tokens are already there."""
    blocks = prefix // rules.block * rules.block
    tensor_parallel = layout.tensor_parallel_size
    total = sum(
        group.layers * blocks * bytes_per_token(model, group, bits, tensor_parallel)
        for group in model.attention
        if group.kind in ("full", "mla")
    )
    return round(total * _stage_share(model, layout))


@dataclass(frozen=True, slots=True)
class Pages:
    """A hybrid's pages: *attention* holds (layers, pages of each) by kind; *page* is in bytes."""

    page: float
    attention: tuple[tuple[int, int], ...]
    state_layers: int


def pages(
    model: Model, bits: float, tokens: int, rules: Rules, tensor_parallel_size: int = 1
) -> Pages:
    """
    vLLM keeps states in pages of the same size as attention blocks.

    The attention block grows until it holds one layer's state: B = 16 x ceil(state / bytes per
    token / 16); every page is B x bytes per token. Qwen3.5-35B at 10k: 268.1 MiB a request,
    measured 268.2.
    """
    linear = model.linear
    if linear is None:
        return Pages(0.0, (), 0)
    unit = group_size(model)
    state = state_per_layer(linear, tensor_parallel_size)
    widest = max(
        bytes_per_token(model, group, bits, tensor_parallel_size) for group in model.attention
    )
    block = _up(-(-int(state) // max(1, int(widest))), rules.block) or rules.block
    one_by_one = Rules(1, rules.in_flight, grouped=True)
    attention = tuple(
        (_up(group.layers, unit), -(-tokens_kept(group, tokens, one_by_one) // block))
        for group in model.attention
    )
    return Pages(block * widest, attention, _up(linear.layers, unit))


def index_entries(model: Model, tokens: int, rules: Rules) -> int:
    """Keys of the sparse-attention indexer in one layer, for one sequence."""
    if model.mla:
        return _up(tokens, rules.block)
    return -(-tokens // 4)  # they stand beside the entries of the ratio-4 layers (DeepSeek V4)


def grows_with_context(model: Model) -> bool:
    """Whether another token costs memory however long the sequence already is."""
    return any(
        group.kind in ("full", "mla") or (group.kind == "compressed" and group.compress_ratio)
        for group in model.attention
    )


def _mla_bytes_per_token(model: Model, bits: float) -> float:
    mla = model.mla
    if mla is None:
        return 0.0
    if model.indexer and bits < SIXTEEN_BITS:  # the only narrow layout its kernels read
        return float(SPARSE_MLA_FP8_BYTES)
    return (mla.kv_lora_rank + mla.qk_rope_head_dim) * bits / BITS_PER_BYTE


@remember(by_model)
def group_size(model: Model) -> int:
    """
    Layers in one group of vLLM's hybrid cache manager; 0 where all layers are of one kind.

    The smaller kind sets it, unless the kinds are nearly alike: then the larger.
    """
    kinds: dict[str, int] = {}
    for group in model.attention:
        if group.kind != "cross":
            kinds[group.kind] = kinds.get(group.kind, 0) + group.layers
    if model.linear:
        kinds["state"] = model.linear.layers
    if len(kinds) < 2:
        return 0
    smallest, largest = min(kinds.values()), max(kinds.values())
    return largest if largest < GROUPS_ARE_ALIKE * smallest else smallest


def _paged_hybrid(model: Model, bits: float, tokens: int, layout: Layout, rules: Rules) -> Cache:
    found = pages(model, bits, tokens, rules, layout.tensor_parallel_size)
    share = _stage_share(model, layout)
    kv_cache = sum(layers * count for layers, count in found.attention) * found.page
    return Cache(round(kv_cache * share), round(found.state_layers * found.page * share))


def _stage_share(model: Model, layout: Layout) -> float:
    stages = layout.pipeline_parallel_size
    if stages == 1:
        return 1.0
    return layers_of_heaviest_stage(model.num_hidden_layers, stages) / model.num_hidden_layers


def _up(value: int, multiple: int) -> int:
    return -(-value // multiple) * multiple
