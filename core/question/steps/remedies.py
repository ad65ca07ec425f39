"""
What does not count any more, though nobody says "not": a card that is gone ("the 3090 is gone, it
has a 5090 now"), and what failed where another is asked about ("bf16 OOMs. would fp8 fit?").
"""

from collections.abc import Callable, Iterator, Sequence

from core.question.candidate import Candidate
from core.question.normalise import Text
from core.question.words.languages import either
from core.question.words.regex import regex

Part = tuple[int, int, str]
Kinds = Callable[[Candidate], str | None]

# "... is gone", "... was returned", "... morreu"; "leave ... out of it"
_IS_GONE = regex(
    r"\s?(?:(?:has|have|is|are|was|were|got|foi|foram|esta|ja)\s){0,2}(?:gone|sold|dead|died|returned"
    r"|broken|retired|replaced|fried|history|morreu|queimou|pifou|vendid[oa]|devolvid[oa]|avariou"
    r"|substituid[oa])\b(?:\s?,?\s(?:and\s|e\s)?(?:(?:was|got|is|foi)\s)?(?:replaced|substituid[oa])"
    r"\s(?:by|with|por|pel[oa])\b)?"
)
_OUT = regex(r"\s(?:out(?: of (?:it|this|that))?|aside|de (?:fora|lado))\b")
_LEAVE = regex(r"\b(?:leave|keep|put|deixa(?:r|ndo)?)\s(?:the\s|my\s|our\s|[oa]s?\s)?$")
_RID_OF = regex(
    r"\b(?:sold|returned|gave away|got rid of|ditched|retired|lost|replaced|vend[ie](?:mos)?"
    r"|devolv[ie](?:mos)?|larguei|troquei|trocamos)\s(?:(?:the|my|our|an?|[oa]s?|minhas?|meus?"
    r"|noss[oa]s?)\s)?$"
)
_GONE_HINTS = ("gone", "sold", "dead", "died", "return", "broken", "retired", "replac", "fried",
               "history", "morreu", "queimou", "pifou", "vend", "devolv", "avariou", "substitui",
               "leave", "keep", "deixa", "gave away", "got rid", "ditched", "lost", "larguei",
               "troq", "trocamos", " aside")  # fmt: skip
_PART = regex(
    r"(?<![\w.])(?P<some>\d{1,2}|one|uma?)\s(?:of|das|dos)\s(?:(?:the|our|my|those|these|all|minhas"
    r"|nossas|meus|nossos)\s)?(?P<all>\d{1,3})(?=\s?x?\s[a-z\d])"
)
_GONE_AFTER = regex(rf"[^.,;:?!]{{2,40}}?{either('asking.gone')}")
_FAILED = regex(
    r"\b(?:oom\w*|out ?of ?memory\w*|(?:does|do|did|will|would)(?:n'?t| not) (?:fit|load|start"
    r"|run|work)"
    r"|won'?t (?:fit|load|start|run)|too (?:big|large|much|heavy)|crash\w*|dies|died|fail\w*"
    r"|ran out"
    r"|runs? out|blows? up|estour\w+|rebent\w+|nao (?:cabe|coube|entra|carrega|roda|deu)|morre"
    r"|falh\w+"
    r"|happened with)\b"
)
_FAILED_HINTS = ("oom", "of memory", "ofmem", "outof", "n't ", "nt fit", "nt load", "nt start",
                 "nt run",
                 "nt work", " not ", "too ", "crash", "dies", "died", "fail", "ran out", "runs out",
                 "run out", "blow", "estour", "rebent", "nao ", "morre", "falh",
                 "happened with")  # fmt: skip
_REMEDY = regex(
    r"(?:\b(?:would|will|does|do|could|can|what about|how about|what if|and|e se|e|sera que|se)\s"
    r"(?:(?:i|we|you|it|use|using|going|go|to|switch|switching|run|running|in|with|at|on|the|an?|just"
    r"|em|com|usar|usando|num|numa|um|uma|[oa]|for|fosse)\s){0,4}|(?<=, )(?:in|with|em|com)\s)"
)
_WORKS = regex(
    r"\s?(?:(?:then|instead|it|that|entao|isso|ja)\s){0,2}(?:\?|(?:help|fits?|fix|solve|works?|do|does"
    r"|be enough|be ok|save|suffice|cabe[mr]?|resolve\w*|ajuda|chega|basta|rola|da\b|entra)\b)"
)


def gone(text: Text, offered: Sequence[Candidate]) -> Iterator[Part]:
    """A card that is gone, where another one is named."""
    if not text.has(*_GONE_HINTS):
        return
    cards = [one for one in offered if one.role == "cards"]
    for one in cards:
        before = text.plain[max(0, one.start - 30) : one.start]
        after = _IS_GONE.match(text.plain, one.end)
        if after is None and _LEAVE.search(before):
            after = _OUT.match(text.plain, one.end)
        rid = _RID_OF.search(before)
        elsewhere = any(other.end <= one.start or one.end <= other.start for other in cards)
        if elsewhere and (after or rid):
            start = one.start - len(rid[0]) if rid else one.start
            yield start, after.end() if after else one.end, " "


def part_of(text: Text, offered: Sequence[Candidate]) -> Iterator[Part]:
    """ "2 of our 8 H100s": two, unless these are the ones that are gone."""
    for match in text.each(_PART, " of ", " das ", " dos "):
        some = match["some"]
        left = int(some) if some.isdigit() else 1
        cards = any(
            one.role in ("cards", "card_count") and one.start <= match.start("all") < one.end
            for one in offered
        )
        if cards and left < int(match["all"]) and not _GONE_AFTER.match(text.plain, match.end()):
            yield match.start(), match.end(), str(left)


def remedied(text: Text, offered: Sequence[Candidate], kind: Kinds) -> Iterator[Part]:
    """What failed gives way to what is asked about, where both are of a kind."""
    if not text.has(*_FAILED_HINTS):
        return
    failed = _FAILED.search(text.plain)
    if failed is None:
        return
    for match in _REMEDY.finditer(text.plain, failed.start()):
        new = [one for one in offered if one.start == match.end() and _may_give_way(kind(one))]
        one = max(new, key=lambda one: one.end, default=None)
        if one is None or _WORKS.match(text.plain, one.end) is None:
            continue
        for old in offered:
            if old.end <= match.start() and kind(old) == kind(one):
                yield old.start, old.end, " "
        return


def _may_give_way(kind: str | None) -> bool:
    return kind in ("format", "cards", "model", "load", "length")
