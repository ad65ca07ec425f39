"""Cards known by memory or number alone: "24GB card", "8 x 80GB GPUs", "4 GPUs"."""

import re
from functools import lru_cache

from core.asked.question import Language
from core.catalog.gpu import GPU
from core.question.reading import CardMention, Reading
from core.question.settle.problem import check
from core.question.steps.counts import (
    GB,
    LARGEST_CARD,
    ONE,
    SMALLEST_CARD,
    SOME_WORDS,
    check_count,
    said_count,
)
from core.question.steps.numbers import value
from core.question.words.languages import either
from core.question.words.regex import regex
from core.units import GIB_PER_GPU, Quantity
from core.wording.say import say

USUAL_CARD = "h100-sxm5-80gb"  # where cards were counted and not named
# a card by its memory alone
_NAMELESS = regex(
    rf"""
    (?: (?P<counted> (?<![\w./]) (?<!\d,) -?\d{{1,9}} (?:\s?x\s?|\s(?:of\s|de\s)?)
        | (?<!\w)(?:{either("one")}\s)?(?P<some>{SOME_WORDS})[\s-](?:of\s|de\s)?
        | (?<!\w)(?P<one>{ONE})\s ) (?:(?:{either("cards")})\s(?:of\s|de\s|with\s|com\s)?)? )?
    (?: (?<![\w.]) (?<!\d,) | (?<=[0-9]x) ) (?P<gb> -?\d{{1,5}}(?:[.,]\d{{1,2}})? )
    [\s-]? (?P<unit> {GB} ) \b (?!/s)
    (?P<what> (?: [\s-]*
        (?: of\s|de\s|do\s|no\s|total\s|usable\s|free\s|available\s|gddr\dx?\s|hbm\d?e?\s
          | nvidia\s|livres?\s )*
        (?: {either("memory")} | {either("cards")} | {either("node")} | {either("ram")}
          | {either("each")} | laptop | mac(?:book)?(?:\sstudio|\smini|\spro|\sair)?
          | budget | total ) \b ){{0,3}} )
    (?: \s*\(?x\s?(?P<times>\d{{1,6}})\b\)? )?
    """,
    re.VERBOSE,
)
# "4 gpus of 24gb", "duas placas com 24GB cada"
_COUNT_THEN_GB = regex(
    rf"(?:(?<![\w.,])(?P<count>-?\d{{1,9}})\s?x?\s|(?<!\w)(?P<some>{SOME_WORDS})\s(?:of\s|de\s)?"
    rf"|(?<!\w)(?P<one>{ONE})\s)(?:{either('cards')})\s*(?:,\s?|@\s?|x\s?|of\s|with\s|de\s|com\s"
    rf"|at\s|\(|that have\s|each with\s|having\s)\s?(?P<gb>-?\d{{1,4}}(?:[.,]\d)?)[\s-]?{GB}\b"
    rf"(?:\s?(?:of\s|de\s)?(?:{either('memory')})\b)?(?:\s?(?:{either('each')})\b)?\)?"
)
# "on 4 GPUs", "0 GPUs"
_COUNT_ALONE = regex(
    rf"(?<![\w.,])(?P<count>-?\d{{1,9}})\s?x?[\s-](?:{either('cards')})\b"
    rf"|(?<!\w)(?P<some>{SOME_WORDS})\s(?:of\s|de\s)?(?:{either('cards')})\b"
)
_TIMES_ALONE = regex(r"[^a-z0-9]*(?:and |e |with |com |on |em )?(?P<count>\d{1,6}) ?x[^a-z0-9]*")
_ONE_ALONE = regex(
    rf"(?<!\w)(?:one|single|a single|just one|1|uma unica|uma so|apenas uma"
    rf"|so uma)[\s-](?:{either('cards')})\b(?!\s?(?:memory|mem))"
)
_RAM = regex(rf"(?<!v)(?<!gpu\s)(?<!video\s)(?<!unified\s)\b{either('ram')}\b")
_NOT_VRAM = regex(rf"\b(?:{either('memory')})\b")


