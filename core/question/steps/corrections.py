"""
What is said and taken back: "not 70B, the 8B one", "no lora", "4, er, 40 users", "one of 8 died".

What was withdrawn is taken out of the text before it is read; it never counts, and is no noise.
"""

import re
from collections.abc import Iterator, Sequence

from core.question.candidate import Candidate
from core.question.normalise import Text
from core.question.steps.exchanges import HINTS_SAID, exchanged
from core.question.steps.more_cards import more_cards
from core.question.steps.recounts import counted_again
from core.question.steps.remedies import gone, part_of, remedied
from core.question.words.languages import either, hints_of
from core.question.words.regex import regex

Part = tuple[int, int, str]  # other words at [start, end)

_KIND = {
    "model": "model", "parameters": "model", "precision": "format", "bits": "format",
    "cards": "cards", "engine": "engine", "context_length": "length", "sequences": "load",
    "task": "task",
}  # fmt: skip
_ALONE = ("cards", "task")  # withdrawn also where nothing is said in their place
# "not the", "anything but", "doesn't need to be"
_NOT = regex(
    rf"(?<![\w'])(?<!why\s)(?<!freezing\s)(?<!freeze\s){either('asking.not_this')}"
    r"\s(?:(?:in|at|em)\s)?(?:(?:the|an?|any|o|a|um|uma|os|as)\s)?"
)
_NOR = regex(r"\s?,?\s?(?:\b(?:nem|nor|or|ou)\b|/)\s?(?:(?:the|an?|any|o|a|um|uma|de|com)\s)?")
_NOT_END = regex(r"(?:\s(?:part|bit|ones?|parte|idea|plan|option|ideia|plano|opcao))?\s?[,;]?")
# "I wrote"
_SAID = regex(rf"(?<![\w']){either('asking.said_before')}\s(?:(?:the|an?|o|a|um|uma)\s)?")
_BUT = regex(r"\s?,?\s(?:but|mas|and|e)\b")
_WITHOUT = regex(
    r"(?<![\w'])(?:not|without|w/o|drop|remove|skip|scrap|lose|minus|get rid of|leave out|take out"
    r"|sem|tira(?:r|ndo)?|remov(?:e|er|endo)|larga|nao)\s(?:(?:the|that|any|my|an?|o|a|os|as)\s)?"
)
_CACHE_AFTER = regex(r"\s?(?:kv|cache)\b")
_HINTS_WITHOUT = ("not ", "without", "w/o", "drop", "remov", "skip", "scrap", "lose", "minus",
                  "get rid", "leave out", "take out", "sem ", "tira", "larga", "nao ")  # fmt: skip
