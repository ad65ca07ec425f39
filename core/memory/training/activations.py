"""
What a forward pass leaves for the backward pass, counted in elements of two bytes.

For each token, in one layer of a Llama (h hidden, A = heads x head_dim, I intermediate), as
PyTorch's autograd keeps it with Transformers' modules:

    norms            2 x 2 h     each keeps its input in float32
    attention        4 A         queries, keys and values for all heads, output (flash attention)
    feed-forward     3 I         gate before and after SiLU, up
    trained weights  4 h + I     inputs of the linear layers, normalised inputs of the norms
    or adapters      each adapted layer's input

Full fine-tuning: 12 h + 4 I with A = h. Counted by running the modules under a dispatcher that adds
up storages (transformers 5.23, torch 2.13; docs/formulas-training.md). Without flash attention each
layer also keeps heads x tokens scores for each token, in float32 and in 16 bits.

Gradient checkpointing keeps h for each layer and makes one layer at a time anew.
"""

from collections.abc import Hashable
from dataclasses import dataclass

from core.catalog.model import Attention, Model
from core.catalog.remember import by_model, remember
from core.catalog.tensors import linear_layer_elements
from core.memory.linears import Linear, dense_widths, linears
from core.memory.training.lora import adapted
from core.memory.training.recipe import Recipe

ELEMENT = 2  # byte
NORMS = 2
NORM_IN_FLOAT32 = 2  # elements of two bytes
SCORES_KEPT = 3  # elements of two bytes: float32 and 16-bit probabilities
SCORES_AT_WORK = 3  # the same again while they are computed
BACKWARD_HIDDEN = 10  # gradients at work in one layer: 10 h + 2 I
BACKWARD_WIDEST = 2
SELECTIVE = 0.25  # of all activations: outputs of attention and of every second matrix product
QUANTISED_INPUTS = 1.5  # bitsandbytes keeps the inputs of its layers, once or twice by version
# Architectures that norm queries and keys, each keeping its input in float32 and, for its own
# weights, the normed one (transformers 5.24.0, models/*/modeling_*.py: q_norm or query_layernorm
# in every attention)
NORMED_HEADS = frozenset((
    "qwen3", "qwen3_vl_text", "qwen3_moe", "qwen3_vl_moe_text", "qwen3_omni_moe_text",
    "qwen3_next", "qwen3_5_text", "qwen3_5_moe_text", "gemma3_text", "gemma3n_text", "gemma4_text",
    "olmo2", "olmo3", "olmo_hybrid", "olmoe", "exaone4", "exaone4_5_text", "exaone_moe",
    "hunyuan_v1_dense", "hunyuan_v1_moe", "apertus", "lfm2", "lfm2_moe", "minimax_m2", "mellum",
))  # fmt: skip
STATE_FACTOR = 1.5  # elements kept in recurrent layers for each output of their projections


@dataclass(frozen=True, slots=True)
class Kept:
    """Elements of two bytes for each token: *all_layers* together, and of the largest layer."""

    all_layers: float
    largest_layer: float
    at_work: float  # in the backward pass of the largest layer, beyond what it kept
    whole: float = 0  # of all layers, what tensor parallelism alone leaves on every rank


def activations(model: Model, recipe: Recipe) -> tuple[float, float]:
    """
    Bytes of one micro batch: (kept until the loss, more while one layer is worked on).

    With checkpointing the second part holds the layer that is made anew. Tensor parallelism
    divides all of it, without sequence parallelism all but the norms and what goes into the first
    matrices (arXiv:2205.05198, equations 2 and 4).
    """
    kept = kept_per_token(model, recipe)
    inputs = model.num_hidden_layers * model.hidden_size
    match recipe.checkpointing:
        case "none":
            until_loss, whole = kept.all_layers, kept.whole
        case "selective":
            until_loss, whole = inputs + SELECTIVE * kept.all_layers, inputs
        case "full":
            until_loss, whole = inputs, inputs
    again = 0.0 if recipe.checkpointing == "none" else kept.largest_layer
    at_work, whole_layer = again + kept.at_work, kept.whole / model.num_hidden_layers
    each = ELEMENT * recipe.tokens
    layer = each * _on_a_rank(recipe, at_work, whole_layer if again else 0.0)
    if recipe.method == "qlora":
        layer += ELEMENT * _largest_matrix(model) / recipe.tensor_parallel  # made whole in 16 bits
    return each * _on_a_rank(recipe, until_loss, whole), layer


@remember(by_model)
def _largest_matrix(model: Model) -> int:
    """Elements of the largest linear layer; of routed experts one is at work."""
    return max((each.inputs * each.outputs for each in linears(model)), default=0)


def _on_a_rank(recipe: Recipe, elements: float, whole: float) -> float:
    ranks = recipe.tensor_parallel
    if recipe.sequence_parallel:
        return elements / ranks
    return (elements - whole) / ranks + whole


