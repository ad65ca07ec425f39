"""Cards known by memory or number alone: "24GB card", "8 x 80GB GPUs", "4 GPUs"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from core.asked.question import Language
from core.catalog.gpu import GPU
from core.question.candidate import NAMED, NEAR, SHAPE, Candidate, matched
from core.question.normalise import Text
from core.question.reading import CardMention
from core.question.steps.counts import (
    GB,
    ONE,
    SOME_WORDS,
    said_count,
)
from core.question.steps.numbers import value
from core.question.words.languages import either, hints_of
from core.question.words.regex import regex
from core.units import GIB_PER_GPU, Quantity
from core.wording.say import say

# a card by its memory alone
_NAMELESS = regex(
    rf"""
    (?: (?P<counted> (?<![\w./]) (?<!\d,) -?\d{{1,9}} (?:\s?x\s?|\s(?:of\s|de\s)?)
        | (?<!\w)(?:{either("one")}\s)?(?P<some>{SOME_WORDS})[\s-](?:of\s|de\s)?
        | (?<!\w)(?P<one>{ONE})\s ) (?:(?:{either("cards")})\s(?:of\s|de\s|with\s|com\s)?)? )?
    (?: (?<![\w.]) (?<!\d,) | (?<=[0-9]x) ) (?P<gb> -?\d{{1,5}}(?:[.,]\d{{1,2}})? )
    [\s-]? (?P<unit> {GB} ) \b (?!/s)
    (?P<what> (?: (?:\s{{0,2}}|-)
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
# "2 placas de 12": sizes that cards have
_COUNT_THEN_SIZE = regex(
    rf"(?:(?<![\w.,])(?P<count>\d{{1,3}})\s?x?\s|(?<!\w)(?P<some>{SOME_WORDS})\s(?:of\s|de\s)?"
    rf"|(?<!\w)(?P<one>{ONE})\s)(?:{either('cards')})\s(?:of|with|de|com)\s"
    r"(?P<gb>6|8|10|11|12|16|20|24|32|40|48|80|96|141|192)(?![\w.,%]*\w|\s?%)"
    rf"(?!\s(?:{either('users')}|{either('tokens')}|{either('cards')}|bits?|layers|camadas|{either('each')}\s\w))"
)
# "on 4 GPUs", "0 GPUs"
_COUNT_ALONE = regex(
    rf"(?<![\w.,])(?P<count>-?\d{{1,9}})\s?x?[\s-](?:{either('cards')})\b"
    rf"|(?<!\w)(?P<some>{SOME_WORDS})\s(?:of\s|de\s)?(?:{either('cards')})\b"
)
_TIMES_ALONE = regex(r"(?<![\w.-])(?P<count>\d{1,6}) ?x(?=[^a-z0-9]*$)")
_CARDS = regex(either("cards"))
_NUMBER = regex(r"-?\d+")
_CARD_HINTS = hints_of(either("cards"))
# "24564MiB card", "16376 MiB of vram": what a driver reports
_OF_MIB = regex(
    rf"(?<![\w.,])(?P<mib>\d{{4,6}})\s?mi?b\b(?P<what>\s(?:(?:of|de)\s)?(?:{either('cards')}|{either('memory')})\b)?"
)
_WITH_BEFORE = regex(rf"(?:{either('cards')}|laptop|pc)\s(?:with|of|has|com|de|tem)\s(?:only\s)?$")
_GB_HINTS = ("gb", "gib", "gig", "g ", " go", "0go", "2go", "4go", "6go", "8go")
_ONE_ALONE = regex(
    rf"(?<!\w)(?:one|single|a single|just one|1|uma unica|uma so|apenas uma"
    rf"|so uma)[\s-](?:{either('cards')})\b(?!\s?(?:memory|mem))"
)
_RAM = regex(rf"(?<!v)(?<!gpu\s)(?<!video\s)(?<!unified\s)\b{either('ram')}\b")
_NOT_VRAM = regex(rf"\b(?:{either('memory')})\b")


def find_nameless(text: Text) -> Iterator[Candidate]:
    """Cards that are known by their memory only."""
    for match in text.each(_COUNT_THEN_GB, *_GB_HINTS):
        count = said_count(match["count"], match["some"], match["one"])
        mention = _nameless(text, match.span(), value(match["gb"]), count, said=True)
        yield matched(match, "cards", mention, NAMED, "cards of so much memory")
    for match in text.each(_COUNT_THEN_SIZE, *_CARD_HINTS):
        count = said_count(match["count"], match["some"], match["one"])
        mention = _nameless(text, match.span(), value(match["gb"]), count, said=True)
        yield matched(match, "cards", mention, NEAR, "cards of a size that cards have")
    for match in text.each(_NAMELESS, *_GB_HINTS):
        yield from _of_memory(text, match)
    for match in text.each(_OF_MIB, "mib", "mb"):
        if match["what"] or _WITH_BEFORE.search(text.plain[: match.start()]):
            gigabytes = round(int(match["mib"]) / 1024, 2)
            mention = _nameless(text, match.span(), gigabytes, None, said=True)
            yield matched(match, "cards", mention, NAMED, "a card's memory as its driver says it")


def _of_memory(text: Text, match: re.Match[str]) -> Iterator[Candidate]:
    gb = value(match["gb"], language=text.language)
    what = match["what"]
    if match["unit"] == "g" and not what:
        return
    alone = (match.start("gb"), match.end())
    shared = text.has("mac", "unified", "unificada")
    if _RAM.search(what) and not _NOT_VRAM.search(what) and not shared:
        yield Candidate(*alone, "decoy.ram", gb, NAMED, "memory of the computer")
        return
    said, listed = _CARDS.search(what) is not None, _listed(text, match)
    evidence = NAMED if what else SHAPE
    why = "so much memory"
    counted = match["counted"]
    if counted or match["times"]:
        number = _NUMBER.match(counted.strip()) if counted else None
        count = said_count(number[0] if number else match["times"], match["some"], match["one"])
        mention = _nameless(text, match.span(), gb, count, said=said, listed=listed)
        yield matched(match, "cards", mention, evidence, why)
    mention = _nameless(text, alone, gb, None, said=said, listed=listed)
    yield Candidate(*alone, "cards", mention, evidence, why)


def find_bare_counts(text: Text) -> Iterator[Candidate]:
    """ "on 4 GPUs": how many, of no kind."""
    for match in text.each(_COUNT_ALONE, *_CARD_HINTS):
        count = said_count(match["count"], match["some"], None)
        yield matched(match, "card_count", count or 0, NAMED, "cards of no kind")
    match = _TIMES_ALONE.search(text.plain)
    if match is not None:
        yield matched(match, "card_count", int(match["count"]), SHAPE, "so many times")
    for match in text.each(_ONE_ALONE, *_CARD_HINTS):
        yield matched(match, "one_card", 1, NEAR, "one card of no kind")


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


def cards_of_memory(text: Text, at: tuple[int, int], gigabytes: float, count: int) -> CardMention:
    """So many cards of so many GB each."""
    return _nameless(text, at, gigabytes, count, said=False)


def _nameless(
    text: Text,
    at: tuple[int, int],
    gigabytes: float,
    count: int | None,
    *,
    said: bool,
    listed: bool = False,
) -> CardMention:
    counts = () if count is None else (count,)
    row = nameless_card(gigabytes, text.language)
    return CardMention(*at, row, "", counts, nameless=True, said=said, listed=listed)


def _listed(text: Text, match: re.Match[str]) -> bool:
    before = text.plain[: match.start()].rstrip()
    return bool(_OR_BEFORE.search(before) or _OR_AFTER.match(text.plain, match.end()))


_OR_BEFORE = regex(r"\b(?:or|vs\.?|versus|ou)$")
_OR_AFTER = regex(r"\s*(?:or|vs|versus|ou)\b")
