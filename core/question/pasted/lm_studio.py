"""
Settings of LM Studio, as its window calls them: "Context Length 16384, GPU Offload 48/48".

    >>> text = "Context Length 16384, GPU Offload 48/48, Evaluation Batch Size 512"
    >>> [(item.role, item.value) for item in of_window(text)]
    [('context_length', 16384), ('engine.max_num_batched_tokens', 512), ('nothing', None)]

The names are those of https://lmstudio.ai/docs/app/advanced/per-model (read 2026-11-25) and of
the window of version 0.3.
"""

from collections.abc import Iterator

from core.question.pasted.item import NOTHING, UNCOUNTED, Item
from core.question.words.regex import regex

_TOOL = "llama-cpp"  # what is inside
_SIGN = r"\s{0,2}[:=]?\s{0,2}"
_HINTS = ("evaluation batch", "gpu offload", "cpu thread pool", "lm studio", "lmstudio")
_LENGTH = regex(rf"(?i)\bContext Length{_SIGN}(?P<number>\d[\d,]{{2,9}})\b")
_BATCH = regex(rf"(?i)\bEvaluation Batch(?: Size)?{_SIGN}(?P<number>\d{{1,6}})\b")
_CACHE = regex(
    rf"(?i)\b[KV] Cache Quanti[sz]ation(?: Type)?{_SIGN}(?P<format>f16|f32|q8_0|q4_0|q4_1|q5_0"
    rf"|q5_1|iq4_nl)\b"
)
# So many layers of so many
_OFFLOAD = regex(
    rf"(?i)\bGPU Offload(?:ing)?{_SIGN}(?:(?P<some>\d{{1,4}})\s?/\s?(?P<all>\d{{1,4}})|max\b|"
    rf"(?P<share>\d{{1,3}})\s?%)"
)
_REST = regex(
    r"(?i)\b(?:CPU Thread(?:s| Pool Size| Pool)|Number of Experts|Seed|Keep Model in Memory"
    r"|Try mmap(?:\(\))?"
    r"|Flash Attention|Offload KV Cache to GPU(?: Memory)?|RoPE Frequency (?:Base|Scale))"
    rf"{_SIGN}(?:\d{{1,9}}|on|true|auto|enabled)\b"
)
_OFF = regex(
    rf"(?i)\b(?:Offload KV Cache to GPU(?: Memory)?|Flash Attention){_SIGN}(?:off|false|disabled)\b"
)


def of_window(typed: str) -> Iterator[Item]:
    """Nothing where no setting has a name that only its window has."""
    low = typed.lower()
    if not any(hint in low for hint in _HINTS):
        return
    why = "a setting of LM Studio"
    for match in _LENGTH.finditer(typed):
        length = int(match["number"].replace(",", ""))
        yield Item(*match.span(), "context_length", length, why, _TOOL)
    for match in _BATCH.finditer(typed):
        yield Item(*match.span(), "engine.max_num_batched_tokens", int(match["number"]), why, _TOOL)
    for match in _CACHE.finditer(typed):
        name = match["format"].lower().replace("f16", "fp16").replace("f32", "fp32")
        yield Item(*match.span(), "kv_precision", name, f"{match[0]} of LM Studio")
    for match in _OFFLOAD.finditer(typed):
        yield _offload(*match.span(), match["some"], match["all"], match["share"])
    for match in _REST.finditer(typed):
        yield Item(*match.span(), NOTHING, None, why)
    for match in _OFF.finditer(typed):
        yield Item(*match.span(), UNCOUNTED, match[0], why)


def _offload(start: int, end: int, some: str | None, of: str | None, share: str | None) -> Item:
    """All of them is the usual; of a share we do not know how many layers it is."""
    why = "a setting of LM Studio"
    if some is not None and of is not None and int(some) < int(of):
        return Item(start, end, "engine.n_gpu_layers", int(some), why, _TOOL)
    if share is not None and share != "100":
        return Item(start, end, UNCOUNTED, share, why)
    return Item(start, end, NOTHING, None, why)
