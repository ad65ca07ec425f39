"""
Which linear layers get adapters, from the names that a library has for them.

`q_proj` and its like are names of Transformers' modules, `query_key_value` those of GPT-NeoX and
Falcon, `c_attn` those of Qwen 1, `w1` those of torchtune; PEFT's "all-linear" are all of them but
the head and routed experts, which are one fused tensor (peft, utils/constants.py and
tuners/tuners_utils.py at 5d602fdb).
"""

from collections.abc import Iterable

from core.memory.linears import Projection

Targets = frozenset[Projection]

QUERY_VALUE: Targets = frozenset(("query", "value"))
ATTENTION: Targets = frozenset(
    ("query", "key", "value", "key_value", "output", "state_in", "state_out")
)
FEED_FORWARD: Targets = frozenset(("gate", "up", "down"))
LINEAR: Targets = ATTENTION | FEED_FORWARD

_QKV: Targets = frozenset(("query", "key", "value"))
_GATE_UP: Targets = frozenset(("gate", "up"))
_NAMES: dict[str, Targets] = {
    **dict.fromkeys(("all-linear", "all", "linear"), LINEAR),
    **dict.fromkeys(("attention", "self_attn"), ATTENTION),
    **dict.fromkeys(("mlp", "feed_forward"), FEED_FORWARD),
    "experts": frozenset(("expert",)),
    **{name: frozenset(("query",)) for name in ("q_proj", "q_a_proj", "q_b_proj", "query")},
    **{name: frozenset(("key",)) for name in ("k_proj", "key")},
    **{name: frozenset(("value",)) for name in ("v_proj", "value")},
    **{name: frozenset(("output",)) for name in ("o_proj", "output_proj", "dense", "linear_proj")},
    "out_proj": frozenset(("output", "state_out")),
    **{name: frozenset(("key_value",)) for name in ("kv_a_proj_with_mqa", "kv_b_proj")},
    **dict.fromkeys(("qkv_proj", "query_key_value", "linear_qkv", "c_attn"), _QKV),
    **{name: frozenset(("gate",)) for name in ("gate_proj", "w1")},
    **dict.fromkeys(("gate_up_proj", "linear_fc1"), _GATE_UP),
    **{name: frozenset(("up",)) for name in ("up_proj", "w3", "fc1", "dense_h_to_4h")},
    **{
        name: frozenset(("down",))
        for name in ("down_proj", "w2", "fc2", "linear_fc2", "dense_4h_to_h")
    },
    **{name: frozenset(("head",)) for name in ("lm_head", "output_layer")},
    **{name: frozenset(("embedding",)) for name in ("embed_tokens", "wte")},
}


def targets_of(names: Iterable[str]) -> Targets:
    """
    The layers that *names* mean; those that we do not know mean none (`unknown`).

    >>> sorted(targets_of(["q_proj", "model.layers.0.self_attn.v_proj"]))
    ['query', 'value']
    """
    return frozenset(each for name in names for each in _NAMES.get(_last(name), frozenset()))


def unknown(names: Iterable[str]) -> tuple[str, ...]:
    """Names of no layer that we know."""
    return tuple(name for name in names if _last(name) not in _NAMES)


def _last(name: str) -> str:
    """ "all_linear" is "all-linear"; of a path, the last part counts."""
    plain = name.lower().rsplit(".", 1)[-1]
    return {"all_linear": "all-linear"}.get(plain, plain)