# ", no wait,"
_RATHER = regex(
    rf"\s?[,.;:?(-]{{0,2}}\s?(?:\b{either('asking.rather')}\b[\s,:-]{{1,3}}){{1,2}}"
    r"(?:(?:the|it's|o|a)\s)?"
)
# "qlora no, plain lora"; in "fp8 no, int4" the second is meant, in "fp8, not int4" the first
_NO_AFTER = regex(r"(?<!,)\s(?:no|nao)\s?,\s")
# "treino não, inferência": behind a kind of run, of which serving is none
_NO_BUT_SERVED = regex(
    rf"\s(?:no|nao)\s?[,;:-]\s?(?:(?:just|only|so|apenas)\s)?(?={either('serve')})"
)
# "4k users? no: 4k tokens, 60 users"
_ASKED_BACK = regex(r"\?\s?(?:no(?:pe)?|nao)(?:\s(?:lol|haha|kkk))?\s?[:,;]\s?")
# "instead of llama 3.1 8b we'll take qwen3 8b"
_INSTEAD = regex(
    r"\b(?:instead of|rather than|in place of|em vez d[eoa]|ao inves d[eoa]|no lugar d[eoa])\s"
    r"(?:the\s|an?\s|o\s|um\s|uma\s)?"
)
_TAKE = regex(
    r"\s?,?\s(?:(?:we|i|let)(?:'?ll|'?s|'?d| will| want to| are going to)?\s)?"
    r"(?:take|use|go with|run|pick|usa(?:mos|r|m)?|us[eo]|vamos (?:de|usar|com)|vou (?:de|usar))\s"
    r"(?:the\s|an?\s|o\s|um\s|uma\s)?"
)
# "swap the H100s for L40S": the second is taken; "now" says that it is of the question before
_SWAP = regex(
    r"\b(?:swap(?:ping)?|replac(?:e|ing)|exchang(?:e|ing)|chang(?:e|ing)|trade|troca(?:r|ndo)?"
    r"|substitu(?:i|a|ir|indo)|muda(?:r|ndo)?)\s(?:(?:out|the|my|our|those|these|that|[oa]s?|minhas?"
    r"|meus?|ess[ae]s?)\s){0,2}"
)
_FOR = regex(
    r"\s?(?:for|with|by|to|into|por|pel[oa]s?|para|pra|pro|com)\s"
    r"(?:the\s|an?\s|some\s|[oa]s?\s|uma?\s)?"
)
# "... on the T4? We have the A10G now": what somebody said before does not hold any more
_HAVE_NOW = regex(
    r"\b(?:(?:we|i|they)(?:'ve|'re)?\s(?:(?:have|got|use|using|bought|moved to|switched to"
    r"|run on|are on"
    r"|now have|now use|now run)\s)(?:the\s|an?\s|some\s)?"
    r"|(?:it's|that's|it is)\s(?:the\s|an?\s)?|agora\s(?:temos|tenho|usamos|e|sao|estamos com)\s"
    r"(?:as?\s|os?\s|uma?s?\s)?|(?:temos|tenho|usamos)\sagora\s(?:as?\s|os?\s|uma?s?\s)?)"
)
_NOW = regex(r"\s(?:now|instead|these days|agora)\b")
_DIFFERENCE = regex(
    rf"{either('asking.difference')}|\b(?:compar\w+|vs|save[sd]?|saving|poupa\w*|economiz\w+)\b"
)
_SENTENCE = regex(r"[.?!;\n]")
_NUMBER_BEFORE = regex(r"(?<![\w.,])\d[\d.,]{0,9}k?$")
_HINTS_NOW = (" now", " instead", "these days", "agora")
_HINTS_SWAP = ("swap", "replac", "exchang", "chang", "trade", "troca", "substitu", "muda")
HINTS_NOT = ("not", "no ", "n't", "dont", "leav", "neither", "needs", "need for", "precisa", "quer",
             "without", "except", "nem", "tira", "doesnt", "isnt", "thing but", "ignor", "forget",
             "scrap", "drop", "never", "nao", "nada", "sem ", "esquece", "qualquer", "tudo ",
             "descarta", "larga")  # fmt: skip
HINTS_RATHER = (*hints_of(either("asking.rather")), *(f"{sign}er" for sign in " ,.:;(-"), " uh")
# "one of our 8 H100s died", "2 of the 4 A6000 are taken", "das 4 A100 uma avariou"
_GONE = regex(
    rf"(?<![\w.])(?P<gone>\d{{1,3}}|one|uma?) (?:of|das|dos) (?:my |our |the |those |minhas "
    rf"|nossas )?"
    rf"(?P<all>\d{{1,4}}) (?!(?:just|has|have|is|are|was|were) )(?P<what>[^,;:?!]{{2,40}}?) "
    rf"{either('asking.gone')}(?:[^,;:?!]{{0,30}}(?=[,;]))?"
    rf"|\bd[ao]s (?:minhas |nossas |meus |nossos )?(?P<all2>\d{{1,4}}) "
    rf"(?P<what2>[^,;:?!]{{2,40}}?),? "
    rf"(?P<gone2>\d{{1,3}}|uma?) {either('asking.gone')}"
    r"(?:[\s,]{1,2}(?:com |on |and |e )?(?:as outras|os outros|the other|the remaining) \d{1,4}\b)?"
)


