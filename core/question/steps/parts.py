"""Whether one part of the memory is asked for, or the figure of one card."""

import re

from core.asked.question import ComponentName
from core.question.steps.outline import CARD
from core.question.words.languages import LANGUAGES, either
from core.question.words.regex import regex

_ONLY = either("asking.only")
_ALONE = either("asking.alone")
_AMOUNT = either("asking.amount_of")
_NAMES: tuple[ComponentName, ...] = (
    "kv_cache", "weights", "optimizer", "gradients", "activations", "state",
)  # fmt: skip


def _of(name: ComponentName) -> str:
    return "|".join(words.asking.parts[name] for words in LANGUAGES)


# "only the kv cache", "the weights alone", "how big is the cache"; "only the weights in int4" says
# what is quantised
_PARTS: tuple[tuple[ComponentName, re.Pattern[str]], ...] = tuple(
    (
        name,
        regex(
            rf"(?<!\w){_ONLY} (?:{_of(name)})(?![\w-])(?! (?:in|at|to|are|em) \x04)"
            rf"|(?<![\w-])(?:{_of(name)}) {_ALONE}(?![\w-])(?! quant)"
            rf"|(?<!\w){_AMOUNT} (?:{_of(name)})(?![\w-])"
            # "... that's at 8192. kv cache at 32k?": a question of its own
            rf"|(?<=[.;:!?] )(?:{_of(name)}) (?:at|for|with|em|com|para) [^?.!]{{1,24}}\?"
        ),
    )
    for name in _NAMES
)
# "and the weights?", "kv cache at 32k?": after another part
_OPENS = "|".join(either(name) for name in ("follow_up", "follow_up_alone"))
_NAMED: tuple[tuple[ComponentName, re.Pattern[str]], ...] = tuple(
    (
        name,
        regex(
            rf"\W*(?:(?:{_OPENS})\s)?(?:(?:just|only|so|the|os?|as?|the size of)\s){{0,2}}"
            rf"(?:{_of(name)})(?![\w-])"
        ),
    )
    for name in _NAMES
)
_HINTS = ("cache", "kv", "weights", "optimi", "adam", "grad", "activ", "state", "pesos", "otimi",
          "ativ", "estado")  # fmt: skip
_CARDS = rf"{either('cards')}|gpu|{CARD}+"
_PER_GPU = regex(rf"\b{either('asking.per_gpu')}(?!\w)".replace("{cards}", _CARDS))


def component(outline: str) -> tuple[ComponentName, tuple[int, int]] | None:
    """The part that is asked for, and where that stands; nothing where several are."""
    if not any(hint in outline for hint in _HINTS):
        return None
    found: list[tuple[ComponentName, tuple[int, int]]] = [
        (name, match.span())
        for name, pattern in _PARTS
        if (match := pattern.search(outline)) is not None
    ]
    return found[0] if len(found) == 1 else None


def named_part(outline: str) -> ComponentName | None:
    """The part that a text begins with: what is asked, where another part was asked for before."""
    if not any(hint in outline for hint in _HINTS):
        return None
    return next((name for name, pattern in _NAMED if pattern.match(outline)), None)


def is_per_gpu(outline: str) -> bool:
    """Whether the figure of one card is asked for."""
    hints = ("per", "each", "every", "por", "cada")
    return any(hint in outline for hint in hints) and _PER_GPU.search(outline) is not None
