"""
What of a model lies on the cards under llama.cpp, and what in the host's memory.

    input embeddings          the host, always; where they are the head as well, on the card too
    -ngl N                    the head, then the last N - 1 layers with their caches; N = layers + 1
                              is all (before build 7,500: the last N layers, then the head)
    --n-cpu-moe N             experts of the first N layers, dense ones counted: the host
    --cpu-moe                 those of all layers
    -ot PATTERN=CPU           every tensor whose name matches
    --no-kv-offload           the caches: the host

Read in ggml-org/llama.cpp: src/llama-model.cpp at b10437 (i_gpu_start = n_layer_all + 1 -
n_gpu_layers; dev_input is always the CPU), pull request 18148 of December 2025 (head first),
common/arg.cpp and common.h (LLM_FFN_EXPS_REGEX), src/llama-kv-cache.cpp (a cache lies where its
layer does).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.asked.question import Engine
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.catalog.tensors import Tensors
from core.memory.engines.llama_cpp import build_of
from core.memory.weights import classes

ALL_LAYERS = 10_000
HEAD_FIRST_FROM = 7_500  # b7437 of 16 December 2025 was before
EXPERTS = ("ffn_gate_exps", "ffn_up_exps", "ffn_down_exps")
NAMES = {
    "expert": EXPERTS,
    "mlp": ("ffn_gate", "ffn_up", "ffn_down"),
    "attention": ("attn_q", "attn_k", "attn_v", "attn_output"),
    "router": ("ffn_gate_inp",),
}
SHARED = ("ffn_gate_shexp", "ffn_up_shexp", "ffn_down_shexp")
HOST = "CPU"
# Patterns that are tried: as a regular expression somebody typed could take for ever, only those
# of few repetitions, none of a group.
_HARMLESS = re.compile(r"[\w.\\|()\[\]^$+*?-]{1,200}")
_REPEATED = re.compile(r"[*+?]|\{\d")
MOST_REPETITIONS = 3


@dataclass(frozen=True, slots=True)
class Offload:
    """
    The flags that say what lies where. *layers*: of the model's, and one for the head, as -ngl
    counts; *experts*: of the first so many layers, in the host's memory; *patterns*: tensors there.
    """

    layers: int = ALL_LAYERS
    experts: int = 0
    patterns: tuple[str, ...] = ()
    cache: bool = True
    head_first: bool = True

    def blocks(self, model: Model) -> int:
        """Layers of *model* that lie on the cards."""
        return max(0, min(self.layers - (1 if self.head_first else 0), model.num_hidden_layers))

    def head(self, model: Model) -> bool:
        """Whether the output head lies there."""
        return self.layers > (0 if self.head_first else model.num_hidden_layers)

    def everything(self, model: Model) -> bool:
        """Whether all lies there but the input embeddings."""
        whole = self.layers > model.num_hidden_layers and self.cache
        return whole and not self.experts and not self.patterns


def offload(engine: Engine) -> Offload:
    """The flags of a command line."""
    every = engine.n_gpu_layers
    build = build_of(engine)
    return Offload(
        layers=ALL_LAYERS if every is None or every < 0 else every,
        experts=ALL_LAYERS if engine.cpu_moe else engine.n_cpu_moe or 0,
        patterns=tuple(hosted(engine)),
        cache=engine.kv_offload is not False,
        head_first=not build or build >= HEAD_FIRST_FROM,
    )


def hosted(engine: Engine) -> Iterator[str]:
    """Patterns of --override-tensor that leave tensors with the host, and that can be tried."""
    for said in engine.override_tensors or ():
        pattern, _, where = said.rpartition("=")
        if where.upper().startswith(HOST) and _can_be_tried(pattern):
            yield pattern


def not_tried(engine: Engine) -> tuple[str, ...]:
    """The others: another card, or a pattern that is not tried."""
    tried = set(hosted(engine))
    said = engine.override_tensors or ()
    return tuple(each for each in said if each.rpartition("=")[0] not in tried)


def share_on_card(tensors: Tensors, model: Model, flags: Offload) -> float:
    """Of the bytes of a class of weights: 0 to 1."""
    if tensors.kind == "embedding":
        return float(model.tie_word_embeddings and flags.head(model))
    if tensors.kind == "lm_head":
        return float(flags.head(model))
    if not tensors.layers:
        return 1.0  # a vision tower
    names = _names(tensors, model)
    held = _layers_on_card(tensors, names, model, flags)
    if flags.patterns:
        return sum(_left(layer, names, flags.patterns) for layer in held) / tensors.layers
    return len(held) / tensors.layers


def on_the_host(model: Model, precision: Precision, flags: Offload = Offload()) -> int:
    """Weights that lie there: bytes."""
    whole = classes(model, precision)
    return round(sum(g.size * (1 - share_on_card(g.tensors, model, flags)) for g in whole))


def bytes_of_layers(model: Model, precision: Precision, flags: Offload) -> list[float]:
    """
    Weights of each layer on the cards in their order, the head behind the last: bytes.

    What belongs to no layer, as a vision tower, lies on the first card.
    """
    blocks, last = flags.blocks(model), model.num_hidden_layers
    found = [0.0] * (blocks + 1)
    for group in classes(model, precision):
        tensors = group.tensors
        if not tensors.layers:
            at = blocks if tensors.kind in ("embedding", "lm_head") else 0
            found[at] += group.size * share_on_card(tensors, model, flags)
            continue
        names = _names(tensors, model)
        for layer in _layers_on_card(tensors, names, model, flags):
            left = _left(layer, names, flags.patterns) if flags.patterns else 1.0
            at = min(layer - (last - blocks), blocks)  # layers of a draft stand behind the last
            found[at] += group.size / tensors.layers * left
    return found


def share_of_cache(model: Model, flags: Offload) -> float:
    """Of the caches and states, which lie where their layers do: 0 to 1."""
    return flags.blocks(model) / model.num_hidden_layers if flags.cache else 0.0


def copied(model: Model, precision: Precision, flags: Offload) -> int:
    """
    The largest matrix that lies with the host, but for the input embeddings: bytes, at most.

    A long prompt is computed on the card, so the matrix is copied there (--op-offload).
    """
    if flags.everything(model):
        return 0
    each = (
        group.size / max(1, group.tensors.layers) / len(_names(group.tensors, model))
        for group in classes(model, precision)
        if group.tensors.kind != "embedding" and share_on_card(group.tensors, model, flags) < 1
    )
    return round(max(each, default=0))


def _layers_on_card(
    tensors: Tensors, names: tuple[str, ...], model: Model, flags: Offload
) -> range:
    """The layers whose tensors lie there: the last ones, behind those whose experts do not."""
    first = _first(tensors, model)
    begins = max(first, model.num_hidden_layers - flags.blocks(model))
    if names == EXPERTS:
        begins = max(begins, flags.experts)
    return range(begins, first + tensors.layers)


def _left(layer: int, names: tuple[str, ...], patterns: tuple[str, ...]) -> float:
    """Of the tensors *names* of a layer, those that no pattern takes away: 0 to 1."""
    stay = [name for name in names if not _moved(f"blk.{layer}.{name}.weight", patterns)]
    return len(stay) / len(names)


def _names(tensors: Tensors, model: Model) -> tuple[str, ...]:
    shared = tensors.kind == "mlp" and model.moe is not None and _first(tensors, model) > 0
    return SHARED if shared else NAMES.get(tensors.kind, (tensors.kind,))


def _first(tensors: Tensors, model: Model) -> int:
    """The layer that they begin in: experts stand behind the dense layers."""
    moe = model.moe
    if moe is None or tensors.kind not in ("expert", "router", "mlp"):
        return 0
    return moe.dense_layers if tensors.layers == moe.moe_layers else 0


def _moved(name: str, patterns: tuple[str, ...]) -> bool:
    return any(re.search(pattern, name) for pattern in patterns)


def _can_be_tried(pattern: str) -> bool:
    if not _HARMLESS.fullmatch(pattern) or re.search(r"\)[*+?]", pattern):
        return False
    if len(_REPEATED.findall(pattern)) > MOST_REPETITIONS:
        return False
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True
