"""Who writes the answers of GRPO or PPO, and which models stand beside the one that is trained."""

import re
from collections.abc import Iterator

from core.question.candidate import NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.steps.training_words import aligns, generates
from core.question.words.regex import regex

_SHARE = r"(?P<share>0?\.\d{1,3}|\d{1,2}\s?%)(?![\w.])"
_CARDS = r"(?:gpus?|cards?|placas?)"
# "with vllm colocated", "colocated vllm", "vllm on the same cards", "vllm colocado"
_COLOCATED = regex(
    r"\b(?:with |using |com )?(?:(?:a )?co-?locat(?:ed?|ing|ion) (?:mode )?vllm"
    r"|vllm(?: is| in)? (?:co-?locat(?:ed?|ing|ion)|colocad[oa])(?: mode)?"
    rf"|vllm (?:on the|nas?) (?:same|mesmas?) {_CARDS})\b"
)
# "... at 0.3", "(30%)", "with gpu_memory_utilization 0.3"
_AFTER = regex(
    r",?\s?\(?(?:(?:at|with|taking|using|com|em|a|@|share)\s)?"
    rf"(?:(?:gpu[ _]memory[ _]utilization|utilization|share)\s?[=:]?\s?)?{_SHARE}\)?"
)
# "vllm at 0.3", "vllm @ 30%"
_AT = regex(rf"\b(?:with |using |com )?vllm (?:at|@|with|com|em) {_SHARE}")
_SERVER = regex(
    r"\bvllm (?:in )?server(?: mode)?\b"
    rf"|\bvllm (?:on|em) (?:separate|other|dedicated|its own|outras) {_CARDS}\b"
)
_SLEEP = regex(r"\b(?:with |com )?(?:vllm )?sleep mode\b|\bvllm sleeps\b")
_GENERATIONS = regex(
    r"(?<![\w.])(?P<number>\d{1,4}) (?:generations?|rollouts?|completions?|geracoes)\b"
    r"(?: (?:per|for each|por|a) prompt)?"
    r"|\bgroup size (?:of )?(?P<number2>\d{1,4})(?![\w.])"
)
_NO = r"(?P<no>(?:no|without|sem|w/o)\s(?:an?\s|the\s)?)?"
_REFERENCE = regex(
    rf"\b(?:with |com )?{_NO}(?:an? |the |um )?"
    r"(?:ref(?:erence)? (?:model|policy)|modelo de referencia|kl(?: (?:penalty|term|loss))?)\b"
)
_REWARD = regex(rf"\b(?:with |com )?{_NO}(?:an? |the |um )?(?:reward model|modelo de recompensa)\b")


def find_preference(text: Text) -> Iterator[Candidate]:
    """Of a run that writes its own answers; of others only the reference."""
    if text.has("ref", "kl", "reward", "recompensa"):
        yield from _models(text)
    if not generates(text):
        return
    for match in text.each(_COLOCATED, "vllm"):
        yield matched(match, "training.vllm_mode", "colocate", NAMED, "vLLM on the same cards")
        share = _AFTER.match(text.plain, match.end())
        if share is not None:
            yield _share(share)
    for match in text.each(_AT, "vllm"):
        yield _share(match)
    for match in text.each(_SERVER, "vllm"):
        yield matched(match, "training.vllm_mode", "server", NAMED, "vLLM on other cards")
    for match in text.each(_SLEEP, "sleep"):
        yield matched(match, "training.vllm_sleep", True, NAMED, "vLLM lets go while it trains")
    for match in text.each(
        _GENERATIONS, "generation", "rollout", "completion", "geracoes", "group"
    ):
        number = int(match["number"] or match["number2"])
        yield matched(match, "training.num_generations", number, NAMED, "answers to one prompt")


def _models(text: Text) -> Iterator[Candidate]:
    if not aligns(text):
        return
    for pattern, role in ((_REFERENCE, "reference"), (_REWARD, "reward")):
        for match in text.each(pattern):
            said = not match["no"]
            yield matched(match, f"training.{role}", said, NAMED, "a model beside the trained one")


def _share(match: re.Match[str]) -> Candidate:
    said = match["share"]
    share = float(said.rstrip("% ")) / (100 if "%" in said else 1)
    role = "training.vllm_gpu_memory_utilization"
    return matched(match, role, share, NAMED, "vLLM's share of each card")
