"""Another version of the model before: "and the 3.3?", "the 3.2 3b", "and llama 2?"."""

from core.asked.question import Question, Size
from core.catalog.families import Family
from core.catalog.model import Model
from core.catalog.spelling import name_key
from core.question.reading import ModelMention, Reading
from core.question.settle.unclaimed import WORD, unclaimed_words
from core.question.words.languages import either
from core.question.words.regex import regex

_NAME = regex(r"(?P<base>[a-z]{2,12})[ -]?v?\d{1,2}(?:\.\d{1,2})?[ -](?P<size>\d{1,4}(?:\.\d)?b)")
_BEFORE_SIZE = regex(r"(?<![\w.])v?(?P<version>\d{1,2}(?:\.\d{1,2})?)[\s-]$")
_ALONE = regex(
    rf"\W*(?:(?:{either('follow_up')}|{either('follow_up_alone')}|the|[oa])[\s,]+){{0,4}}"
    r"v?(?P<version>\d{1,2}\.\d{1,2})(?:\s(?:version|versao|one|instead|then|entao))*\W*"
)
_FEW = 8  # words


def take_version(reading: Reading, previous: Question) -> None:
    """The size that was named, or that of the model before."""
    rows = [row for row in previous.models if isinstance(row, Model)]
    if len(rows) != 1 or len(previous.models) != 1:
        return
    names = [match for name in rows[0].aliases if (match := _NAME.fullmatch(name)) is not None]
    if not names:
        return
    base, size = names[0]["base"], names[0]["size"]
    if not reading.models:
        match = _ALONE.fullmatch(reading.text.plain)
        at = match.span("version") if match else None
        _put(reading, f"{base} {match['version']} {size}" if match else "", at)
        return
    mention = reading.models[0]
    match = _BEFORE_SIZE.search(reading.text.plain[: mention.start])
    if len(reading.models) == 1 and isinstance(mention.row, Size) and match is not None:
        at = (match.start("version"), mention.end)
        if not reading.text.typed(*match.span("version"))[:1].isdigit():
            return  # "dois 7B" are two of them
        _put(reading, f"{base} {match['version']} {mention.row.name.lower()}", at)


def _put(reading: Reading, name: str, at: tuple[int, int] | None) -> None:
    row = reading.index.exact(name_key(name)) if at else None
    if at and isinstance(row, Model):
        reading.claim(*at)
        reading.cards = [card for card in reading.cards if not card.usual]
        reading.models = [ModelMention(*at, row, name_key(name))]
        reading.picked = True


def take_same_size(reading: Reading, previous: Question) -> None:
    """ "and llama 2?" after Llama 3.1 70B is its 70B; where there is none it is asked which."""
    if len(reading.models) != 1 or len(previous.models) != 1 or previous.intent == "max_model":
        return
    mention, before = reading.models[0], previous.models[0]
    few = len(WORD.findall(reading.text.plain)) <= _FEW and not unclaimed_words(reading)
    if not isinstance(mention.row, Family) or not few:
        return
    for size, row in mention.row.sizes.items():
        if abs(row.elements - before.elements) <= 0.12 * before.elements:
            mention.row, mention.key = row, f"{mention.key} {size}"
            reading.picked = True
            return
