"""One config.json, part by part, into a Model."""

from dataclasses import dataclass
from typing import Literal

from core.catalog.hf import attention, compressed, feed_forward, pruned, recurrent
from core.catalog.hf.architectures import Architecture
from core.catalog.hf.experts import mixture
from core.catalog.hf.fields import Fields
from core.catalog.hf.ignored import classes_apart
from core.catalog.hf.layers import Kind, kinds_of_layers, number_of_layers
from core.catalog.hf.quantization import precision_id
from core.catalog.hf.towers import tower_parameters
from core.catalog.model import Attention, LinearState, Model, MoE
from core.catalog.tensors import count
from core.units import PARAMETER, Quantity

MOST_HIDDEN = 1_000_000
_POSITIONS = (
    "max_position_embeddings",
    "n_positions",
    "max_seq_len",
    "seq_length",
    "max_sequence_length",
    "model_max_length",
)
_BIASES = ("attention_bias", "qkv_bias", "use_qkv_bias", "add_qkv_bias", "use_bias", "enable_bias")
_GATES = ("attn_output_gate", "attention_output_gate", "mla_use_output_gate")
_DTYPES: dict[str, Literal["bf16", "fp16", "fp32"]] = {
    "bfloat16": "bf16",
    "float16": "fp16",
    "float32": "fp32",
}
_TOWER_COUNTED = "the part for images is counted as a plain vision transformer"
_TOWER_LEFT_OUT = "the part for images is not counted"
_SOUND_LEFT_OUT = "the part for sound is not counted"
_EXPERTS_ALONE = {"mxfp4": "mxfp4-experts", "gptq-g32": "int4-experts"}


@dataclass(frozen=True, slots=True)
class Config:
    """The whole file, the text model in it, how to read that, and the family of its towers."""

    root: Fields
    fields: Fields
    rules: Architecture
    towers: str | None = None


def read(config: Config, model_type: str, name: str | None) -> Model:
    """Everything the formulas need. Raises CatalogError naming the key that is wrong."""
    fields, rules = config.fields, config.rules
    layers = number_of_layers(fields)
    hidden = fields.whole("hidden_size", "n_embd", "n_embed", "d_model", most=MOST_HIDDEN)
    kinds = _kinds(config, layers)
    moe = mixture(fields, kinds)
    groups, feed_forward_parameters = _attention(config, kinds, hidden)
    if moe and rules.attentions_per_layer > 1:
        feed_forward_parameters = feed_forward.twin_feed_forward(fields, moe, hidden=hidden)
    linear = _state(config, kinds, hidden)
    quantization, apart = _quantization(config, _layers_of_classes(kinds, groups, linear, moe))
    per_layer = fields.optional("hidden_size_per_layer_input") or 0
    model = Model(
        id=None,
        name=name or _own_name(config, model_type),
        family=model_type,
        model_type=model_type,
        parameters=Quantity(1, PARAMETER),
        num_hidden_layers=layers,
        hidden_size=hidden,
        intermediate_size=feed_forward.dense_width(
            fields, layers=layers, hidden=hidden, moe=moe, architecture=rules
        ),
        num_attention_heads=attention.query_heads(fields) if groups else None,
        vocab_size=fields.whole("padded_vocab_size", "vocab_size"),
        tie_word_embeddings=_is_tied(config),
        max_position_embeddings=fields.optional(*_POSITIONS) or None,
        gated_mlp=rules.gated_mlp,
        mlp_layers=kinds.count("mlp") if {"mlp", "moe"} & set(kinds) else None,
        attention_bias=rules.attention_bias or any(fields.flag(key) for key in _BIASES),
        attention_gate=rules.attention_gate or any(fields.flag(key) for key in _GATES),
        attention=groups,
        mla=attention.mla(fields, groups),
        compressed_attention=_if_compressed(config),
        indexer=_indexer(config, groups),
        linear=linear,
        parallel_hybrid=rules.parallel_hybrid,
        moe=moe,
        kv_shared_layers=fields.optional("num_kv_shared_layers") or 0,
        per_layer_embedding_vocab=_if(per_layer, fields, "vocab_size_per_layer_input"),
        per_layer_embedding_width=per_layer,
        learned_positions=_learned_positions(config),
        embedding_dim=_embedding_dim(fields, hidden),
        feed_forward_parameters=feed_forward_parameters,
        kda_full_rank_gate=_has_full_rank_gate(fields),
        other_parameters=_towers(config, hidden),
        dtype=_dtype(config),
        quantization=quantization,
        quantization_apart=apart,
        source="config.json",
        checked="",
        notes=_notes(config),
    )
    return _counted(model)


def _kinds(config: Config, layers: int) -> list[Kind]:
    if config.rules.layers in ("compressed", "pruned"):
        return ["full"] * layers
    return kinds_of_layers(config.fields, layers, config.rules)


def _own_name(config: Config, model_type: str) -> str:
    path = config.root.word("_name_or_path") or config.fields.word("_name_or_path") or ""
    return path.rstrip("/").split("/")[-1][:100] or model_type


