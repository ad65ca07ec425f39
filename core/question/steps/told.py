"""
Figures that somebody told, and memory that is only added up: no cards.

"a blog says it needs 64 GB", "can two 12 GB cards act like one 24 GB?"
"""

from collections.abc import Iterator

from core.question.candidate import FLAG, Candidate, matched
from core.question.normalise import Text
from core.question.steps.counts import GB
from core.question.words.languages import either
from core.question.words.regex import regex

_FIGURE = r"\d{1,4}(?:[.,]\d{1,2})?"
_OF_MEMORY = rf"(?:\s(?:of\s|de\s)?(?:(?:gpu\s)?{either('memory')}))?"
# "said", "I read that", "segundo o blog"
_TOLD = regex(
    r"\b(?:sa(?:id|ys?)|claim(?:s|ed)?|told|read|heard|according to|states?|wrote|writes|reckons?"
    r"|disse(?:ram|se)?|diz(?:em)?|li|ouvi|segundo|afirma[m]?)\b"
)
_TOLD_HINTS = ("sa", "claim", "told", "read", "heard", "according", "state", "wr", "reckon", "diss",
               "diz", "li ", "ouvi", "segundo", "afirma")  # fmt: skip
_SOMEONE_HINTS = ("someone", "somebody", "people", "other", "guy", "friend", "colleague",
                  "coworker",
                  "alguem", "outr", "colega", "amigo", "cara")  # fmt: skip
_TAKES = (
    r"\b(?:says?|reports?|shows?|claims?|diz(?:em)?|mostra[m]?|marca[m]?|takes?|needs?|requires?"
    r"|uses?|consumes?|eats?|would (?:take|need|use)"
    r"|precisa[m]?(?: de)?|ocupa[m]?|gasta[m]?|usa[m]?|leva[m]?|exige[m]?)\s"
    r"(?:about\s|around\s|only\s|just\s|at least\s|cerca de\s|uns\s|~\s?)?"
)
_WITH_UNIT = regex(
    rf"{_TAKES}(?P<gb>{_FIGURE})\s?{GB}\b{_OF_MEMORY}(?!\s?(?:cards?|gpus?|placas?))"
)
# "70b at 4 bit is about 35gb, right?", "qwen3 32b needs 64 GB, correct?"
_RIGHT = regex(
    r"\b(?:right|correct|true|no|confere|certo|verdade)\s?\?|\b(?:sounds?|seems?|looks?) (?:right"
    r"|correct|off|wrong|ok|plausible)\b|\b(?:is|are) (?:he|she|they|it|that|this) (?:wrong|right"
    r"|lying"
    r"|off)\b|\bmakes? sense\b|\bfaz sentido\b|\b(?:esta|parece) (?:certo|errado|correto)\b"
)
# "kv cache 30 GB for ..., does that sound right?"
_PART_OF = regex(
    r"\b(?:kv[ -]?cache|weights|activations|overhead|total|pesos|ativacoes)(?:\s?[:=]|\s(?:of|is"
    r"|at|de"
    rf"|e))?\s(?:about\s|around\s|~\s?|cerca de\s)?{_FIGURE}\s?{GB}\b"
)
# "a model of 4.7GB", "a 18 GB gguf"
_FILE = regex(
    rf"\b(?:model|modelo|file|ficheiro|arquivo|gguf|checkpoint|safetensors)\s(?:of|with|de|com)\s"
    rf"(?:about\s|only\s|so\s|~\s?)?{_FIGURE}\s?{GB}\b"
    rf"|(?<![\w.,]){_FIGURE}[\s-]?{GB}[\s-](?:model|modelo|file|gguf|checkpoint|download)s?\b"
)
# "the weights are 140GB, I know", "os pesos são 16 GB": no card
_IS_SO_LARGE = regex(
    r"\b(?:weights|model|checkpoint|file|gguf|pesos|modelo|ficheiro|arquivo)\s(?:(?:itself|alone|files?)"
    r"\s)?(?:is|are|weighs?|takes?|eats?|uses?|e|sao|tem|pesa[m]?|ocupa[m]?|leva[m]?)\s(?:about\s"
    rf"|around\s|only\s|already\s|~\s?|cerca de\s|uns\s|so\s|ja\s)?{_FIGURE}\s?{GB}\b"
    r"(?!\s?(?:cards?|gpus?|placas?))(?:\s(?:on disk|em disco))?"
    rf"|\b(?:is|are|e|sao|da)\s(?:only\s|just\s|so\s|already\s)?{_FIGURE}\s?{GB}\b"
    r"(?=\s?(?:already|ja|of weights|de pesos|,\s?(?:but|mas|and|so|what|e)\b))"
)
_IS_ABOUT = regex(
    r"\b(?:is|are|would be|e|sao|da)\s(?:about|around|roughly|like|approximately|cerca de|uns"
    rf"|mais ou menos|~)\s?{_FIGURE}\s?{GB}\b{_OF_MEMORY}"
)
# "... takes 128 GB while LoRA takes 20": of the same kind
_WITHOUT_UNIT = regex(
    rf"{_TAKES}(?P<gb>{_FIGURE})(?=\s*(?:$|[,;.?!)](?!\d)|and\b|but\b|e\b|mas\b))"
)
# "someone on reddit said 46 and someone else 2x24"
_SOMEONE = regex(
    r"\b(?:some(?:one|body)|people|others?|another (?:one|guy|person)|(?:a|some) (?:guy|friend"
    r"|colleague"
    r"|coworker)|alguem|outr[oa]|um (?:colega|amigo|cara)|uma colega)(?: else)?"
    r"(?: (?:on|at|in|from|no|na|do|da) (?:the )?\w+)?"
    r"(?: (?:said|says?|claim(?:s|ed)|told (?:me|us)|swears?|disse|diz|falou|jura))?"
    rf" (?:about |it'?s |it needs |needs |que precisa de |uns )?(?:\d{{1,2}}\s?x\s?)?{_FIGURE}"
    rf"(?:\s?{GB})?(?![\w%]|[.,]\d|\s(?:{either('users')}|{either('tokens')}|{either('cards')}"
    r"|bits?)\b)"
)
# "act like one 24 GB card"
_ADDED_UP = regex(
    r"\b(?:act|behave|work|count|function|funciona[mr]?|conta[mr]?|servem|age[m]?)\s(?:like|as"
    r"|como)\s"
    rf"(?:(?:an?|one|a single|uma?|uma so)\s)?{_FIGURE}[\s-]?{GB}\b(?:\s(?:card|gpu|one|placa))?"
)


