"""Names in measured rows -> rows of the catalogue, or a model made of the row's own fields."""

import re
from functools import cache
from typing import Any

from core.catalog.catalog import Catalog
from core.catalog.gpu import GPU
from core.catalog.load import load_catalog
from core.catalog.model import Attention, Model
from core.catalog.precision import Precision
from tests.accuracy.row import Row
from tests.sizes import GIB


class UnmappedError(Exception):
    """A row that says too little, or speaks of something we do not estimate."""


# What quantisers append to the name of the model they quantised.
_SUFFIX = re.compile(
    r"[-_. ]*(?:\(.*\)|gguf|awq|gptq(?:-int[48])?|int[48]|w[48]a(?:8|16)|fp8(?:-(?:dynamic|block))?"
    r"|nvfp4|fp4|bnb|4bit|8bit|quantized|dynamic|mlx|bf16|hf|moe)$",
    re.IGNORECASE,
)
_DATE = re.compile(r"2[3-9][01]\d$")
WHOLE = 128  # widths of feed-forward parts are multiples of it
_BASE_SUFFIXES = ("instruct", "chat", "it", "base", "hf")


def model_of(row: Row) -> Model:
    """The model of *row*: by hub id, by name, or from its `arch` fields."""
    index = _models()
    for name in (row.text("hf_id"), row.text("model")):
        for candidate in _spellings(name):
            if candidate in index:
                return index[candidate]
    arch = row.fields.get("arch")
    if not arch or not row.fields.get("params"):
        raise UnmappedError(
            "the model is not named, or not in the catalogue and without dimensions"
        )
    return from_fields(row.text("model"), int(row.fields["params"]), arch)


def from_fields(name: str, parameters: int, arch: dict[str, Any]) -> Model:
    """A dense model of *arch*; the width of the feed-forward part follows from the parameters."""
    if arch.get("experts") or not str(arch.get("attention", "")).startswith(("MHA", "GQA", "MQA")):
        raise UnmappedError("an architecture that its dimensions alone do not describe")
    layers, hidden, heads = arch["layers"], arch["hidden"], arch["heads"]
    head_dim = arch.get("head_dim") or hidden // heads
    kv_heads, vocabulary = arch["kv_heads"], arch["vocab"]
    embeddings = vocabulary * hidden * (1 if arch.get("tied") else 2)
    attention = 2 * hidden * head_dim * (heads + kv_heads)
    width = (parameters - embeddings - layers * attention) / (3 * layers * hidden)
    width = round(width / WHOLE) * WHOLE  # norms and biases are in the parameters as well
    return Model(
        id=None,
        name=name,
        family="measured",
        model_type="llama",
        parameters=parameters,
        num_hidden_layers=layers,
        hidden_size=hidden,
        intermediate_size=max(width, 1),
        num_attention_heads=heads,
        vocab_size=vocabulary,
        tie_word_embeddings=bool(arch.get("tied")),
        attention=(
            Attention(kind="full", layers=layers, num_key_value_heads=kv_heads, head_dim=head_dim),
        ),
        source="fields of a measured row",
        checked="2026-11-22",
    )


_PRECISIONS = {
    "bfloat16": "bf16",
    "float8": "fp8",
    "float8+bf16": "bf16",  # weights and states stay wider; products are in FP8
    "fp8-dynamic": "fp8",
    "w8a8": "int8",
    "gptq-int4": "gptq",
    "bnb.nf4": "nf4",
    "bnb.nf4-dq": "nf4-dq",
    "bnb.int8": "bnb-int8",
    "f16": "fp16",
    "f32": "fp32",
}