def _key(model: Model, recipe: Recipe) -> tuple[Model, Hashable]:
    layers = (recipe.targets, recipe.habits, recipe.flash_attention)
    return model, (recipe.method, *layers, recipe.sequence_tokens)


@remember(_key)
def kept_per_token(model: Model, recipe: Recipe) -> Kept:
    """What one token leaves in all layers, and in the largest."""
    hidden, layers = model.hidden_size, model.num_hidden_layers
    scores = 0.0
    compiled, trained = recipe.habits.compiled, recipe.method == "full"
    norm = NORM_IN_FLOAT32 if model.gated_mlp and not compiled else 1
    norms = layers * hidden * NORMS * norm
    total = norms + layers * hidden * recipe.habits.attention_copies
    widest = 0.0
    for group in model.attention:
        query, value = _head_widths(model, group)
        total += group.layers * (query + value)
        total += group.layers * (_key_value_widths(group) if compiled else query + value)
        if model.model_type in NORMED_HEADS:
            keys = group.num_key_value_heads * group.head_dim
            total += group.layers * (NORM_IN_FLOAT32 + trained) * (query + keys)
        if not recipe.flash_attention:
            heads = group.num_attention_heads or model.num_attention_heads or 0
            scores = max(scores, heads * recipe.sequence_tokens)  # windows only mask
            total += group.layers * heads * recipe.sequence_tokens * SCORES_KEPT
    if model.linear:
        width = linear_layer_elements(model, model.linear) / hidden
        total += model.linear.layers * STATE_FACTOR * width
    for group_layers, width in _feed_forward(model):
        total += group_layers * ((2 if compiled else 3) if model.gated_mlp else 1) * width
        widest = max(widest, width)
    if model.moe:
        # What each expert is given and, to be weighed, what it gives back
        total += model.moe.moe_layers * 2 * model.moe.num_experts_per_tok * hidden
    total += _inputs_kept(model, recipe)
    at_work = BACKWARD_HIDDEN * hidden + BACKWARD_WIDEST * widest + SCORES_AT_WORK * scores
    whole = norms + _inputs_of_columns(model, recipe)
    return Kept(total, total / layers, at_work, whole)


def _head_widths(model: Model, group: Attention) -> tuple[int, int]:
    """Widths of queries (as of keys repeated for all heads) and of the output: elements."""
    heads = group.num_attention_heads or model.num_attention_heads or 0
    if group.kind == "mla" and model.mla:
        mla = model.mla
        return heads * (mla.qk_nope_head_dim + mla.qk_rope_head_dim), heads * mla.v_head_dim
    return heads * group.head_dim, heads * (group.v_head_dim or group.head_dim)


def _key_value_widths(group: Attention) -> int:
    """Keys and values of one token as they come out of their projections: elements."""
    return group.num_key_value_heads * (group.head_dim + (group.v_head_dim or group.head_dim))


def _feed_forward(model: Model) -> tuple[tuple[int, int], ...]:
    """(layers, width) that one token passes: dense and shared parts and its own experts."""
    pairs = dense_widths(model)
    if model.moe:
        active = model.moe.num_experts_per_tok * model.moe.moe_intermediate_size
        pairs = (*pairs, (model.moe.moe_layers, active))
    return pairs


def passed(linear: Linear, model: Model) -> int:
    """How many of a layer's matrices a token passes: of experts its own, of the embedding none."""
    if linear.name == "embedding":
        return 0
    return model.moe.num_experts_per_tok if linear.experts and model.moe else 1


def _inputs_of_columns(model: Model, recipe: Recipe) -> float:
    """What goes into the matrices whose outputs are divided: every rank has all of it."""
    if recipe.method == "full":
        return model.num_hidden_layers * 4 * model.hidden_size
    beside = adapted(model, recipe.targets)
    columns = (each for each in beside if each.side == "column")
    return recipe.habits.adapter_input * sum(
        each.layers * each.inputs * passed(each, model) for each in columns
    )


def _inputs_kept(model: Model, recipe: Recipe) -> float:
    """Inputs of linear layers, kept for the gradients of their weights or adapters: elements."""
    hidden, layers = model.hidden_size, model.num_hidden_layers
    down = sum(group_layers * width for group_layers, width in _feed_forward(model))
    if recipe.method == "full":
        return layers * 4 * hidden + down
    outputs = sum(group.layers * _head_widths(model, group)[1] for group in model.attention)
    adapters = adapted(model, recipe.targets)
    kept = recipe.habits.adapter_input * sum(
        each.layers * each.inputs * passed(each, model) for each in adapters
    )
    if recipe.method == "qlora":
        kept += QUANTISED_INPUTS * (layers * 2 * hidden + outputs + down)
    return kept
