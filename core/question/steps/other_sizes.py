"""The 80 of "A100 40 or 80": the same card with other memory."""

from collections.abc import Iterator
from dataclasses import replace

from core.catalog.gpu import GPU
from core.catalog.names import NameIndex
from core.question.candidate import NAMED, Candidate
from core.question.normalise import Text
from core.question.reading import CardMention
from core.question.steps.counts import GB
from core.question.words.languages import either
from core.question.words.regex import regex

_OR_SIZE = regex(
    r"\s?(?:or|vs\.?|versus|ou|/|against|contra)\s?(?P<other>(?:(?:an?|the|one|uma?|[ao]|de)\s){0,3}"
    rf"(?P<gb>\d{{2,3}})(?:\s?{GB})?)(?![\w%]|[.,]\d|\s?(?:x\b|gpus?|cards?|users"
    rf"|{either('tokens')}))"
)
_SIZE = regex(r"\s\d{2,3} ?gb$")  # of a name that says it: "a100 40 gb"


def other_size(text: Text, index: NameIndex, mention: CardMention) -> Iterator[Candidate]:
    """Behind a card whose memory was said."""
    sized = mention.label is not None or _SIZE.search(mention.key) is not None
    match = _OR_SIZE.match(text.plain, mention.end) if sized else None
    if match is None or not isinstance(mention.row, GPU):
        return
    key = _SIZE.sub("", mention.key)
    row = index.card_sizes(key).get(int(match["gb"]))
    if row is not None:
        start, end = match.span("other")
        gb = int(match["gb"])
        other = replace(mention, start=start, end=end, key=key, row=row, label=gb)
        yield Candidate(start, end, "cards", other, NAMED, "another size of it")