def precision_of(row: Row, model: Model) -> Precision:
    """The format of the weights; the model's own variant where its checkpoint has one."""
    precisions = load_catalog().precisions
    text = row.text("precision").lower()
    words = text.replace("/", " ").split()
    width = re.search(r"([\d.]+) bpw", text)
    name = _PRECISIONS.get(words[0], words[0]) if words else ""
    if name == "int8" and row.engine in ("transformers", "axolotl", "peft"):
        name = "bnb-int8"
    if name == "nf4" and row.engine == "axolotl":
        name = "nf4-dq"  # its load_in_4bit quantises the scales as well
    known = precisions.get(name)
    if known is None and width:
        return _of_width(float(width[1]))
    if known is None:
        raise UnmappedError(f"number format {row.text('precision')!r}")
    own = precisions.get(model.quantization or "")
    return own if own is not None and own.variant_of == known.id else known


def _of_width(bits: float) -> Precision:
    """A format of which only the bits of a weight are stated, over the whole file."""
    return Precision(
        id="measured",
        name=f"{bits} bits",
        bits=bits,
        width=f"{bits} bit/element",
        kind="float",
        source="a measured row",
        checked="2026-11-22",
    )


def kv_precision_of(row: Row) -> Precision:
    """The format of the cache; 16 bits where nothing is said."""
    precisions = load_catalog().precisions
    name = row.text("kv_dtype").lower().split("/")[0]
    named = {"q8_0": "ggml-q8_0", "iq4_nl": "ggml-iq4_nl", "q4_0": "ggml-q4_0"}.get(name, name)
    return precisions.get(_PRECISIONS.get(named, named), precisions["bf16"])


def card_of(row: Row) -> tuple[GPU | None, int, int]:
    """
    (card, bytes that the driver reports, bytes that a program sees).

    A row may say what the program saw: "RTX 3090 (23.58 GiB)".
    """
    text = row.text("gpu")
    seen = re.search(r"\((?:about )?([\d.]+) ?(GiB|GB)", text)
    name = re.split(r"[(/]", text)[0].strip().lower()
    nameless = re.fullmatch(r"(\d+) ?gb gpu", name)
    if nameless:
        return None, int(nameless[1]) * GIB, 0
    gpu = _cards().get(_key(name)) or _cards().get(_key(re.sub(r" \d+ ?gb$", "", name)))
    capacity = gpu.capacity if gpu else 0
    if seen:
        visible = round(float(seen[1]) * GIB)
        return gpu, capacity or visible, visible
    if gpu is None:
        raise UnmappedError(f"card {text!r}")
    return gpu, capacity, 0


@cache
def _models() -> dict[str, Model]:
    catalog: Catalog = load_catalog()
    found: dict[str, Model] = {}
    for model in catalog.models.values():
        for name in (model.id, model.name, *model.same_as, *model.aliases):
            if name:
                found.setdefault(_key(name), model)
                found.setdefault(_key(name.split("/")[-1]), model)
    for name, model in list(found.items()):
        found.setdefault(_DATE.sub("", name), model)  # "...-2501" and "...-2506" are one shape
    return found


@cache
def _cards() -> dict[str, GPU]:
    found: dict[str, GPU] = {}
    for gpu in load_catalog().gpus.values():
        for name in (gpu.id, gpu.name, *gpu.aliases):
            found.setdefault(_key(name), gpu)
    return found


def _spellings(name: str) -> list[str]:
    """Keys to try, the full name first: without the organisation, without quantisers' suffixes."""
    spellings: list[str] = []
    for start in (name, name.split("/")[-1]):
        short, previous = start, ""
        while short != previous:
            spellings.append(short)
            previous, short = short, _SUFFIX.sub("", short)
        spellings += [re.sub(r"^meta-", "", text, flags=re.I) for text in (short,)]
        spellings += [
            short[: -len(suffix) - 1]
            for suffix in _BASE_SUFFIXES
            if short.lower().endswith(f"-{suffix}")
        ]
    spellings += [re.sub(r"^bloomz\b", "bloom", text, flags=re.I) for text in spellings]
    keys = [_key(text) for text in spellings if text]
    return keys + [_DATE.sub("", key) for key in keys]


def _key(name: str) -> str:
    return re.sub(r"[^a-z0-9./]+", "", name.lower()).replace(".", "")
