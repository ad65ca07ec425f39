"""
One value of what was said or pasted is asked about with another number: "can I go to seq 4096?",
"can I raise --max-num-seqs to 64?", "does 0.95 fix it?".

The new number takes the old one's place, and the text is read again. Only where it is plain which
one is meant: a word of its kind stands beside it, or its size tells, and one value of that kind
was said.
"""

import re
from collections.abc import Sequence

from core.question.candidate import Candidate
from core.question.normalise import Text
from core.question.steps.numbers import tokens
from core.question.words.regex import regex

_KINDS = {
    "context_length": "length", "training.sequence_tokens": "length", "context_total": "length",
    "sequences": "load", "engine.max_num_seqs": "load", "slots": "load",
    "training.batch": "batch", "training.lora_rank": "rank",
    "engine.gpu_memory_utilization": "share",
}  # fmt: skip
_WORDS = {
    "length": regex(r"len|seq(?!s)|ctx|context|window|token|janela"),
    "load": regex(r"num[_-]seqs|users?|concurren|parallel|slots|requests|usuari|utilizador"),
    "batch": regex(r"batch|\bbs\b|lote"),
    "rank": regex(r"rank|\br\b"),
    "share": regex(r"util|fraction"),
}
_VALUE = regex(r"\d+(?:\.\d+)?k?")  # the last one of a flag is its value
_NUMBER = r"(?P<new>\d{1,7}(?:\.\d{1,3})?k?)(?![\w]|[.,]\d|\s?(?:gb|gib|gpus?|cards?|x\b|b\b))"
# "can I raise --max-num-seqs (from 16) to 64", "could we go to seq 4096", "posso subir para 8k"
_RAISED = regex(
    r"\b(?:can|could|may|should|what if|se|if|posso|podemos|da para|consigo)\b[^?!\n]{0,24}?\b"
    r"(?:raise|increase|bump|push|lower|reduce|drop|decrease|cut|change|set|switch|move|go|get|crank"
    r"|extend|stretch|subir|aumentar|baixar|passar|ir|mudar|meter|por)\b"
    r"(?P<cut>(?P<what>(?:\s[\w-]{1,32}){0,4}?)(?:\s(?:from|de)\s\S{1,12})?\s(?:up |down )?"
    rf"(?:to|para|pra|ate|a)\s(?P<noun>(?:(?:a|an|the|um|uma|o)\s)?(?:[a-z_]{{1,20}}\s)??){_NUMBER}"
    r"(?:\stokens?)?)"
)
# "does 0.95 fix it?", "would 8192 work?", "0.95 resolve?"
_HELPS = regex(
    rf"\b(?:does|would|will|could|can|sera que|com|e)\s(?P<cut>{_NUMBER})(?=\s(?:then\s|entao\s)?"
    r"(?:fix|solve|help|save|cure|do|work|be enough|fit|suffice|ja |resolve|chega|cabe|da\b))"
)


def raised(text: Text, offered: Sequence[Candidate]) -> str | None:
    """What was typed with the new value in the old one's place; None where nothing is changed."""
    for pattern in (_RAISED, _HELPS):
        for match in pattern.finditer(text.plain):
            changed = _changed(text, match, offered)
            if changed is not None:
                return changed
    return None


def _changed(text: Text, match: re.Match[str], offered: Sequence[Candidate]) -> str | None:
    kind = _kind(match)
    olds = [one for one in offered if _is_old(text, one, kind, match.span("cut"))]
    old = max(olds, key=lambda one: one.evidence * (one.end - one.start), default=None)
    if old is None or len({one.value for one in olds}) > 1:
        return None
    raw = text.raw
    first, last = text.span(old.start, old.end)
    numbers = list(_VALUE.finditer(raw, first, last))
    if not numbers:
        return None
    cut = text.span(*match.span("cut"))
    parts = [(*numbers[-1].span(), _written(match["new"])), (*cut, " ")]
    for start, end, new in sorted(parts, reverse=True):
        raw = raw[:start] + new + raw[end:]
    return raw


def _written(new: str) -> str:
    """As every tool reads it: 32k is 32,768 tokens for whoever says it, 32,000 for vLLM."""
    return str(round(tokens(new[:-1], "k"))) if new.endswith("k") else new


def _kind(match: re.Match[str]) -> str:
    """By the words around it, else by its size."""
    around = " ".join(match.groupdict().get(name) or "" for name in ("what", "noun"))
    for kind, words in _WORDS.items():
        if words.search(around):
            return kind
    new = match["new"]
    if new.startswith("0."):
        return "share"
    return "length" if new.endswith("k") or float(new) >= 1024 else ""


def _is_old(text: Text, one: Candidate, kind: str, cut: tuple[int, int]) -> bool:
    """Of this kind, and not the new one itself; "micro batch 2" is a number of sequences."""
    its_kind = _KINDS.get(one.role)
    if its_kind == "load" and _WORDS["batch"].search(text.plain[one.start : one.end]):
        its_kind = "batch"
    return its_kind == kind and (one.end <= cut[0] or cut[1] <= one.start)
