"""
Several sequences for each of those who ask: "10 users, each keeps 2 sessions", "3 calls per agent".

Together they are so many times so many. What each has is offered only where those who have it were
counted in the same sentence; their number is then told by the product.
"""

import re
from collections.abc import Iterator

from core.question.candidate import NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.steps.numbers import num, value
from core.question.words.languages import either
from core.question.words.regex import regex
from core.wording.note import note

_OPEN = (
    r"(?:requests?|reqs?|sessions?|chats?|conversations?|queries|calls?|streams?|connections?|tabs?"
    r"|threads?|windows|prompts|sequences?|seqs?|sessoes|sessao|conversas?|requisicoes|requisicao"
    r"|pedidos?|chamadas?|conexoes|abas|janelas)"
)
_QUALIFIED = rf"(?:(?:{either('concurrent')}|open|active|separate|own|simultaneous)\s){{0,2}}?"
_STAYS = (
    r"(?:\s(?:open|going|running|active|alive|in flight|in parallel|at once|at a time"
    r"|at the same time|abertas?|ativas?|em paralelo|ao mesmo tempo))?"
)
_WHO = rf"(?:{either('users')}|{either('heads')}|workers?|processes|tenants?|bots?)"
_EACH = r"(?:each|apiece|every|per head|cada(?: um[a]?)?|por cabeca)"
_EVERY_WHO = (
    rf"(?:(?:for|from|of|by|de|para)\s)?(?:each|every|cada|per|por)\s(?:(?:one\s)?of\sthem|{_WHO})"
)
_HAS = (
    r"(?:(?:of (?:them|whom|which)|deles|um|uma|one)\s)?(?:has|have|with|keeps?|opens?|runs?|makes?"
    r"|sends?|holds?|uses?|gets?|doing|fires?|tem|mantem|abre|faz|usa|manda|envia|com)"
    r"(?:\s(?:up to|about|around|ate|cerca de|open))?"
)
# "2 sessions each", "each keeps 2 sessions open", "3 chats per engineer", "cada um com 2 sessoes"
_OF_EACH = regex(
    rf"\b{_EACH}\s{_HAS}\s{num('number')}\s{_QUALIFIED}{_OPEN}\b{_STAYS}"
    rf"|(?:\b{_HAS}\s)?{num('number2')}\s{_QUALIFIED}{_OPEN}{_STAYS}\s(?:{_EACH}|{_EVERY_WHO})\b"
    rf"|(?:\b{_HAS}\s)?{num('number3')}\s(?:{_EACH})\s{_OPEN}\b"
)
# "10 users", "15 concurrent devs", "each of the 12 agents"
_CROWD = regex(
    rf"(?:\beach of (?:the |our )?|\bcada um d[oa]s )?{num('number')}\s"
    rf"(?:(?:{either('concurrent')}|internal|human)\s){{0,2}}{_WHO}\b(?:\s(?:{either('concurrent')}))?"
)
_HINTS = ("each", "apiece", "every", " per ", "cada", " por ")


def find_sessions(text: Text) -> Iterator[Candidate]:
    """The product of a number of people and what each of them keeps open."""
    if not text.has(*_HINTS):
        return
    for match in _OF_EACH.finditer(text.plain):
        crowds = [one for one in _CROWD.finditer(text.plain) if _apart(one, match)]
        if len(crowds) == 1:
            yield from _both(text, crowds[0], match)


def _both(text: Text, crowd: re.Match[str], each: re.Match[str]) -> Iterator[Candidate]:
    written = next(each[name] for name in ("number", "number2", "number3") if each[name])
    people = value(crowd["number"], whole=True, language=text.language)
    number = round(people * value(written, whole=True, language=text.language))
    first, last = sorted((crowd.span(), each.span()))
    said = note("reading.share", typed=text.typed(first[0], last[1]), number=number)
    why = "so many for each of so many"
    between = text.plain[first[1] : last[0]]
    if not any(map(str.isalnum, between)):
        yield Candidate(first[0], last[1], "sequences", number, NAMED, why, (said,))
        return
    yield matched(crowd, "nothing", True, NAMED, "who keep several open")
    yield matched(each, "sequences", number, NAMED, why, (said,))


def _apart(crowd: re.Match[str], each: re.Match[str]) -> bool:
    return crowd.end() <= each.start() or each.end() <= crowd.start()
