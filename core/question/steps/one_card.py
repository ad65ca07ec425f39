"""Several servers on one card: "two vllm servers on the same H100", "both models on one card"."""

from core.question.reading import Reading
from core.question.steps.outline import CARD, outline
from core.question.words.regex import regex

_NUMBERS = {"two": 2, "both": 2, "2": 2, "three": 3, "3": 3, "4": 4, "four": 4,
            "dois": 2, "duas": 2, "ambos": 2, "ambas": 2, "tres": 3, "quatro": 4}  # fmt: skip
_SERVERS = (
    r"(?:servers?|instances?|engines?|processes|services|copies|models|servidores|instancias"
    r"|processos|modelos|copias)"
)
_A_CARD = rf"(?:gpus?|cards?|placas?|{CARD}{{1,40}})"
_ON = r"(?:on|onto|share|sharing|in|em|na|numa|no|num|dividindo)"
_ON_ONE = (
    rf"{_ON}\s(?:to\s)?(?:the\s)?"
    rf"(?:one|a single|the same|same|1|uma|uma so|mesma|mesmo|uma unica)\s{_A_CARD}"
)
_COUNTED = (
    rf"\b(?P<count>{'|'.join(_NUMBERS)})\s(?:[\w.-]+\s){{0,2}}(?P<servers>{_SERVERS})\b"
    r"[^?!;]{0,80}?\b"
)
# "two servers on one card: A and B", "two vllm servers, both qwen3-8b, on the same H100"
_SHARED = regex(_COUNTED + _ON_ONE)
# "three copies of qwen on a single H100": the card's name has its "one" in it
_ON_A_CARD = regex(rf"{_COUNTED}{_ON}\s{CARD}{{1,40}}")
_HINTS = ("serve", "servid", "instan", "engine", "process", "servic", "copies", "models", "modelos",
          "copias")  # fmt: skip


def servers_on_one_card(reading: Reading) -> int:
    """How many; 1 where nothing of that kind is said."""
    if not any(hint in reading.text.plain for hint in _HINTS):
        return 1
    said = outline(reading)
    match = _SHARED.search(said)
    if match is None and _is_one(reading):
        match = _ON_A_CARD.search(said)
    if match is None:
        return 1
    reading.claim(*match.span("count"))
    reading.claim(*match.span("servers"))
    return _NUMBERS[match["count"]]


def _is_one(reading: Reading) -> bool:
    """One card of one kind, in so many words."""
    return len(reading.cards) == 1 and tuple(reading.cards[0].counts) == (1,)
