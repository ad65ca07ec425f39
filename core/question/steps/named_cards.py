"""What stands around the name of a card: "2xA100 80GB", "a pair of 3090s", "8xH100 node"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from core.catalog.gpu import GPU
from core.catalog.names import NameIndex
from core.question.candidate import NAMED, Candidate
from core.question.normalise import Text
from core.question.reading import CardMention
from core.question.steps.counts import (
    GB,
    OF_RAM,
    ONE,
    SOME,
    SOME_WORDS,
)
from core.question.steps.numbers import value
from core.question.steps.other_sizes import other_size
from core.question.words.languages import either
from core.question.words.regex import regex

_VENDOR = (
    r"(?:nvidia'?s?|amd|intel|apple|geforce|tesla|radeon|instinct|quadro|google|aws|rtx|gtx"
    r"|macbook(?: pro| air)?|mac(?: studio| mini| pro)?"
    r"|imac|new|old|used|rented|usadas?|dedicated|standard|gpus?|placas?|cards?|physical|entire"
    r"|whole|azure|gcp|brand new|modd?ed|modified|upgraded|chinese|franken|modificad[ao]s?"
    r"|chines[ae]s?)"
)
_JOIN = r"(?:,|/|\bor\b|\band\b|\bvs\.?|\bversus\b|\bou\b|\be\b|\bto\b)"
# before a card, read from its end: "2x", "8 x 80GB", "a pair of", "two or four", "my"
_VENDOR_BEFORE = regex(rf"(?<![\w]){_VENDOR}[\s-]*$")
_GB_BEFORE = regex(
    rf"(?<![\w.,-])(?P<gb>\d{{1,4}}(?:[.,]\d)?)[\s-]?{GB}[\s-]+(?:vram\s)?(?:of\s|de\s)?$"
)
_COUNT_BEFORE = regex(
    rf"(?<![\w./^])(?<!\d,)(?:x\s?(?=\d+\s*$))?(?P<numbers>-?\d{{1,9}}(?:,\d{{3}})*(?:\s?x)?(?:\s*{_JOIN}\s*\d{{1,6}}(?:\s?x)?){{0,4}})"
    r"\s*(?:x(?:\s?\()?|of\s(?:the\s|these\s|those\s)?|de\s|units?\sof\s|unidades\sde\s|pieces\sof\s"
    r"|(?!gi?b)[a-z]{2,4}\sof\s)?\s*$"
)
_FIGURE = regex(r"-?\d+(?:,\d{3})*")
_SOME_BEFORE = regex(
    rf"(?<!\w)(?:{either('one')}\s)?(?P<some>{SOME_WORDS})[\s-]*(?:of\s(?:my\s|the\s)?|de\s)?$"
)
_ONE_BEFORE = regex(rf"(?<!\w){ONE}\s(?:{ONE}\s)?$")
_HOW_MANY_BEFORE = regex(
    r"(?:how many|how much|number of|quant[oa]s)\s(?:more\s|of\s(?:those\s|these\s)?|mais\s)?$"
)
_NODES_BEFORE = regex(
    rf"(?<![\w.,])(?P<nodes>\d{{1,4}})\s?x?\s?(?:{either('node')})?\s?(?:of|with|de|com|x|,"
    rf"|each with|each)?\s*$"
)
_NODES_WORD_BEFORE = regex(
    rf"(?<![\w.,])(?P<nodes>\d{{1,4}}|both|ambos|ambas(?: as)?|{ONE})\s?(?:{either('node')}"
    rf"|nos)[\s,:(]+"
    rf"(?:(?:of|with|de|com|x|each with|each|are(?: each)?|have|sao|tem|cada uma? com)\s)?\s*$"
)
_NODES_AFTER = regex(rf"s?\s?[,(]?\s(?P<nodes>\d{{1,3}})\s?x?\s(?:{either('node')}|nos)\b\)?")
_BOARD_BEFORE = regex(r"(?<!\w)(?:dgx|hgx)[\s-]*$")
# after a card: "80GB", "(80 GB)", "de 80GB", "x2", "SXM", "GPUs"
_GB_AFTER = regex(
    rf"[\s\-/(]*(?:(?:with|w/|de|com|of"
    rf"|at)\s(?:the\s|its\s|a\s)?)?(?P<gb>-?\d{{1,4}}(?:[.,]\d)?)[\s-]?{GB}\b(?:\s?(?:of\s"
    rf"|de\s)?(?:{either('memory')}|ram)\b)?(?:\s?(?:{either('each')})\b)?\)?"
)
_LABEL_AFTER = regex(
    r"(?:[\s\-/]?|\s(?:de|with|com|of)\s)(?P<gb>\d{2,3})s?(?![\w.%]|\s?(?:%|users|usuarios|x\b"
    r"|k\b|b\b|gpus?|tokens|bits?"
    r"|requests|concurrent|people|ctx))"
)
_COUNT_AFTER = regex(
    r"(?:\s*[(]?\s*x\s?(?P<count>\d{1,9})\b(?!\s?(?:gb|gib|b\b|bits?|users|usuarios))\)?"
    r"|\s*\(\s*(?P<count2>\d{1,6})\s*x?\s*(?:of them|units|gpus|cards|unidades|placas)?\s*\)"
    r"|\s*:\s?(?P<count3>\d{1,4})(?![\w.])"
    r"|(?:\sactually)?\s?[,:(-]?\s?(?P<count4>\d{1,4}) (?:of (?:them|those|these)|delas|deles)\b)"
)
_COUNT_LAST = regex(r"\s+(?P<count>\d{1,5})x(?=\s*(?:$|[,.;:?!)]))")
_FORM_AFTER = regex(
    rf"[\s-]*(?:sxm\d?|pcie|pci-e|hbm\d?e?|oam|nvl(?!72)|nvlink|tensor core|{either('cards')}"
    rf"|founders edition|mod(?:ded|ified)?|modificad[ao]s?|fe|blackwell|hopper|ampere|ada|machine"
    rf"|laptop|desktop|chips?"
    rf"|processor|soc|{either('each')})(?![\w])"
)
_CHIPS_AFTER = regex(r"-(?P<count>\d{1,4})(?![\w.])")
_NODE_AFTER = regex(rf"[\s-]*(?:{either('node')})(?![\w-]|\s(?:pool|group)s?\b)")
# "two A100 machines with four cards each", "just one of those machines"
_CARDS_OF_NODE = regex(
    rf"[\s,(]*(?:with|of|de|com|at)?\s?(?P<each>\d{{1,2}})(?:\s(?:{either('cards')}))?\s{either('each')}\)?"
)
_ONE_OF_NODES = regex(
    rf"\b(?:one|1|a single|uma|um|so uma?) (?:of|d[aeo]s|dess[ae]s|dest[ae]s) "
    rf"(?:those |these |the |our |my )?"
    rf"(?:{either('node')})\b"
    r"|\b(?:in|on|into|onto|with) (?:just |only )?(?:a single |one|1)(?: one)?(?: of (?:them"
    r"|those|these"
    r"|the two))?(?=\s*(?:$|[?!.,;]))"
    r"|\b(?:n?um|n?uma|em um|em uma)(?: so| unic[oa]| del[ae]s)+(?=\s*(?:$|[?!.,;]))"
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """How far one has looked before a card, and what stood there."""

    first: int
    mention: CardMention
    times_sign: bool = False
    board: bool = False


def around_cards(text: Text, index: NameIndex, named: Iterable[Candidate]) -> Iterator[Candidate]:
    """
    Each named card with what stands around it: its count, its memory, its form.

    Every stretch from the name alone to the widest is offered: in "4090, 2 3090s" the widest is
    a list of two counts, and "ctx 4096, 4 A100" is none.
    """
    for candidate in named:
        if isinstance(candidate.value, CardMention):
            yield candidate
            seen = {(candidate.start, candidate.end)}
            for whole in _with_surroundings(text, index, candidate.value):
                if (whole.start, whole.end) not in seen:
                    seen.add((whole.start, whole.end))
                    why = "a card and what stands around it"
                    yield Candidate(whole.start, whole.end, "cards", whole, NAMED, why)
                yield from other_size(text, index, whole)


def _with_surroundings(text: Text, index: NameIndex, mention: CardMention) -> Iterator[CardMention]:
    for after in _after(text, index, mention):
        for seen in _before(text, after):
            yield from _in_nodes(text, seen)


def _after(text: Text, index: NameIndex, mention: CardMention) -> Iterator[CardMention]:
    yield mention
    for _ in range(5):
        wider = _one_after(text, index, mention)
        if wider is None:
            return
        mention = wider
        yield mention


def _one_after(text: Text, index: NameIndex, mention: CardMention) -> CardMention | None:
    plain, end = text.plain, mention.end
    row = mention.row
    if isinstance(row, GPU) and mention.label is None:
        match = _GB_AFTER.match(plain, end)
        if match is not None and not _is_ram(row, match):
            return replace(mention, end=match.end(), label=value(match["gb"]))
        match = _LABEL_AFTER.match(plain, end)
        if match is not None and int(match["gb"]) in index.card_sizes(mention.key):
            return replace(mention, end=match.end(), label=int(match["gb"]))
    if not mention.counts:
        match = _COUNT_AFTER.match(plain, end)
        if match is None and isinstance(row, GPU) and row.kind == "tpu":
            match = _CHIPS_AFTER.match(plain, end)  # "v5e-8" is eight of them
        match = match or _COUNT_LAST.match(plain, end)
        if match is not None:
            count = int(next(said for said in match.groups() if said))
            return replace(mention, end=match.end(), counts=(count,))
    match = _FORM_AFTER.match(plain, end)
    return None if match is None else replace(mention, end=match.end())


def _before(text: Text, mention: CardMention) -> Iterator[_Seen]:
    seen = _Seen(mention.start, mention)
    yield seen
    for _ in range(6):
        before = text.plain[max(0, seen.first - 60) : seen.first]
        if _HOW_MANY_BEFORE.search(before):
            return
        wider = list(_one_before(before, seen))
        if not wider:
            return
        yield from wider
        seen = wider[-1]


def _one_before(before: str, seen: _Seen) -> Iterator[_Seen]:
    """What stands right before; of several counts the last alone, and all of them."""
    mention = seen.mention
    if (match := _VENDOR_BEFORE.search(before)) is not None:
        yield _to(seen, before, match.start())
    elif (match := _BOARD_BEFORE.search(before)) is not None:
        yield replace(_to(seen, before, match.start()), board=True)
    elif (
        mention.label is None
        and isinstance(mention.row, GPU)
        and (match := _GB_BEFORE.search(before)) is not None
    ):
        with_label = replace(seen, mention=replace(mention, label=value(match["gb"])))
        yield _to(with_label, before, match.start())
    elif not mention.counts:
        yield from _counts_before(before, seen)


def _counts_before(before: str, seen: _Seen) -> Iterator[_Seen]:
    if (match := _COUNT_BEFORE.search(before)) is not None:
        numbers = list(_FIGURE.finditer(match["numbers"]))
        counts = tuple(int(number[0].replace(",", "")) for number in numbers)
        sign = "x" in match[0]
        if len(counts) > 1:
            last = match.start("numbers") + numbers[-1].start()
            yield _counted(_to(seen, before, last), counts[-1:], sign)
        yield _counted(_to(seen, before, match.start()), counts, sign)
    elif (match := _SOME_BEFORE.search(before)) is not None:
        yield _counted(_to(seen, before, match.start()), (SOME[match["some"]],), False)
    elif (match := _ONE_BEFORE.search(before)) is not None:
        counts = () if seen.mention.plural else (1,)
        yield _counted(_to(seen, before, match.start()), counts, False)


def _to(seen: _Seen, before: str, start: int) -> _Seen:
    return replace(seen, first=seen.first - len(before) + start)


def _counted(seen: _Seen, counts: tuple[int, ...], sign: bool) -> _Seen:
    return replace(seen, mention=replace(seen.mention, counts=counts), times_sign=sign)


def _in_nodes(text: Text, seen: _Seen) -> Iterator[CardMention]:
    """The cards of a machine, and of several machines."""
    mention, first = seen.mention, seen.first
    if not seen.board:
        yield replace(mention, start=first)
    node = _NODE_AFTER.match(text.plain, mention.end)
    if seen.board or (node is not None and isinstance(mention.row, GPU)):
        plural = node is not None and node[0].rstrip().endswith("s")
        counts = _node_counts(mention, seen.board, plural, seen.times_sign)
        end = mention.end if node is None else node.end()
        guessed = counts not in ((), mention.counts) and not seen.board
        each = _each_of_node(mention) if guessed else None
        said = _CARDS_OF_NODE.match(text.plain, end) if plural else None
        if said is not None and mention.counts:
            nodes = (1,) if _ONE_OF_NODES.search(text.plain) else mention.counts
            counts = tuple(number * int(said["each"]) for number in nodes)
            end, each = said.end(), None
        mention = replace(mention, counts=counts, start=first, end=end, per_node=each)
        yield mention
    elif isinstance(mention.row, GPU) and not mention.counts:
        yield from _nodes_of(text, mention, first)
    before = text.plain[max(0, first - 60) : first]
    nodes = _NODES_WORD_BEFORE.search(before)
    if nodes is None and node is not None and seen.times_sign:
        nodes = _NODES_BEFORE.search(before)
    if nodes is not None and mention.counts:
        number = 1 if _ONE_OF_NODES.search(text.plain) else _number_of(nodes["nodes"])
        counts = tuple(count * number for count in mention.counts)
        yield replace(mention, counts=counts, start=first - len(before) + nodes.start())


def _nodes_of(text: Text, mention: CardMention, first: int) -> Iterator[CardMention]:
    """ "two nodes of H100", "H100, 2 nodes": how many are in each is not said."""
    each = _each_of_node(mention)
    before = text.plain[max(0, first - 60) : first]
    nodes, start, end = _NODES_WORD_BEFORE.search(before), first, mention.end
    if nodes is not None:
        start -= len(before) - nodes.start()
    elif (nodes := _NODES_AFTER.match(text.plain, mention.end)) is not None:
        end = nodes.end()
    if nodes is not None:
        number = _number_of(nodes["nodes"])
        yield replace(mention, counts=(number * each,), start=start, end=end, per_node=each)


def _number_of(nodes: str) -> int:
    if nodes.isdigit():
        return int(nodes)
    return 2 if nodes.startswith(("both", "amb")) else 1


def _each_of_node(mention: CardMention) -> int:
    """As many as such machines usually have."""
    return (mention.row.gpus_per_node or 8) if isinstance(mention.row, GPU) else 1


def _node_counts(
    mention: CardMention, board: bool, plural: bool, times_sign: bool
) -> tuple[int, ...]:
    """ "2 H100 nodes" are 16 cards, "an 8xH100 node" 8, "a DGX H100" 8."""
    each = _each_of_node(mention)
    if times_sign and not board:
        return mention.counts
    if not mention.counts:
        return () if plural else (each,)
    if board or plural or mention.counts == (1,):
        return tuple(count * each for count in mention.counts)
    return mention.counts


def _is_ram(row: GPU, match: re.Match[str]) -> bool:
    """ "2x 3090 with 64GB RAM": the computer's memory, unless the chip shares it."""
    after = match.string[match.end("gb") : match.end() + 30]
    return row.kind != "apu" and OF_RAM.match(after) is not None
