"""What stands around the name of a card: "2xA100 80GB", "a pair of 3090s", "8xH100 node"."""

import re

from core.catalog.gpu import GPU
from core.question.reading import CardMention, Reading
from core.question.settle.problem import check
from core.question.steps.counts import (
    GB,
    LARGEST_CARD,
    OF_RAM,
    ONE,
    SMALLEST_CARD,
    SOME,
    SOME_WORDS,
    check_count,
)
from core.question.steps.numbers import value
from core.question.words.languages import either
from core.question.words.regex import regex

_VENDOR = (
    r"(?:nvidia'?s?|amd|intel|apple|geforce|tesla|radeon|instinct|quadro|google|aws|rtx|gtx"
    r"|macbook(?: pro| air)?|mac(?: studio| mini| pro)?"
    r"|imac|new|old|used|rented|usadas?|dedicated|standard|gpus?|placas?|cards?|physical|entire"
    r"|whole|azure|gcp|brand new)"
)
_JOIN = r"(?:,|/|\bor\b|\band\b|\bvs\.?|\bversus\b|\bou\b|\be\b|\bto\b)"
# before a card, read from its end: "2x", "8 x 80GB", "a pair of", "two or four", "my"
_VENDOR_BEFORE = regex(rf"(?<![\w]){_VENDOR}[\s-]*$")
_GB_BEFORE = regex(rf"(?<![\w.,-])(?P<gb>\d{{1,4}}(?:[.,]\d)?)[\s-]?{GB}[\s-]+(?:vram\s)?$")
_COUNT_BEFORE = regex(
    rf"(?<![\w./^])(?<!\d,)(?P<numbers>-?\d{{1,9}}(?:,\d{{3}})*(?:\s?x)?(?:\s*{_JOIN}\s*\d{{1,6}}(?:\s?x)?){{0,4}})"
    r"\s*(?:x|of\s(?:the\s|these\s|those\s)?|de\s|units?\sof\s|unidades\sde\s|pieces\sof\s"
    r"|[a-z]{2,4}\sof\s)?\s*$"
)
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
    rf"(?<![\w.,])(?P<nodes>\d{{1,4}}|{ONE})\s?(?:{either('node')})[\s,:(]+(?:(?:of|with|de|com"
    rf"|x|each with|each|cada uma? com)\s)?\s*$"
)
_BOARD_BEFORE = regex(r"(?<!\w)(?:dgx|hgx)[\s-]*$")
# after a card: "80GB", "(80 GB)", "de 80GB", "x2", "SXM", "GPUs"
_GB_AFTER = regex(
    rf"[\s\-/(]*(?:(?:with|w/|de|com|of"
    rf"|at)\s)?(?P<gb>-?\d{{1,4}}(?:[.,]\d)?)[\s-]?{GB}\b(?:\s?(?:of\s"
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
    r"|\s*:\s?(?P<count3>\d{1,4})(?![\w.]))"
)
_COUNT_LAST = regex(r"\s+(?P<count>\d{1,5})x(?=\s*(?:$|[,.;:?!)]))")
_FORM_AFTER = regex(
    rf"[\s-]*(?:sxm\d?|pcie|pci-e|hbm\d?e?|oam|nvl(?!72)|nvlink|tensor core|{either('cards')}"
    rf"|super|founders edition|fe|blackwell|hopper|ampere|ada|machine|laptop|desktop|chips?"
    rf"|processor|soc|{either('each')})(?![\w])"
)
_CHIPS_AFTER = regex(r"-(?P<count>\d{1,4})(?![\w.])")
_NODE_AFTER = regex(rf"[\s-]*(?:{either('node')})(?![\w-])")


def find_counts(reading: Reading) -> None:
    """What stands around each named card: its count, its memory, its form."""
    for mention in reading.cards:
        if not mention.nameless:
            _look_after(reading, mention)
            _look_before(reading, mention)


