"""Thanks and goodbyes: nothing is asked, and no lecture is wanted."""

from core.question.reading import Reading
from core.question.settle.problem import problem
from core.question.words.regex import regex

_THANKS = "|".join(
    (
        r"ok(?:ay)?|thanks?|thank you|thx|ty|tks|tysm|cheers|great|perfect|nice|cool|got it",
        r"awesome|super|alright|all right|good|that helps|makes sense|noted|wow|lol|brilliant",
        r"fantastic|excellent|(?:i )?(?:really )?appreciated?(?: it| that| this)?|you rock",
        r"you(?:'re| are) (?:the best|awesome|great|a star)|lifesaver|legend|much obliged",
        r"will do|will try|neat|sweet|amazing|bye|see you|never ?mind|forget it",
        r"that's (?:all(?: i needed)?|it|great|perfect|what i (?:needed|wanted)|helpful)",
        r"obrigad[oa]|obg|valeu|vlw|brigad[oa]|brigadao|perfeito|otimo|beleza|blz|certo",
        r"show(?: de bola)?|entendi|fixe|legal|boa|excelente|bom|top|tmj|massa|agradecid[oa]",
        r"agradeco|e isso(?: ai| mesmo)?|era isso(?: mesmo)?|era so isso|so isso|tchau|abraco",
        r"ajudou(?: muito)?|deixa pra la|deixa estar|esquece|ate (?:logo|mais|amanha)",
    )
)
_BESIDE = "|".join(
    (
        r"you|very|much|a (?:lot|bunch|million|ton)|so|now|then|mate|man|bro|guys|folks|all",
        r"everyone|team|for (?:your|the|all) (?:help|info|answer)|for (?:this|that)|really|just",
        r"muito|muitissimo|demais|ta|mesmo|pela ajuda|por tudo|pessoal|galera|cara|mano|gente",
        r"entao|a todos|de novo|again|one",
    )
)
_COURTESY = regex(
    rf"(?=.{{0,60}}?\b(?:{_THANKS})\b)(?:[^a-z0-9]*\b(?:{_THANKS}|{_BESIDE})\b){{1,8}}[^a-z0-9]*"
)


def is_courtesy(reading: Reading) -> bool:
    """ "thanks!", "ok, valeu"."""
    return _COURTESY.fullmatch(reading.text.plain) is not None


def courtesy_for(reading: Reading) -> Exception:
    """No question, and no lecture either."""
    error = problem(reading, "help", "courtesy")
    error.is_courtesy = True
    return error
