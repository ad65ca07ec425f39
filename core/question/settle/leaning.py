"""
What only makes sense after another question: "would 4 fix it?", "r=64", "half the users".

Looked for in what nobody claimed, and only where there is a question before.
"""

import re
from collections.abc import Callable

from core.asked.question import Question
from core.catalog.families import Family
from core.question.reading import CardMention, Reading
from core.question.settle.bare_numbers import take_bare_number
from core.question.settle.card_again import take_other_size
from core.question.settle.cards import add_usual
from core.question.settle.cues import starts_afresh
from core.question.settle.instead import take_instead
from core.question.settle.once_more import take_dropped, take_once_more
from core.question.settle.picks import take_pick
from core.question.settle.relative import stands_alone, take_relative
from core.question.settle.versions import take_same_size, take_version
from core.question.words.regex import regex

_NUMBERS = {
    **dict.fromkeys(("one", "a single one", "the single one", "single one", "just one"), 1),
    **dict.fromkeys(("uma so", "uma", "um so"), 1),
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "duas": 2, "quatro": 4,
}  # fmt: skip
_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
# "4 of them", "would 4 fix it?", "and on 2?", "on just two of the cards?", "com 2 delas"
_COUNT = regex(
    rf"(?P<led>(?:\b(?:on|with|using|to|em|com|in|numa?|about|and|e|try|then|for|at)\s|^\W*)"
    rf"(?:(?:just|only|so|apenas|the|all)\s){{0,2}}|\b(?:just|only|so|apenas)\s)?"
    rf"\b(?:(?P<number>\d{{1,4}})|(?P<word>{_WORDS}))"
    r"(?:\s(?:of (?:them|those|these|the (?:cards?|gpus?))|delas|deles|dess[ae]s|instead"
    r"|(?=fix|do\b|help|be enough|suffice|cheg|bast))"
    r"|(?(led)(?:(?<=[a-z]\s\d)|(?<=[a-z]))(?=\s*[?!.,]*$)|(?!)))"
)
# "one node of 8", "two nodes": of the cards of the question before, eight where nobody said
# "two such nodes", "dois nós desses": of as many cards as that one has
_NODES = regex(
    r"\b(?P<nodes>\d{1,3}|one|two|three|four|um|dois|duas|tres|quatro|single)\s"
    r"(?P<such>(?:of\s)?(?:such|those|these|that|dess[ae]s)\s)?"
    r"(?:nodes?|nos|servers?|boxes|machines?|maquinas?|servidores)"
    r"(?P<such2>\s(?:like (?:that|this|it)|of th(?:at|is) kind|dess[ae]s|assim|iguais))?(?:\s(?:of"
    r"|with|com|de)\s(?P<each>\d{1,2})(?!\s?(?:k|users?|gb|g)\b))?\b"
)
# "keep 40", "40 at 16k": users again
_USERS = regex(
    r"\b(?:keep|still|back to)\s(?P<kept>\d{1,4})(?![\w.])"
    r"|(?<!on )(?<!with )\b(?P<number>\d{1,4})\s(?:at|@|a)\s(?=\0)"
)
# "a third card": that makes three
_NTH = regex(
    r"\b(?:(?P<a>an?|one|uma?)|the|[oa])\s(?P<nth>third|fourth|fifth|sixth|eighth|3rd|4th|5th|6th|8th"
    r"|terceira|quarta|quinta|sexta|oitava)"
    r"(?:\s(?:cards?|gpus?|placas?)\b|(?(a)(?:\s(?:one|as well|too))?(?=\s*[?!.,]*\s*$)|(?!)))"
)
_NTHS = {"third": 3, "3rd": 3, "terceira": 3, "fourth": 4, "4th": 4, "quarta": 4, "fifth": 5,
         "5th": 5, "quinta": 5, "sixth": 6, "6th": 6, "sexta": 6, "eighth": 8, "8th": 8,
         "oitava": 8}  # fmt: skip
_BOTH = regex(
    r"\b(?:(?:back )?(?:to|on|with|using) both(?: (?:cards|gpus|of them))?|both (?:cards|gpus)"
    r"|(?:n?as|com as) duas(?: placas)?|ambas(?: as placas)?)\b"
)
_RANK = regex(
    r"\b(?:r|rank)\s?[=:]?\s?(?:(?:back |down |up )?(?:to|is|at|para"
    r"|em)\s)?(?P<number>\d{1,5})(?![\w.])"
)
_FULL = regex(r"\bfull(?=\s*(?:$|[,?!.]|instead|then|one|thing|version|way))")
# "a second 3090", "2 more", "another one", "mais uma placa": on top of what there is
_MORE = regex(
    r"\b(?:(?:add(?:ing)?|plus)\s)?(?:(?P<more>\d{1,3}|one|two|an?)\s(?:more|extra|additional)"
    r"|another|(?:an?\s)?second|mais\s(?P<mais>\d{1,3}|uma?|duas)|(?:uma\s)?(?:segunda|outra))"
    r"(?:\s(?P<noun>cards?|gpus?|ones?|placas?))?(?=\s*(?P<end>[?!.,]|$)|\s)"
)
_PLUS_BEFORE = regex(r"(?<!ou )\b(?:mais|plus|another|add)\s(?:um |uma |one |an? )?$")
_MORE_BEFORE = regex(r"\b(?:mais|plus|outras)\s$")
# "how many then?": of the cards of the question before
_HOW_MANY = regex(
    r"^\W*(?:(?:and|so|ok|e)\W+)?(?:how many|quant[oa]s)(?:\s(?:then|are needed|is it|entao|sao))?"
    r"\s*\?\W*$"
)
_WHOLE = regex(
    r"\b(?:all together|altogether|(?:in )?total|in all|everything|the whole(?: thing)?|overall"
    r"|tudo(?: junto)?|ao todo|no total|inteiro)\b"
)
_NODES_IN_WORDS = {"one": 1, "single": 1, "um": 1, "two": 2, "dois": 2, "duas": 2, "three": 3,
"tres": 3,
                   "four": 4, "quatro": 4}  # fmt: skip
