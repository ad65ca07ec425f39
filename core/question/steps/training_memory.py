"""What of a training run lies in the host's memory, and what a fused loss never makes."""

import re
from collections.abc import Iterator

from core.question.candidate import NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.steps.training_words import trains
from core.question.words.regex import regex

_THE = r"(?:the |its |o |os |a |as |do |dos |da |das |of |de )*"
_ONE = rf"{_THE}(?:optimi[sz]er|otimizador|param(?:eter|etro)?s?|weights|pesos)(?: states?)?"
_WHAT = rf"{_ONE}(?:(?:,|,? and|,? e|/| ?[+&]) ?{_ONE})?"
_WHERE = (
    r"(?: (?:to|into|in|on|onto|na|no|para a?)(?: (?:the|a|o))? "
    r"(?:cpus?|ram|host|system)(?: (?:memory|ram))?)?\b"
)
# "cpu offload", "zero-offload", "offloading to the cpu", "offload the optimizer to cpu",
# "parameter and optimizer offload", "cpu offload of optimizer and parameters"
_OFFLOAD = regex(
    rf"\b(?:with )?(?P<that>{_WHAT}) (?:cpu[ -])?offload(?:ing|ed)?{_WHERE}"
    r"|\b(?:with )?(?:(?:cpu|ram|zero)[ _-]?)?offload(?:ing|ed)?\b(?! ?gb)"
    rf"(?: (?P<what>{_WHAT}))?{_WHERE}"
)
# "fused loss", "liger kernel", "chunked cross entropy"
_FUSED = regex(
    r"\b(?:with )?(?:liger(?:[ _-]kernels?)?|(?:fused|chunked)(?: linear)?"
    r"[ _-](?:cross[ _-]entropy|loss|ce))\b"
)
_OF_FSDP = regex(r"\bfsdp")
_OPTIMIZER = regex(r"optimi[sz]er|otimizador")
_PARAMETERS = regex(r"param|weights|pesos")


# "no offload", "without cpu offload", "sem offload"
_NO_OFFLOAD = regex(
    r"\b(?:no|not|without|w/o|sem|nao)\s(?:any\s)?(?:(?:cpu|ram|zero)[ _-]?)?offload(?:ing|ed)?\b"
)


def find_training_memory(text: Text) -> Iterator[Candidate]:
    """FSDP offloads weights and optimizer together; unsaid it is the optimizer (ZeRO-Offload)."""
    if not text.has("offload", "liger", "fused", "chunked") or not trains(text):
        return
    for match in text.each(_NO_OFFLOAD, "offload"):
        yield matched(match, "nothing", None, NAMED, "nothing in the host's memory")
    for match in text.each(_OFFLOAD, "offload"):
        named = match["that"] or match["what"] or ""
        unsaid = not named and _OF_FSDP.search(text.plain) is not None
        parameters = unsaid or _PARAMETERS.search(named) is not None
        optimizer = unsaid or not named or _OPTIMIZER.search(named) is not None
        yield from _offloaded(match, optimizer=optimizer, parameters=parameters)
    for match in text.each(_FUSED, "liger", "fused", "chunked"):
        yield matched(match, "training.fused_loss", True, NAMED, "no tensor of all logits")


def _offloaded(match: re.Match[str], *, optimizer: bool, parameters: bool) -> Iterator[Candidate]:
    """One thing, or both as two halves of what was said."""
    roles = ["training.offload_optimizer"] * optimizer + [
        "training.offload_parameters"
    ] * parameters
    start, end = match.span()
    middle = (start + end) // 2 if len(roles) > 1 else end
    whole = (start, end) if len(roles) > 1 else None
    for role, first, last in zip(roles, (start, middle), (middle, end), strict=False):
        why = "in the host's memory"
        yield Candidate(first, last, role, True, NAMED, why, whole=whole)
