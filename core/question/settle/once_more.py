"""What asks for the same once more ("why so much?", "quanto sobra?"), or without an amount."""

from core.question.reading import Reading
from core.question.settle.amounts_before import NOUN
from core.question.words.regex import regex

_OPENS = r"(?:and|ok|so|but|wait|hm+|e|mas|sorry|please|can you|could you)"
_AGAIN = "|".join(
    (
        r"(?:why|how come)(?: (?:is (?:it|that)|does (?:it|that) (?:need|take)|that|so|this|much"
        r"|many|big|high|large|a lot)){0,4}",
        r"(?:what(?:'s| is| was)|whats) (?:the|that) (?:total|answer|result|number|figure)"
        r"(?: again)?",
        r"repeat(?: that| it)?|say that again|remind me|come again|are you sure(?: about that)?",
        r"what (?:did|do) you assume(?: \w+){0,3}|what (?:are|were) the assumptions|really",
        r"(?:(?:on|with|for) )?(?:which|what) (?:card|gpu|hardware|machine|box|setup"
        r"|one)s? (?:would|should"
        r"|do|does|can|could) (?:you|i|we|it|that)(?: \w+){0,4}?(?: (?:on|for|to|with|of))?"
        r"(?: (?:it|that|this))?(?: on)?",
        r"(?:which|what) (?:cards?|gpus?|hardware|machine|box)(?: do i need)? (?:for"
        r"|with) (?:that|this|it)",
        r"(?:em |n)?(?:que|qual) (?:placa|gpu|maquina|hardware) (?:para|pra) (?:isso|isto|ele)",
        r"(?:em |n)?(?:que|qual) (?:placa|gpu|maquina|hardware)(?: (?:eu|voce|tu|nos))?"
        r" (?:ponho|coloco|uso|compro|usaria|colocaria|recomenda|indica|preciso)(?: (?:isso|isto"
        r"|ele|nisso"
        r"|para isso|pra isso))?",
        r"explain(?: that| it| this| please)*|break (?:it|that) down|breakdown(?: please)?",
        r"show (?:me )?(?:the )?(?:breakdown|details|maths?|assumptions|calculation)",
        r"how much (?:headroom|room|space|vram|memory)? ?(?:is|does (?:that|it)|would|will)? ?"
        r"(?:be |that )?(?:leave|left|free|remain|remains|spare)"
        r"(?: (?:free|over|then|on it|there|me))*",
        r"(?:is|does|do) (?:that|it|this|the (?:total|number))(?: already)? (?:with|includ(?:e"
        r"|ing)|count"
        r"|contain) (?:the |my )?(?:kv|cache|kv cache|overhead|context|weights|everything|all)"
        r"(?: (?:too|in|already))*",
        r"(?:isso|ja|esse total)(?: ja)? (?:inclui|conta com|tem) (?:o |a )?(?:kv|cache|cache kv"
        r"|kv cache|contexto|overhead|tudo)",
        r"what(?:'s| is) left|what does (?:that|it|this) leave(?: free| over)?",
        r"how much headroom(?: is (?:that|there|left))?",
        r"por ?que(?: (?:tanto|e que|e tanto|assim))*|pq(?: tanto)?|como assim|tem certeza",
        r"explica(?: melhor)?|repete|tens a certeza|mostra (?:os )?detalhes",
        r"o que (?:voce )?assumi(?:u|ste)|qual era (?:mesmo )?o total",
        r"quanto (?:sobra|resta|fica livre)(?: (?:de )?(?:vram|memoria|livre))*",
    )
)
_ONCE_MORE = regex(rf"^\W*(?:{_OPENS}\W+)*(?:{_AGAIN})\s*[?!.]*\s*$")
# "forget the context", "ignora os usuários"
_DROPPED = regex(
    r"\b(?:forget|ignore|drop|remove|leave out|skip|never mind|without|scrap|esquece|ignora|tira"
    rf"|sem)(?:\sabout)?\s(?:the|any|my|[oa]s?)\s{NOUN}"
    r"(?=\s*(?:$|[,;.?!]|and\b|e\b|but\b|mas\b))"
)


def take_once_more(reading: Reading) -> None:
    """Nothing is changed: the answer, and what it was made of, is said again."""
    match = _ONCE_MORE.search(reading.plain)
    if match is not None:
        reading.claim(*match.span())
        reading.asks_again = True


def take_dropped(reading: Reading) -> None:
    """As if that amount had not been said."""
    for match in _DROPPED.finditer(reading.plain):
        reading.claim(*match.span())
        reading.dropped |= {field for field, said in match.groupdict().items() if said}