_A_NODE = 8  # cards: HGX and DGX machines, and the clouds' largest


def take_what_leans(reading: Reading, previous: Question) -> None:
    """Counts, ranks and multiples that stand alone, as what they were a question ago."""
    if starts_afresh(reading):
        return
    if not stands_alone(reading):
        take_instead(reading, previous)
    take_pick(reading, previous)
    take_version(reading, previous)
    take_same_size(reading, previous)
    if not stands_alone(reading):
        take_once_more(reading)
        take_dropped(reading)
    take_relative(reading, previous)
    if not reading.relative:
        take_bare_number(reading, previous)
    if not stands_alone(reading):
        take_other_size(reading, previous)
    if previous.component is not None or previous.per_gpu:
        _take(reading, _WHOLE, lambda _: setattr(reading, "asks_whole", True))
    if previous.intent == "max_model":
        _take_family(reading)
    if previous.gpus:
        _take_more(reading)
        _take(reading, _HOW_MANY, lambda _: setattr(reading, "asks_count", True))
    if previous.task in ("lora", "qlora") and "lora_rank" not in reading.training:
        _take(reading, _RANK, lambda match: reading.training.update(lora_rank=int(match["number"])))
    nth = _NTH.search(reading.text.plain) if len(previous.gpus) == 1 else None
    if nth is not None:
        reading.cards = [card for card in reading.cards if not card.usual]
        reading.claim(*nth.span())
        _put_count(reading, nth, _NTHS[nth["nth"]])
    if len(previous.gpus) == 1 and not reading.cards:
        _take(reading, _BOTH, lambda match: _put_count(reading, match, 2))
    if previous.gpus and not reading.cards:
        _take(reading, _NODES, lambda match: _count_nodes(reading, previous, match))
        _take(reading, _COUNT, lambda match: _count(reading, match))
    if previous.sequences is not None and reading.sequences is None:
        _take(reading, _USERS, lambda match: _take_users(reading, match))
    if previous.task in ("lora", "qlora") and reading.task is None:
        _take(reading, _FULL, lambda _: setattr(reading, "task", "full"))


def _take_family(reading: Reading) -> None:
    """ "and gemma?" after "the biggest qwen3 on a 5090"."""
    families = [mention.row for mention in reading.models if isinstance(mention.row, Family)]
    if len(families) == len(reading.models) == 1 and reading.intent in (None, "max_model"):
        reading.family = families[0].name
        reading.models.clear()


def _count(reading: Reading, match: re.Match[str]) -> None:
    reading.counts_again = True
    word = match["word"]
    add_usual(reading, match.span(), _NUMBERS[word] if word else int(match["number"]))


def _put_count(reading: Reading, match: re.Match[str], count: int) -> None:
    reading.counts_again = True
    add_usual(reading, match.span(), count)


def _count_nodes(reading: Reading, previous: Question, match: re.Match[str]) -> None:
    nodes, each = match["nodes"], match["each"]
    number = int(nodes) if nodes.isdigit() else _NODES_IN_WORDS[nodes]
    before = previous.gpus[0].count if len(previous.gpus) == 1 else None
    if (match["such"] or match["such2"]) and each is None:
        each = str(before or _A_NODE)
    if each is None and number == 1 and previous.gpus[0].count is not None:
        return
    reading.counts_again = True
    add_usual(reading, match.span(), number * int(each or _A_NODE))


def _take_users(reading: Reading, match: re.Match[str]) -> None:
    reading.sequences = int(match["kept"] or match["number"])


def _take_more(reading: Reading) -> None:
    """Before a card; or of no kind, then of that of the question before."""
    usual = next((card for card in reading.cards if card.usual), None)
    if usual is not None and _MORE_BEFORE.search(reading.text.plain[: usual.start]):
        reading.cards.remove(usual)
        reading.more_cards = max(usual.counts)
        return
    added = _one_more(reading)
    if added is not None:
        reading.more_cards = max(added.counts, default=1)
        return
    match = _MORE.search(reading.plain)
    if match is None:
        return
    beside = next((card for card in reading.cards if card.start - match.end() in (0, 1)), None)
    if beside is None and (reading.cards or not (match["noun"] or match["end"] is not None)):
        return
    reading.claim(*match.span())
    said = match["more"] or match["mais"] or "1"
    number = int(said) if said.isdigit() else _NUMBERS.get(said, 1)
    reading.more_cards = number * max(beside.counts if beside else (), default=1)


def _one_more(reading: Reading) -> CardMention | None:
    """ "mais uma L4", "plus one 3090"."""
    before = reading.text.plain
    return next((one for one in reading.cards if _PLUS_BEFORE.search(before[: one.start])), None)


def _take(
    reading: Reading, pattern: re.Pattern[str], take: Callable[[re.Match[str]], None]
) -> None:
    match = pattern.search(reading.plain)
    if match is not None:
        reading.claim(*match.span())
        take(match)
