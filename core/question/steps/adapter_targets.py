"""Which layers get adapters: "on q_proj and v_proj", "attention only", "all linear layers"."""

from collections.abc import Iterator

from core.question.candidate import NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.steps.training_words import trains
from core.question.words.regex import regex

_NAME = (
    r"(?:(?:q|k|v|o|qkv|gate|up|down|gate_up|out|output|q_a|q_b|kv_b)_proj|kv_a_proj_with_mqa"
    r"|c_attn|query_key_value|dense_h_to_4h|dense_4h_to_h|lm_head|embed_tokens)"
)
_JOINED = r"(?:\s?[,/+&|]\s?|\s(?:and|e)\s|\s|,\s(?:and|e)\s)"
_BEFORE = (
    r"(?:(?:on|em|target(?:ing|s)?|target[ _]modules?|modules?|nas?)(?:\s?[=:]\s?|\s)(?:the\s)?)?"
)
# "q_proj,v_proj", "target modules q_proj k_proj", "on gate_proj, up_proj and down_proj"
_NAMES = regex(rf"\b{_BEFORE}(?P<names>{_NAME}(?:{_JOINED}{_NAME}){{0,10}})\b")
_EACH = regex(rf"\b{_NAME}\b")
_LAYERS = r"(?:\s(?:layers?|modules?|blocks?|projections?))?"
# "attention only", "only on the attention layers", "so nas camadas de atencao"
_ATTENTION = regex(
    rf"\b(?:attention|attn){_LAYERS} only\b"
    rf"|\bonly (?:on |in )?(?:the )?(?:attention|attn)(?!\s?=){_LAYERS}\b"
    r"|\b(?:so|apenas|somente) (?:em |na |nas )?(?:camadas de )?atencao\b"
)
_MLP = regex(
    rf"\b(?:mlps?|ffn|feed[ -]forward){_LAYERS} only\b"
    rf"|\bonly (?:on |in )?(?:the )?(?:mlps?|ffn|feed[ -]forward){_LAYERS}\b"
    r"|\b(?:so|apenas|somente) (?:no |nos |nas )?(?:camadas de )?(?:mlps?|ffn)\b"
)
# "all linear layers", "all-linear", "em todas as camadas lineares"
_ALL = regex(
    r"\b(?:on |target(?:ing)? )?(?:all|every)[ -]linear(?: layers?| modules?)?\b"
    r"|\b(?:em )?todas as camadas linear(?:es)?\b"
)
# "on q,k,v,o", "q and v only", "qkvo": letters of projections
_LETTERS = regex(
    r"\b(?:on |em )?(?P<letters>[qkvo](?:(?:\s?[,/+&]\s?|\s(?:and|e)\s)[qkvo]){1,3}|qv|qkv|qkvo)"
    r"(?: (?:only|projections?|layers?|modules?))?\b(?!_)"
)
_HINTS = (
    "q", "_proj", "c_attn", "dense_", "lm_head", "embed_tokens", "query_key", "att", "aten", "mlp",
    "ffn", "feed", "linear",
)  # fmt: skip
_ROLE = "training.lora_targets"


def find_adapter_targets(text: Text) -> Iterator[Candidate]:
    """Of a run with adapters alone."""
    if not text.has(*_HINTS) or not trains(text):
        return
    for match in text.each(_NAMES, "_proj", "c_attn", "dense_", "lm_head", "embed_", "query_key"):
        names = tuple(dict.fromkeys(_EACH.findall(match["names"])))
        yield matched(match, _ROLE, names, NAMED, "names of layers that get adapters")
    for match in text.each(_LETTERS):
        said = _said_letters(match["letters"])
        if "q" in said:  # "o e o" is no list of layers
            names = tuple(f"{one}_proj" for one in "qkvo" if one in said)
            yield matched(match, _ROLE, names, NAMED, "letters of projections")
    for pattern, name in ((_ATTENTION, "attention"), (_MLP, "mlp"), (_ALL, "all-linear")):
        for match in text.each(pattern):
            yield matched(match, _ROLE, (name,), NAMED, "layers that get adapters")


def _said_letters(text: str) -> str:
    """
    >>> _said_letters("q, k and v")
    'qkv'
    """
    return "".join(one for one in text.replace("and", "").replace(" e ", "") if one in "qkvo")
