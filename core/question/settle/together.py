"""Whether several cards stand in one machine: "one 4090 and two 3090s", or are alternatives."""

from itertools import pairwise

from core.catalog.gpu import GPU
from core.question.candidate import Evidence
from core.question.reading import CardMention, Reading
from core.question.words.languages import either
from core.question.words.regex import regex

_PLUS = regex(r"[\s,]*(?:\+|&|plus|mais|alongside|junto com)\s*(?:(?:an?|uma?|my|minha)\s)?")
_AND = regex(r"[\s,]*(?:and|e|with|com|as well as)\s*(?:(?:an?|uma?|another|my|minha)\s)?")
_TOGETHER = regex(
    r"\b(?:together|combined|mixed|junt[oa]s|same (?:box|machine|pc|rig|server|node|host)"
    r"|(?:in|on) one (?:box|machine|pc|rig|server|node|host)|mesm[ao] (?:pc|maquina|servidor|no))\b"
)
# "across both", "using both of them": each has a part; "on both a 4090 and a 3090" asks twice
_ACROSS = regex(
    r"\b(?:(?:across|over|between|spanning|using|among) (?:both|the two|all(?: \d{1,2})?)"
    r"|both (?:of them|together|combined|at once|cards|gpus)|pel[ao]s (?:duas|dois|tres)"
    r"|entre (?:as duas|os dois|ambas)|n?as duas juntas)\b(?! (?:kinds|types|options)\b)"
)
_AGAINST = regex(rf"\b(?:{either('versus')}|either|which (?:one|card|gpu)|ou)\b")


def stand_together(reading: Reading) -> bool:
    """
    Said ("together", "in the same box"), joined by a plus, or counted or gaming cards joined by
    "and"; never where they are compared.
    """
    cards = sorted(reading.cards, key=lambda mention: mention.start)
    if len({(one.row.id, one.label) for one in cards if isinstance(one.row, GPU)}) < 2:
        return False
    plain = reading.text.plain
    across = _ACROSS.search(plain) is not None
    if _AGAINST.search(plain.replace("both", " ") if across else plain):
        return False
    if across or _TOGETHER.search(plain) or _of_one_output(reading):
        return True
    between = [plain[one.end : other.start] for one, other in pairwise(cards)]
    if not all(_PLUS.fullmatch(gap) or _AND.fullmatch(gap) for gap in between):
        return False
    return any(_PLUS.fullmatch(gap) for gap in between) or all(_is_owned(each) for each in cards)


def says_together(reading: Reading) -> bool:
    """In so many words: "on all our GPUs together"."""
    return _TOGETHER.search(reading.text.plain) is not None


def _is_owned(mention: CardMention) -> bool:
    """Counted, or a card that people have at home."""
    at_home = isinstance(mention.row, GPU) and mention.row.segment != "data-centre"
    return bool(mention.counts) or at_home


def _of_one_output(reading: Reading) -> bool:
    """All of them stand in what nvidia-smi printed: they are in one machine."""
    shown = [one for one in reading.chosen if one.role == "cards"]
    return len(shown) == len(reading.cards) and all(one.evidence is Evidence.FLAG for one in shown)