def corrected(text: Text, offered: Sequence[Candidate]) -> Text:
    """The text without what was taken back; *offered* is what the whole of it may mean."""
    found = (
        _gone(text), exchanged(text), counted_again(text), _negated(text, offered),
        _replaced(text, offered), _denied(text, offered), _instead(text, offered),
        _swapped(text, offered), _have_now(text, offered),
        more_cards(text, offered), gone(text, offered), part_of(text, offered),
        remedied(text, offered, _kind),
    )  # fmt: skip
    parts = sorted({part for each in found for part in each})
    kept: list[Part] = []
    for part in parts:
        if not kept or part[0] >= kept[-1][1]:
            kept.append(part)
    return text.replace(kept) if kept else text


def withdrawn(text: Text, offered: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """
    What is taken back, whether or not something stands in its place: of the question before, it
    is what no longer counts.
    """
    matches = (*text.each(_NOT, *HINTS_NOT), *text.each(_WITHOUT, *_HINTS_WITHOUT))
    return tuple(
        one._replace(whole=(match.start(), one.end))
        for match in matches
        if (one := _at(offered, match.end())) is not None
        and not _of_cache(text, one)
        and (not match[0].startswith("no ") or _is_english_no(text, one))
    )


def _of_cache(text: Text, one: Candidate) -> bool:
    """ "without the fp8 kv": that of the cache has a place of its own."""
    return _CACHE_AFTER.match(text.plain, one.end) is not None


def _gone(text: Text) -> Iterator[Part]:
    """Of so many cards some are left."""
    for match in text.each(_GONE, " of ", "das ", "dos "):
        gone = match["gone"] or match["gone2"]
        left = int(match["all"] or match["all2"]) - (int(gone) if gone.isdigit() else 1)
        if left > 0:
            yield match.start(), match.end(), f"{left} {match['what'] or match['what2']}"


def _negated(text: Text, offered: Sequence[Candidate]) -> Iterator[Part]:
    for match in text.each(_NOT, *HINTS_NOT):
        one = _at(offered, match.end())
        if one is None or (match[0].startswith("no ") and not _is_english_no(text, one)):
            continue
        if _KIND[one.role] in _ALONE or _said_again(offered, one):
            last = _last_of_list(text, offered, one)
            end = _NOT_END.match(text.plain, last)
            yield match.start(), end.end() if end else last, " "
    for match in text.each(_SAID, *HINTS_SAID):
        one = _at(offered, match.end())
        if one is not None and _said_again(offered, one):
            but = _BUT.match(text.plain, one.end)
            yield match.start(), but.end() if but else one.end, " "


def _last_of_list(text: Text, offered: Sequence[Candidate], one: Candidate) -> int:
    """Where "neither lora nor qlora" ends."""
    last = one.end
    while (nor := _NOR.match(text.plain, last)) is not None:
        other = _at(offered, nor.end())
        if other is None or _KIND[other.role] != _KIND[one.role]:
            break
        last = other.end
    return last


def _kind(one: Candidate) -> str | None:
    return _KIND.get(one.role)


def _is_english_no(text: Text, one: Candidate) -> bool:
    """ "no lora"; in Portuguese "no M3 Max" is "on the M3 Max"."""
    return text.language == "en" and one.role == "task"


def _replaced(text: Text, offered: Sequence[Candidate]) -> Iterator[Part]:
    for match in text.each(_RATHER, *HINTS_RATHER):
        after = [one for one in offered if one.start == match.end() and one.role in _KIND]
        start = _start_of_same(text, offered, match, after)
        if start is not None:
            yield start, match.end(), " "


def _denied(text: Text, offered: Sequence[Candidate]) -> Iterator[Part]:
    """A "no" that stands behind what is not meant."""
    for match in text.each(_NO_AFTER, " no", " nao"):
        for one in offered:
            if one.end == match.start() and _follows(offered, one, match.end()):
                yield one.start, match.end(), " "
    for match in text.each(_NO_BUT_SERVED, " no", " nao"):
        for one in offered:
            if one.end == match.start() and one.role == "task":
                yield one.start, match.end(), " "
    for match in text.each(_ASKED_BACK, "?"):
        before = [one for one in offered if one.end == match.start() and one.role in _KIND]
        one = max(before, key=lambda one: one.end - one.start, default=None)
        if one is not None and _said_again(offered, one):
            yield one.start, match.end(), " "


def _instead(text: Text, offered: Sequence[Candidate]) -> Iterator[Part]:
    """Of two that are compared nobody says which one is taken."""
    for match in text.each(_INSTEAD, "instead", "rather", "in place", "em vez", "inves", "lugar"):
        one = _at(offered, match.end())
        if one is not None and one.role == "task" and not _DIFFERENCE.search(text.plain):
            for other in offered:  # "would lora instead of full fine-tuning fit?"
                if other.role == "task" and 0 <= match.start() - other.end < 2:
                    yield match.start(), one.end, " "
        take = _TAKE.match(text.plain, one.end) if one else None
        if one and take and _follows(offered, one, take.end()):
            yield match.start(), take.end(), " "


def _swapped(text: Text, offered: Sequence[Candidate]) -> Iterator[Part]:
    for match in text.each(_SWAP, *_HINTS_SWAP):
        one = _at(offered, match.end())
        other = _FOR.match(text.plain, one.end) if one else None
        if one and other and _follows(offered, one, other.end()):
            yield match.start(), other.end(), "now "


def _have_now(text: Text, offered: Sequence[Candidate]) -> Iterator[Part]:
    """Cards of an earlier sentence yield to those that are there now."""
    for match in text.each(_HAVE_NOW, *_HINTS_NOW):
        one = _at(offered, match.end())
        if one is None or one.role != "cards" or not _says_now(text, match, one):
            continue
        for other in offered:
            between = text.raw[text.places[other.end] : text.places[match.start()]]
            if other.role == "cards" and other.end <= match.start() and _SENTENCE.search(between):
                yield other.start, other.end, " "


def _says_now(text: Text, match: re.Match[str], one: Candidate) -> bool:
    return "now" in match[0] or "agora" in match[0] or _NOW.match(text.plain, one.end) is not None


def _follows(offered: Sequence[Candidate], one: Candidate, start: int) -> bool:
    """Whether something of the same kind begins there."""
    kind = _KIND.get(one.role)
    return kind is not None and any(
        other.start == start and _KIND.get(other.role) == kind for other in offered
    )


def _start_of_same(
    text: Text, offered: Sequence[Candidate], match: re.Match[str], after: Sequence[Candidate]
) -> int | None:
    """Where the thing begins that stands before the correction and is of the kind of one after."""
    roles = {one.role for one in after}
    same = [one for one in offered if one.end == match.start() and one.role in roles]
    if same:
        return max(one.start for one in same)
    number = _NUMBER_BEFORE.search(text.plain[max(0, match.start() - 12) : match.start()])
    return match.start() - len(number[0]) if number and after else None


def _at(offered: Sequence[Candidate], start: int) -> Candidate | None:
    """The longest that begins here."""
    here = [one for one in offered if one.start == start and one.role in _KIND]
    return max(here, key=lambda one: one.end, default=None)


def _said_again(offered: Sequence[Candidate], one: Candidate) -> bool:
    """Whether something of its kind stands elsewhere."""
    return any(
        _KIND.get(other.role) == _KIND[one.role]
        and (other.end <= one.start or other.start >= one.end)
        for other in offered
    )
