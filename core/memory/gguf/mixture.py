"""
Which block type llama-quantize gives a tensor.

ggml-org/llama.cpp, src/llama-quant.cpp at 007dbbf3: llama_tensor_get_type_impl and
llama_ftype_get_default_type. *imatrix*: the I-quants are published with an importance matrix, and
those of three bits and fewer are not made without one; the others are as they are without one. A
file type is named as people write it, in small letters.

    "more bits"   the first and the last eighth of the layers, and every third between
    attn_v        more where four query heads share it; Q8_0 in models of eight experts
    70B           attn_v at five bits where others have three or four
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

from core.memory.gguf.blocks import BLOCKS

Category = Literal["embedding", "output", "q", "k", "v", "attn_output", "gate", "up", "down", "any"]

DEFAULTS = {
    "q4_0": "Q4_0",
    "q4_1": "Q4_1",
    "q5_0": "Q5_0",
    "q5_1": "Q5_1",
    "q8_0": "Q8_0",
    "q2_k": "Q2_K",
    "q2_k_s": "Q2_K",
    "q3_k_s": "Q3_K",
    "q3_k_m": "Q3_K",
    "q3_k_l": "Q3_K",
    "q4_k_s": "Q4_K",
    "q4_k_m": "Q4_K",
    "q5_k_s": "Q5_K",
    "q5_k_m": "Q5_K",
    "q6_k": "Q6_K",
    "iq1_s": "IQ1_S",
    "iq1_m": "IQ1_M",
    "iq2_xxs": "IQ2_XXS",
    "iq2_xs": "IQ2_XS",
    "iq2_s": "IQ2_XS",
    "iq2_m": "IQ2_S",
    "iq3_xxs": "IQ3_XXS",
    "iq3_xs": "IQ3_S",
    "iq3_s": "IQ3_S",
    "iq3_m": "IQ3_S",
    "iq4_xs": "IQ4_XS",
    "iq4_nl": "IQ4_NL",
    "tq1_0": "TQ1_0",
    "tq2_0": "TQ2_0",
}
# Files of about two bits have rules of their own.
TWO_BITS = ("iq1_s", "iq1_m", "iq2_xxs", "iq2_xs", "iq2_s", "iq2_m")
_TWO_AND_A_HALF = ("iq2_s", "iq2_m")
# attn_output of eight experts gets Q5_K in these, whatever else holds there.
_FIVE_BIT_OUTPUTS = (
    "q2_k", "iq3_xs", "iq3_xxs", "q3_k_s", "q3_k_m", "iq4_nl", "q4_k_s", "q4_k_m", "iq3_s",
    "iq3_m", "iq4_xs",
)  # fmt: skip
EIGHT_EXPERTS = 8
MANY_SHARE = 4  # query heads to one of keys and values, or experts


class Facts(NamedTuple):
    """What of a model decides. *gqa*: query heads to one of keys and values."""

    gqa: int
    experts: int = 0
    is_70b: bool = False
    is_falcon: bool = False
    imatrix: bool = True  # of IQ4_XS and IQ4_NL


def type_of(file: str, category: Category, facts: Facts, layer: int = 0, layers: int = 1) -> str:
    """
    The block type of a tensor in a file of type *file*, before widths are looked at.

    *layer* of *layers*: of an attn_v the how-manieth of all attn_v there are.
    """
    default = DEFAULTS[file]
    if category in ("embedding", "output"):
        return _outside(file, category, default)
    if file in TWO_BITS:
        return _two_bits(file, category, facts, layer, layers) or default
    rule = _RULES.get(category)
    return (rule(file, facts, layer, layers) if rule else None) or default


def head_type(file: str, columns: int, facts: Facts) -> str:
    """The output head, and embeddings that are one; Q8_0 where a row is not whole blocks."""
    if facts.is_falcon or columns % BLOCKS[DEFAULTS[file]].size:
        return "Q8_0"
    return _outside(file, "output", DEFAULTS[file])


def more_bits(layer: int, layers: int) -> bool:
    """Whether a layer is one of the half that the _M files give more bits."""
    eighth = layers // 8
    return layer < eighth or layer >= 7 * layers // 8 or (layer - eighth) % 3 == 2


def _outside(file: str, category: Category, default: str) -> str:
    if category == "output":
        if file in TWO_BITS or file == "iq3_xxs":
            return "Q5_K"
        return default if default == "Q8_0" else "Q6_K"
    if file in _TWO_AND_A_HALF or file == "iq3_xxs":
        return "IQ3_S"
    if file in TWO_BITS:
        return "Q2_K"
    return "Q4_K" if file in ("tq1_0", "tq2_0") else default


def _two_bits(file: str, category: Category, facts: Facts, layer: int, layers: int) -> str | None:
    wider = "IQ3_S" if file in _TWO_AND_A_HALF else "Q2_K"
    if category == "v":
        shared = facts.gqa >= MANY_SHARE or facts.experts >= MANY_SHARE
        return "Q4_K" if shared else wider
    if category == "k" and facts.experts == EIGHT_EXPERTS:
        return "Q4_K"
    if category == "down" and layer < layers // 8:
        return wider
    if category == "attn_output":
        if facts.experts == EIGHT_EXPERTS:
            return "Q5_K"
        return {"iq1_s": "IQ2_XXS", "iq1_m": "IQ2_XXS", "iq2_s": "IQ3_S", "iq2_m": "IQ3_S"}.get(
            file
        )
    return None


def _v(file: str, facts: Facts, layer: int, layers: int) -> str | None:
    if facts.experts == EIGHT_EXPERTS:
        return "Q8_0"
    found = _v_of_file(file, facts.gqa >= MANY_SHARE, layer, layers)
    narrow = (found or DEFAULTS[file]) in ("Q3_K", "Q4_K")
    return "Q5_K" if facts.is_70b and narrow else found


def _v_of_file(file: str, shared: bool, layer: int, layers: int) -> str | None:
    match file:
        case "q2_k":
            return "Q4_K" if shared else "Q3_K"
        case "q2_k_s" | "iq3_xs" | "iq3_s":
            return "Q4_K" if shared else None
        case "iq3_xxs":
            return "Q4_K" if shared else None
        case "iq3_m":
            return "Q4_K"
        case "q3_k_m":
            return "Q5_K" if layer < 2 else "Q4_K"
        case "q3_k_l":
            return "Q5_K"
        case "iq4_nl" | "iq4_xs":
            return "Q5_K" if shared else None
        case "q4_k_m" | "q5_k_m":
            return "Q6_K" if more_bits(layer, layers) else None
        case "q4_k_s":
            return "Q5_K" if layer < 4 else None
        case _:
            return None


def _k(file: str, facts: Facts, layer: int, layers: int) -> str | None:
    return "Q8_0" if facts.experts == EIGHT_EXPERTS else _q(file, facts, layer, layers)


def _q(file: str, _facts: Facts, _layer: int, _layers: int) -> str | None:
    return {"iq3_xs": "IQ3_XXS", "iq3_xxs": "IQ2_S"}.get(file)


def _down(file: str, facts: Facts, layer: int, layers: int) -> str | None:
    eighth, more = layer < layers // 8, more_bits(layer, layers)
    match file:
        case "q2_k":
            return "Q3_K"
        case "q2_k_s":
            return "Q4_K" if eighth else None
        case "q3_k_m":
            if layer < layers // 16:
                return "Q5_K"
            return "Q4_K" if more or not facts.is_falcon else None
        case "iq3_m":
            return "Q4_K" if eighth or (facts.experts == EIGHT_EXPERTS and more) else None
        case "q3_k_l":
            return "Q4_K" if facts.is_falcon else "Q5_K"
        case "q4_k_m" if facts.is_falcon:
            return "Q6_K" if layer < layers // 16 else "Q5_K" if more else None
        case "q4_k_m" | "q5_k_m":
            return "Q6_K" if more else None
        case "iq4_nl" | "iq4_xs":
            return "Q5_K" if eighth and not facts.imatrix else None
        case "q4_k_s":
            return "Q5_K" if eighth and not facts.is_falcon else None
        case _:
            return None


def _attn_output(file: str, facts: Facts, _layer: int, _layers: int) -> str | None:
    if facts.is_falcon:
        return "Q4_K" if file == "q3_k_l" else None
    if facts.experts == EIGHT_EXPERTS:
        return "Q5_K" if file in _FIVE_BIT_OUTPUTS else None
    return {
        "q2_k": "Q3_K",
        "iq3_xxs": "IQ3_S",
        "q3_k_m": "Q4_K",
        "q3_k_l": "Q5_K",
        "iq3_m": "Q4_K",
    }.get(file)


def _gate_or_up(file: str, _facts: Facts, layer: int, layers: int) -> str | None:
    between = layers // 8 <= layer < 7 * layers // 8
    return "IQ3_XXS" if file == "iq3_xs" and between else None


_RULES: dict[Category, Callable[[str, Facts, int, int], str | None]] = {
    "q": _q,
    "k": _k,
    "v": _v,
    "attn_output": _attn_output,
    "down": _down,
    "gate": _gate_or_up,
    "up": _gate_or_up,
}
