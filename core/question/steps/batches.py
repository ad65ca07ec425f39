"""The batch of all cards together, and the steps that it is gathered in: no micro batch."""

from collections.abc import Iterator

from core.question.candidate import NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.steps.numbers import num, value
from core.question.words.regex import regex

_SAID = r"\s*(?:(?:=|:|of|is|to|de|com|e|over|with|em|por|at|\s)\s*){0,3}"
_SIZE = r"(?:[\s_-]?(?:batch|bs|lote)(?:[\s_-]?size)?|\sde\s(?:lote|batch))"
# "global batch 256", "effective batch size of 64", "batch efetivo de 64", "total batch: 128"
_GLOBAL = regex(
    rf"\b(?:(?:global|effective|total|overall|target|combined)[\s_-](?:train[\s_-])?(?:batch|bs)(?:[\s_-]?size)?"
    rf"|(?:batch|lote|tamanho de (?:lote|batch))(?:\ssize)?\s(?:efetivo|efectivo|global|total)"
    rf"|gbs){_SAID}{num('number')}(?!\w|[.,]\d)(?:\s(?:sequences|samples|sequencias))?"
)
# "batch size 256 in total", "batch of 256 across all gpus"
_IN_ALL = regex(
    rf"\b(?:batch|bs|lote)(?:\ssize)?{_SAID}{num('number')}\s(?:in total|overall|globally|in all"
    r"|across (?:all|the|\d{1,4}) (?:gpus?|cards?)|no total|ao todo)\b"
)
_ACCUMULATION = (
    r"(?:(?:gradient|grad)[\s_-]?acc(?:um(?:ulation)?)?|accum(?:ulat(?:ion|ing|e)(?: gradients)?)?"
    r"|acc(?=\s?[=:]|\s\d{1,3}(?![\w.]))"
    r"|grad[\s_-]?acum|acumulac(?:ao|oes)(?: d[eo]s? gradientes?)?|acumul(?:ando|ar|a"
    r"|e)(?: gradientes)?"
    r"|gas?(?=\s?[=:]|\s\d{1,3}(?![\w.])))"
)
# "gradient accumulation 4", "grad accum of 8 steps", "acumulacao de 8 passos"
_STEPS_AFTER = regex(
    rf"\b{_ACCUMULATION}(?:[\s_-]steps?)?{_SAID}{num('number')}(?!\w|[.,]\d)(?:\s(?:steps?|passos))?"
)
# "8 accumulation steps", "4x grad accum"
_STEPS_BEFORE = regex(
    rf"{num('number')}\s?x?\s(?:passos de\s)?{_ACCUMULATION}(?!\s?\d)(?:\ssteps?)?(?![\w=])"
)
_GLOBAL_HINTS = ("global", "effective", "total", "overall", "target", "combined", "efetivo",
                 "efectivo", "gbs")  # fmt: skip


def find_batches(text: Text) -> Iterator[Candidate]:
    """A batch of all cards, and accumulation."""
    for match in text.each(_GLOBAL, *_GLOBAL_HINTS):
        yield matched(match, "global_batch", _number(match[1]), NAMED, "of all cards together")
    for match in text.each(_IN_ALL, "batch", "bs ", "lote"):
        yield matched(match, "global_batch", _number(match[1]), NAMED, "of all cards together")
    role = "training.gradient_accumulation_steps"
    for pattern in (_STEPS_AFTER, _STEPS_BEFORE):
        for match in text.each(pattern, "acc", "acum", "ga"):
            yield matched(match, role, _number(match[1]), NAMED, "steps of one batch")


def _number(written: str) -> float:
    return value(written, whole=True)
