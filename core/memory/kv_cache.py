"""
Keys and values of the tokens in flight.

For one sequence and one layer, per GPU, with `e` bytes per element:

    full, MHA to MQA   tokens x max(1, kv_heads / TP) x (head_dim + v_head_dim) x e
    sliding, chunked   the same for min(tokens, window)
    mla                tokens x (kv_lora_rank + qk_rope_head_dim) x e, the same on every rank
    compressed         (min(tokens, window) + tokens / ratio) x head_dim x e
    cross              encoder_tokens x max(1, kv_heads / TP) x (head_dim + v_head_dim) x e
    encoder            nothing

Sources and derivations: docs/formulas.md. vLLM hands memory out in blocks, keeps a window plus the
tokens of the step in flight, and pads layers into equal groups: `Rules` says which of that an
engine does. FP8 weights do not make the cache FP8.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.catalog.model import Attention, LinearState, Model
from core.catalog.remember import by_model, remember
from core.memory.kv_terms import INDEXER_KEY, Entries, Pages, States, Term, Vector, vector
from core.memory.layout import ONE_GPU, Layout, layers_of_heaviest_stage
from core.memory.state import USUAL, StateBytes, state_per_layer

UNSEEN_BY_TEXT = ("cross", "encoder")  # kinds that keep no token of the text
GROUPS_ARE_ALIKE = 1.5  # vLLM pads the smaller kind up to the larger one below this ratio


@dataclass(frozen=True, slots=True)
class Rules:
    """
    How an engine keeps a cache.

    *block*: tokens handed out at a time. *in_flight*: tokens of one step, which a window
    keeps beside itself; None where sliding windows are not used to save memory. *grouped*: kinds of
    layers are padded into groups of equal size (vLLM's hybrid cache manager). *rounds_windows*: a
    window and the tokens in flight are rounded up together (llama.cpp). *states*: in how many bytes
    recurrent layers keep theirs. *packed*: sparse latents in 8 bits have scales and 16-bit rotary
    values beside them (fp8_ds_mla). *window_share*: windows have a pool of so many tokens for each
    one of the other layers' pool (SGLang), both as large as the one that runs out first needs.
    """

    block: int = 1
    in_flight: int | None = 0
    grouped: bool = False
    rounds_windows: bool = False
    states: StateBytes = USUAL
    packed: bool = True
    window_share: float | None = None


STEADY = Rules()  # what the tokens themselves take once prompts are read


class Cache(NamedTuple):
    """Bytes on one GPU."""

    kv_cache: int
    state: int

    @property
    def total(self) -> int:
        """byte"""
        return self.kv_cache + self.state

    def times(self, share: float) -> "Cache":
        """So much of it."""
        if share == 1:
            return self
        return Cache(round(self.kv_cache * share), round(self.state * share))


def tokens_kept(group: Attention, tokens: int, rules: Rules) -> int:
    """Tokens of a sequence of *tokens* that one layer of *group* holds, in whole blocks."""
    if group.kind in UNSEEN_BY_TEXT:
        return _up(group.encoder_tokens or 0, rules.block)
    window = group.sliding_window
    if is_window(group) and window and rules.window_share is not None:
        return _up(max(round(rules.window_share * tokens), min(tokens, window)), rules.block)
    if is_window(group) and window and rules.in_flight is not None:
        if rules.rounds_windows:
            return _up(min(tokens, window + rules.in_flight), rules.block)
        kept = min(tokens, window if not rules.in_flight else window - 1 + rules.in_flight)
        # vLLM adds a block because a window need not begin at the start of one.
        extra = rules.block if rules.in_flight and group.kind == "sliding" else 0
        return _up(kept, rules.block) + extra
    if group.kind == "compressed":
        entries = -(-tokens // group.compress_ratio) if group.compress_ratio else 0
        return min(tokens, window or tokens) + entries
    return _up(tokens, rules.block)


def is_window(group: Attention) -> bool:
    """Whether a layer of it sees only the last tokens."""
    return group.kind in ("sliding", "chunked")


def in_pool(model: Model, tokens: int, rules: Rules) -> int:
    """
    Tokens that a sequence of *tokens* takes of the pool of the layers that see all: more than it
    has, where the windows' pool, which comes in proportion, runs out first.
    """
    widths = [group.sliding_window or 0 for group in model.attention if is_window(group)]
    if rules.window_share is None or not widths:
        return tokens
    return max(tokens, round(min(tokens, max(widths)) / rules.window_share))


def keeps_tokens(group: Attention) -> bool:
    """Whether anything is kept: of the text, or of what an encoder gave."""
    return group.kind not in UNSEEN_BY_TEXT or bool(group.encoder_tokens)


class Terms(NamedTuple):
    """What is added up for one sequence: of the cache, and of the states beside it."""

    kv_cache: Sequence[Term]
    state: Sequence[Term]


def terms(
    model: Model, bits: float, tokens: int, rules: Rules, tensor_parallel_size: int = 1
) -> Terms:
    """Everything that one sequence of *tokens* keeps."""
    if model.linear and rules.grouped and model.attention:
        return _paged_hybrid(model, model.linear, bits, tokens, rules, tensor_parallel_size)
    pooled = in_pool(model, tokens, rules)
    kept: list[Term] = [
        Entries(layers, tokens_kept(group, tokens if is_window(group) else pooled, rules), vector)
        for group, layers, vector in _shapes(model, bits, rules.grouped, rules.packed)
    ]
    if model.indexer:
        entries = index_entries(model, tokens, rules)
        kept.append(Entries(model.indexer.layers, entries, INDEXER_KEY))
    return Terms(kept, [States(model.linear, rules.states)] if model.linear else [])


def cache_of_one_sequence(
    model: Model,
    bits: float,
    tokens: int,
    *,
    layout: Layout = ONE_GPU,
    rules: Rules = STEADY,
) -> Cache:
    """Cache and state of one sequence of *tokens* on the fullest GPU: bytes."""
    ranks = layout.tensor_parallel_size
    found = terms(model, bits, tokens, rules, ranks)
    share = _stage_share(model, layout)
    return Cache(
        round(sum([term.size(ranks) for term in found.kv_cache]) * share),
        round(sum([term.size(ranks) for term in found.state]) * share),
    )


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
    one = cache_of_one_sequence(model, bits, tokens, layout=layout, rules=rules)
    prefix = min(shared_prefix, tokens)
    shared = shared_by_sequences(model, bits, prefix, layout, rules) if prefix else 0
    return of_sequences(one, -(-sequences // layout.data_parallel_size), shared)


def of_sequences(one: Cache, here: int, shared: int = 0) -> Cache:
    """*here* of them on one GPU, of which all but the first have *shared* bytes already."""
    return Cache(one.kv_cache * here - shared * (here - 1), one.state * here)


def shared_by_sequences(
    model: Model, bits: float, prefix: int, layout: Layout, rules: Rules
) -> int:
    """What one further sequence saves because its first *prefix* tokens are already there."""
    blocks = prefix // rules.block * rules.block
    shared = [
        Entries(layers, blocks, vector).size(layout.tensor_parallel_size)
        for group, layers, vector in _shapes(model, bits, False, rules.packed)
        if group.kind in ("full", "mla")
    ]
    return round(sum(shared) * _stage_share(model, layout))


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


def _key(model: Model, bits: float, grouped: bool, packed: bool) -> tuple[Model, Hashable]:
    return model, (bits, grouped, packed)


@remember(_key)
def _shapes(
    model: Model, bits: float, grouped: bool, packed: bool
) -> tuple[tuple[Attention, int, Vector], ...]:
    """
    Groups of layers that keep text tokens: how many layers, padded where they are *grouped*, and
    what one of them keeps of a token.
    """
    unit = group_size(model) if grouped else 0
    return tuple(
        (group, _up(group.layers, unit), vector(model, group, bits, packed=packed))
        for group in model.attention
        if keeps_tokens(group)
    )


@remember(by_model)
def group_size(model: Model) -> int:
    """
    Layers in one group of vLLM's hybrid cache manager; 0 where all layers are of one kind.

    The smaller kind sets it, unless the kinds are nearly alike: then the larger.
    """
    kinds: dict[str, int] = {}
    for group in model.attention:
        if keeps_tokens(group):
            kinds[group.kind] = kinds.get(group.kind, 0) + group.layers
    if model.linear:
        kinds["state"] = model.linear.layers
    if len(kinds) < 2:
        return 0
    smallest, largest = min(kinds.values()), max(kinds.values())
    return largest if largest < GROUPS_ARE_ALIKE * smallest else smallest


def _paged_hybrid(
    model: Model,
    linear: LinearState,
    bits: float,
    tokens: int,
    rules: Rules,
    tensor_parallel_size: int,
) -> Terms:
    """
    vLLM keeps states in pages of the same size as attention blocks.

    The attention block grows until it holds one layer's state: B = 16 x ceil(state / bytes per
    token / 16); every page is B x bytes per token. Qwen3.5-35B at 10k: 268.1 MiB a request,
    measured 268.2.
    """
    state = state_per_layer(linear, tensor_parallel_size, rules.states)
    kept = _shapes(model, bits, True, rules.packed)
    widest = max(vector.size(tensor_parallel_size) for _, _, vector in kept)
    block = _up(-(-int(state) // max(1, int(widest))), rules.block) or rules.block
    one_by_one = Rules(1, rules.in_flight, grouped=True)
    page = block * widest
    pages = [
        Pages(layers, -(-tokens_kept(group, tokens, one_by_one) // block), page)
        for group, layers, _ in kept
    ]
    return Terms(pages, [Pages(_up(linear.layers, group_size(model)), 1, page)])


def _stage_share(model: Model, layout: Layout) -> float:
    stages = layout.pipeline_parallel_size
    if stages == 1:
        return 1.0
    return layers_of_heaviest_stage(model.num_hidden_layers, stages) / model.num_hidden_layers


def _up(value: int, multiple: int) -> int:
    """Rounded up to a *multiple*; as it is where that is 0."""
    return -(-value // multiple) * multiple if multiple else value