def _attention(
    config: Config, kinds: list[Kind], hidden: int
) -> tuple[tuple[Attention, ...], int | None]:
    """Groups of layers with a cache, and the feed-forward weights where layers differ in them."""
    fields, layers = config.fields, len(kinds)
    if config.rules.layers == "compressed":
        return compressed.compressed_groups(fields, layers), None
    if config.rules.layers == "pruned":
        heads = attention.query_heads(fields)
        found = pruned.pruned_layers(fields, layers=layers, hidden=hidden, heads=heads)
        return found.attention, found.feed_forward_parameters
    return attention.attention_groups(fields, kinds, hidden, config.rules), None


def _if_compressed(config: Config) -> compressed.CompressedAttention | None:
    if config.rules.layers != "compressed":
        return None
    return compressed.compressed_widths(config.fields)


def _indexer(config: Config, groups: tuple[Attention, ...]) -> attention.Indexer | None:
    if config.rules.layers == "compressed":
        return compressed.compressed_indexer(config.fields, groups)
    return attention.indexer(config.fields, groups)


def _state(config: Config, kinds: list[Kind], hidden: int) -> LinearState | None:
    layers = kinds.count("linear") + kinds.count("both")
    if not layers:
        return None
    if config.rules.state is None:
        types = ", ".join(config.rules.model_types)
        raise config.fields.wrong("layer_types", "linear_attention", f"kinds that {types} has")
    return recurrent.state(config.fields, config.rules.state, layers=layers, hidden=hidden)


def _is_tied(config: Config) -> bool:
    """The text part says it, or the whole file, or the architecture."""
    if config.fields.has("tie_word_embeddings") or not config.root.has("tie_word_embeddings"):
        return config.fields.flag("tie_word_embeddings")
    return config.root.flag("tie_word_embeddings")


def _if(condition: int, fields: Fields, name: str) -> int:
    return fields.whole(name) if condition else 0


def _learned_positions(config: Config) -> int:
    if not config.rules.learned_positions:
        return 0
    return config.fields.whole(*_POSITIONS) + config.rules.positions_beyond


def _embedding_dim(fields: Fields, hidden: int) -> int | None:
    given = fields.optional("word_embed_proj_dim", "embedding_size")
    return given if given != hidden else None


def _has_full_rank_gate(fields: Fields) -> bool:
    table = fields.table("linear_attn_config")
    return table.flag("use_full_rank_gate") if table else False


def _towers(config: Config, hidden: int) -> int:
    vision = config.root.table("vision_config")
    if vision is None and (thinker := config.root.table("thinker_config")):
        vision = thinker.table("vision_config")
    if vision is None or config.towers is None or config.towers == "none":
        return 0
    return tower_parameters(vision, config.towers, hidden)


def _notes(config: Config) -> tuple[str, ...]:
    """What was counted roughly or not at all."""
    root = config.root.table("thinker_config") or config.root
    notes: list[str] = []
    if root.table("vision_config") is not None:
        counted = config.towers not in (None, "none")
        notes.append(_TOWER_COUNTED if counted else _TOWER_LEFT_OUT)
    if root.table("audio_config") is not None:
        notes.append(_SOUND_LEFT_OUT)
    return tuple(notes)


def _dtype(config: Config) -> Literal["bf16", "fp16", "fp32"] | None:
    names = ("dtype", "torch_dtype")
    given = config.fields.word(*names) or config.root.word(*names)
    return _DTYPES.get(given.removeprefix("torch.")) if given else None


def _layers_of_classes(
    kinds: list[Kind],
    groups: tuple[Attention, ...],
    linear: LinearState | None,
    moe: MoE | None,
) -> dict[str, int]:
    """How many layers have tensors of each class, to tell "most of them" from "a few"."""
    plain = len([kind for kind in kinds if kind not in ("linear", "moe")]) if moe else len(kinds)
    return {
        "attention": sum(group.layers for group in groups),
        "mlp": plain,
        "expert": moe.moe_layers if moe else 0,
        "state": linear.layers if linear else 0,
    }


def _quantization(
    config: Config, layers: dict[str, int]
) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """The format of the checkpoint, and the classes of tensors with another."""
    table = config.root.table("quantization_config") or config.fields.table("quantization_config")
    table = table or config.root.table("quantization") or config.root.table("compression_config")
    if table is None:
        return None, ()
    found = precision_id(table)
    experts_apart = table.has("moe_quant_algo")
    if found.startswith("fp8") and config.root.word("expert_dtype") == "fp4" and not experts_apart:
        return "fp8-fp4-experts", ()
    if found in _EXPERTS_ALONE.values():
        return found, ()
    apart = classes_apart(table, layers, found)
    if {kind for kind, _ in apart} >= {"attention", "mlp"} and found in _EXPERTS_ALONE:
        return _EXPERTS_ALONE[found], ()
    return found, apart


def _counted(model: Model) -> Model:
    """With its parameters, and those that work on one token where it has experts."""
    parameters = count(model)
    active = None
    if model.moe is not None:
        moe = model.moe
        matrices = 3 if model.gated_mlp else 2
        width = moe.latent_size or model.hidden_size
        expert = matrices * width * moe.moe_intermediate_size
        idle = moe.moe_layers * (moe.num_experts - moe.num_experts_per_tok) * expert
        active = parameters - model.other_parameters - max(0, idle)
    sizes = {"parameters": Quantity(parameters, PARAMETER)}
    if active is not None:
        sizes["active_parameters"] = Quantity(active, PARAMETER)
    return model.model_copy(update=sizes)