def find_nameless(reading: Reading) -> None:
    """Cards that are known by their memory only."""
    for match in reading.take(_COUNT_THEN_GB, "gb", "gib", "gig", "g "):
        count = said_count(match["count"], match["some"], match["one"])
        _add_nameless(reading, match, value(match["gb"]), count)
    for match in reading.each(_NAMELESS, "gb", "gib", "gig", "g "):
        gb = value(match["gb"], language=reading.language)
        if match["unit"] == "g" and not match["what"]:
            continue
        what = match["what"]
        shared = re.search(r"mac|unified|unificada", reading.plain) is not None
        if _RAM.search(what) and not _NOT_VRAM.search(what) and not shared:
            reading.set_aside(match.start("gb"), match.end())
            continue
        named = [card for card in reading.cards if not card.nameless]
        if named and not _listed(reading, match) and _belongs_to(named, gb, reading):
            reading.claim(match.start("gb"), match.end())
            continue
        if named and not re.search(either("cards"), what) and not _listed(reading, match):
            reading.set_aside(match.start("gb"), match.end())
            continue
        reading.claim(match.start(), match.end())
        counted = match["counted"]
        number = re.match(r"-?\d+", counted.strip()) if counted else None
        count = said_count(number[0] if number else match["times"], match["some"], match["one"])
        _add_nameless(reading, match, gb, count)


def find_bare_counts(reading: Reading) -> None:
    """ "on 4 GPUs": how many, of no kind. The usual card is taken, and named."""
    for match in reading.each(_COUNT_ALONE):
        count = said_count(match["count"], match["some"], None)
        check_count(reading, count, match.span())
        if reading.cards:
            if len(reading.cards) == 1 and not reading.cards[0].counts and count:
                reading.cards[0].counts = (count,)
                reading.claim(*match.span())
            else:
                reading.set_aside(*match.span())
            continue
        _add_usual(reading, match, count or 1)
    if not reading.cards:
        match = _TIMES_ALONE.fullmatch(reading.plain)
        if match is not None:
            count = int(match["count"])
            check_count(reading, count, match.span())
            _add_usual(reading, match, count)
    if not reading.cards:
        for match in reading.each(_ONE_ALONE):
            _add_usual(reading, match, 1)
            break


@lru_cache(maxsize=256)
def nameless_card(gigabytes: float, language: Language) -> GPU:
    """A card of so much memory: the box's GB are the driver's GiB, as with an "80 GB" A100."""
    number = f"{gigabytes:g}"
    return GPU(
        id=f"{number}gb",
        name=say(language, "reading.nameless_card", gb=number),
        vendor="",
        memory=Quantity(gigabytes, GIB_PER_GPU),
        memory_basis="advertised",
        label=int(gigabytes) if gigabytes == int(gigabytes) else None,
        source="as it was asked",
        checked="",
    )


def _add_nameless(
    reading: Reading, match: re.Match[str], gigabytes: float, count: int | None
) -> None:
    check(
        reading,
        "card_memory",
        gigabytes,
        match.span(),
        lowest=SMALLEST_CARD,
        highest=LARGEST_CARD,
        whole=False,
    )
    check_count(reading, count, match.span())
    reading.evidence += 1
    mention = CardMention(
        *match.span(), nameless_card(gigabytes, reading.language), "", nameless=True
    )
    mention.counts = (count,) if count is not None else ()
    reading.cards.append(mention)


def _belongs_to(named: list[CardMention], gigabytes: float, reading: Reading) -> bool:
    """The same memory said twice: "a 4090 with its 24GB", "2x3090, 48GB in all"."""
    for card in named:
        row = card.row if isinstance(card.row, GPU) else reading.index.catalog.gpus[card.row.gpu]
        for count in (1, *card.counts):
            if row.label is not None and row.label * count == gigabytes:
                return True
    return False


def _listed(reading: Reading, match: re.Match[str]) -> bool:
    before = reading.text.plain[: match.start()].rstrip()
    after = reading.text.plain[match.end() :].lstrip()
    return bool(
        re.search(r"\b(?:or|vs\.?|versus|ou)$", before) or re.match(r"(?:or|vs|versus|ou)\b", after)
    )


def _add_usual(reading: Reading, match: re.Match[str], count: int) -> None:
    gpu = reading.index.catalog.gpus.get(USUAL_CARD) or next(
        iter(reading.index.catalog.gpus.values())
    )
    reading.claim(*match.span())
    reading.evidence += 1
    mention = CardMention(*match.span(), gpu, "", counts=(count,), nameless=True)
    reading.cards.append(mention)
    reading.note("reading.usual_card", count=count, name=gpu.name)
