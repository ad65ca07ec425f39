"""
Cards on top of those that are there: "OOMs on one L40S, would a second card help?", "we have two
3090s and could buy 2 more".

The number of cards that was said becomes what it would be then, and the text is read again.
"""

import re
from collections.abc import Iterator, Sequence

from core.question.candidate import Candidate
from core.question.normalise import Text
from core.question.reading import CardMention
from core.question.words.languages import either
from core.question.words.regex import regex

Part = tuple[int, int, str]  # other words at [start, end)

_NAMED = "\u01c0"  # a letter that nobody types stands for each of the card's name
_NOUN = rf"(?:{either('cards')}|ones?|{_NAMED}+)"
_HELPS = (
    r"(?=\s(?:then\s|more\s)?(?:help|fix|solve|do|work|save|be enough|suffice|fit|change|resolve"
    r"|ajuda|basta|chega|resolveria|ajudaria))"
)
# "would a second card help", "will one more fix it", "uma segunda placa resolve"
_ONE_MORE = regex(
    r"(?:\b(?:would|will|does|do|could|can|if|se)\s(?:adding\s|i add\s|we add\s|eu meter\s|mais\s)?"
    rf"|(?=\buma\s))(?P<said>(?:an?\s|the\s|one\s|uma\s)?(?:second|2nd|another|more|extra|segunda|outra)"
    rf"(?:\s{_NOUN})?){_HELPS}"
)
# "could buy 2 more", "can get one more 3090"
_SO_MANY = regex(
    r"\b(?:can|could|may|might|would|posso|podemos|da para|consigo)\s(?:\w+\s){0,2}?"
    r"(?:buy|get|add|afford|order|find|rent|put in|install|comprar|arranjar|adicionar|por)\s"
    rf"(?P<said>(?P<number>\d{{1,2}}|one|mais (?P<mais>\d{{1,2}}|uma?))(?:\smore)?(?:\s{_NOUN})?)"
    r"(?=\s?(?:[.,;:!?)]|$|\s(?:cheap|later|used|if|for|from)\b))"
)
_HINTS = ("second", "2nd", "another", "more", "extra", "segunda", "outra", "mais")


def more_cards(text: Text, offered: Sequence[Candidate]) -> Iterator[Part]:
    """The count as it would be, where one kind of card was named and counted."""
    if not text.has(*_HINTS):
        return
    card = _card(offered)
    if card is None:
        return
    name, whole, count = card
    plain = _marked(text.plain, text.plain[name.start : name.end])
    for pattern in (_ONE_MORE, _SO_MANY):
        for match in pattern.finditer(plain):
            if match.start("said") < whole.end and whole.start < match.end("said"):
                continue
            number = match.groupdict().get("mais") or match.groupdict().get("number") or "1"
            added = int(number) if number.isdigit() else 1
            if "more" in match["said"] or "mais" in match["said"] or pattern is _ONE_MORE:
                yield whole.start, name.start, f"{count + added} "
                yield *match.span("said"), "that"
                return


def _card(offered: Sequence[Candidate]) -> tuple[Candidate, Candidate, int] | None:
    """The name, the widest stretch around it with a count before it, and that count."""
    cards = [one for one in offered if one.role == "cards" and isinstance(one.value, CardMention)]
    named = [one for one in cards if not _mention(one).nameless and not _mention(one).counts]
    names = {(one.start, one.end): one for one in named}
    counted = [one for one in cards if len(_mention(one).counts) == 1]
    one_kind = bool(named) and all(_mention(one).row is _mention(named[0]).row for one in named)
    if not one_kind or not counted:
        return None
    whole = max(counted, key=lambda one: one.end - one.start)
    inside = [one for one in names.values() if whole.start < one.start and one.end <= whole.end]
    if not inside:
        return None
    name = min(inside, key=lambda one: (one.end - one.start, one.start))
    return name, whole, _mention(whole).counts[0]


def _mention(one: Candidate) -> CardMention:
    if isinstance(one.value, CardMention):
        return one.value
    raise TypeError(one.value)


def _marked(plain: str, name: str) -> str:
    """Every mention of *name*, however it is joined, as letters of its own."""
    joined = "".join(letter if letter.isalnum() else "." for letter in name)
    return re.sub(joined, lambda match: _NAMED * len(match[0]), plain)