def find_told(text: Text) -> Iterator[Candidate]:
    """Named, and never counted."""
    for match in text.each(_ADDED_UP, "like", " as ", "como"):
        yield matched(match, "decoy.figure", match[0], FLAG, "what several would be together")
    for match in text.each(
        _FILE, "model", "file", "fich", "arq", "gguf", "checkp", "downl", "safet"
    ):
        yield matched(match, "decoy.figure", match[0], FLAG, "how large a file is")
    for match in text.each(_IS_SO_LARGE) if text.has("gb", "gib", "gig") else ():
        yield matched(match, "decoy.figure", match[0], FLAG, "what a part of it takes")
    right = "?" in text.plain and _RIGHT.search(text.plain) is not None
    if not right and not text.has(*_TOLD_HINTS):
        return
    told = _TOLD.search(text.plain)
    found = list(text.each(_WITH_UNIT))
    figures = [one for one in found if right or (told and one.start() >= told.start())]
    figures += [*text.each(_IS_ABOUT), *text.each(_PART_OF)] if right else ()
    memory = text.has("gb", "gib", "vram", "memor")
    said = list(text.each(_SOMEONE, *_SOMEONE_HINTS)) if told and memory else []
    figures += said if any(map(_TOLD.search, (one[0] for one in said))) else []
    for match in figures:
        yield matched(match, "decoy.figure", match[0], FLAG, "a figure that was told")
    for match in text.each(_WITHOUT_UNIT) if figures else ():
        yield matched(match, "decoy.figure", match[0], FLAG, "another figure of it")
