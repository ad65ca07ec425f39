"""What of a training run lies in the host's memory, and what a fused loss never makes."""

from collections.abc import Iterator

from core.question.candidate import NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.steps.training_words import trains
from core.question.words.regex import regex

# "cpu offload", "zero-offload", "offloading to the cpu", "offload the optimizer to cpu"
_OFFLOAD = regex(
    r"\b(?:with )?(?:cpu|ram|zero)[ _-]?offload(?:ing|ed)?\b(?! ?gb)"
    r"(?: of (?:the )?(?P<of>optimi[sz]er|param(?:eter)?s))?"
    r"|\boffload(?:ing|ed)? (?:the )?(?:(?P<what>optimi[sz]er|param(?:eter)?s)(?: states?)? )?"
    r"(?:to|into|na|para a) (?:the )?(?:cpu|ram|host)\b"
    r"|\boffload(?:ing)?\b(?! ?gb)"
    r"|\b(?P<that>optimi[sz]er|param(?:eter)?s?) offload(?:ing|ed)?\b"
)
# "fused loss", "liger kernel", "chunked cross entropy"
_FUSED = regex(
    r"\b(?:with )?(?:liger(?:[ _-]kernels?)?|(?:fused|chunked)(?: linear)?"
    r"[ _-](?:cross[ _-]entropy|loss|ce))\b"
)
_OF_FSDP = regex(r"\bfsdp")


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
        named = match["of"] or match["what"] or match["that"] or ""
        both = named.startswith("param") or (not named and _OF_FSDP.search(text.plain) is not None)
        role = "training.offload_parameters" if both else "training.offload_optimizer"
        yield matched(match, role, True, NAMED, "in the host's memory")
    for match in text.each(_FUSED, "liger", "fused", "chunked"):
        yield matched(match, "training.fused_loss", True, NAMED, "no tensor of all logits")