def _look_after(reading: Reading, mention: CardMention) -> None:
    for _ in range(5):
        plain = reading.plain
        if isinstance(mention.row, GPU):
            match = _GB_AFTER.match(plain, mention.end)
            if match is not None and mention.label is None and not _is_ram(mention.row, match):
                _extend(reading, mention, match.end())
                mention.label = value(match["gb"])
                check(reading, "card_memory", mention.label, match.span("gb"), lowest=SMALLEST_CARD,
                      highest=LARGEST_CARD, whole=False)  # fmt: skip
                continue
            match = _LABEL_AFTER.match(plain, mention.end)
            if match is not None and mention.label is None:
                sizes = reading.index.card_sizes(mention.key)
                if int(match["gb"]) in sizes:
                    _extend(reading, mention, match.end())
                    mention.label = int(match["gb"])
                    continue
        match = _COUNT_AFTER.match(plain, mention.end)
        if match is not None and not mention.counts:
            count = int(match["count"] or match["count2"] or match["count3"])
            check_count(reading, count, match.span())
            mention.counts = (count,)
            _extend(reading, mention, match.end())
            continue
        if isinstance(mention.row, GPU) and mention.row.kind == "tpu" and not mention.counts:
            match = _CHIPS_AFTER.match(plain, mention.end)  # "v5e-8" is eight of them
            if match is not None:
                mention.counts = (int(match["count"]),)
                _extend(reading, mention, match.end())
                continue
        match = _COUNT_LAST.match(plain, mention.end)
        if match is not None and not mention.counts:
            mention.counts = (int(match["count"]),)
            _extend(reading, mention, match.end())
            continue
        match = _FORM_AFTER.match(plain, mention.end)
        if match is not None:
            _extend(reading, mention, match.end())
            continue
        return


def _look_before(reading: Reading, mention: CardMention) -> None:
    node = _NODE_AFTER.match(reading.plain, mention.end)
    node_at_end = mention.end if node is None else node.end()
    plural_node = node is not None and node[0].rstrip().endswith("s")
    times_sign = False
    board = False
    first = mention.start
    for _ in range(6):
        before = reading.plain[max(0, first - 60) : first]
        if _HOW_MANY_BEFORE.search(before):
            break
        step = _VENDOR_BEFORE.search(before)
        if step is None and (step := _BOARD_BEFORE.search(before)) is not None:
            board = True
        if step is None and mention.label is None and isinstance(mention.row, GPU):
            step = _GB_BEFORE.search(before)
            if step is not None:
                mention.label = value(step["gb"])
        if step is None and not mention.counts:
            step, mention.counts, times_sign = _count_before(
                reading, before, first, plural=mention.plural
            )
        if step is None:
            break
        first -= len(before) - step.start()
    if board or (node is not None and isinstance(mention.row, GPU)):
        mention.counts = _node_counts(mention, board, plural_node, times_sign)
        if node is not None:
            mention.end = node_at_end
    before = reading.plain[max(0, first - 60) : first]
    nodes = _NODES_WORD_BEFORE.search(before)
    if nodes is None and node is not None and times_sign:
        nodes = _NODES_BEFORE.search(before)
    if nodes is not None and mention.counts:
        number = int(nodes["nodes"]) if nodes["nodes"].isdigit() else 1
        mention.counts = tuple(count * number for count in mention.counts)
        first -= len(before) - nodes.start()
    for count in mention.counts:
        check_count(reading, count, (first, mention.end))
    mention.start = first
    reading.claim(first, mention.end)


def _count_before(
    reading: Reading, before: str, first: int, *, plural: bool
) -> tuple[re.Match[str] | None, tuple[int, ...], bool]:
    match = _COUNT_BEFORE.search(before)
    if match is not None:
        counts = tuple(
            int(text) for text in re.findall(r"-?\d+", match["numbers"].replace(",000", "000"))
        )
        start = first - (len(before) - match.start())
        for count in counts:
            check_count(reading, count, (start, first))
        return match, counts, "x" in match[0]
    match = _SOME_BEFORE.search(before)
    if match is not None:
        return match, (SOME[match["some"]],), False
    match = _ONE_BEFORE.search(before)
    if match is not None:
        return match, () if plural else (1,), False
    return None, (), False


def _node_counts(
    mention: CardMention, board: bool, plural: bool, times_sign: bool
) -> tuple[int, ...]:
    """ "2 H100 nodes" are 16 cards, "an 8xH100 node" 8, "a DGX H100" 8."""
    row = mention.row
    each = (row.gpus_per_node or 8) if isinstance(row, GPU) else 1
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


def _extend(reading: Reading, mention: CardMention, end: int) -> None:
    reading.claim(mention.end, end)
    mention.end = end
