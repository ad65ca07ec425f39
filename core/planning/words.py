"""Phrases that the first line is made of."""

from core.asked.methods import METHODS
from core.asked.question import Language
from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.planning.headline import has_little_left, may_be_too_few
from core.planning.placement import Placement
from core.wording.amounts import number
from core.wording.say import say

SPOKEN = {"reward": "Reward modelling", "rm": "Reward modelling", "simpo": "SimPO"}


def subject(language: Language, scenario: Scenario) -> str:
    """Model, precision and load as one phrase."""
    if scenario.task != "serve":
        model, precision = scenario.model.name, scenario.precision.spoken
        what = say(language, f"verdict.{scenario.task}", model=model, precision=precision)
        return _by_method(language, scenario, what)
    if not isinstance(scenario.model, Model):
        name = scenario.model.name
        name = name.replace(".", ",") if language == "pt" else name
        if scenario.precision.kind == "gguf":
            precision = scenario.precision.spoken
            return say(language, "verdict.subject_format", name=name, precision=precision)
        bits = _bits(language, scenario.precision)
        return say(language, "verdict.subject_size", name=name, bits=bits)
    return say(
        language,
        "verdict.subject",
        model=scenario.model.name,
        precision=scenario.precision.spoken,
        tokens=scenario.held.tokens,
        sequences=scenario.held.sequences,
    )


def _by_method(language: Language, scenario: Scenario, what: str) -> str:
    """ "GRPO with full fine-tuning of Qwen3 8B in BF16" """
    method = scenario.training.method
    if method not in METHODS:
        return what
    inside = what if "lora" in scenario.task else what[:1].lower() + what[1:]
    return say(
        language, "verdict.by_method", method=SPOKEN.get(method, method.upper()), what=inside
    )


def cards(placement: Placement) -> str:
    """ "4 × H100 80GB" """
    return placement.gpu.counted(placement.count)


def each(language: Language, placement: Placement) -> str:
    """What an amount is of: " per GPU", or " in all" of cards that are counted as one."""
    return say(language, "verdict.in_all" if placement.gpu.members > 1 else "verdict.per_gpu")


def tight(language: Language, placement: Placement) -> str:
    """ " (tight)", else " (may be too few)" where our own range says so, or nothing"""
    if has_little_left(placement):
        return say(language, "verdict.tight")
    return say(language, "verdict.may_be_too_few") if may_be_too_few(placement) else ""


def doubt(language: Language, placement: Placement) -> str:
    """The same, or both: " (tight: may be too few)" """
    if has_little_left(placement) and may_be_too_few(placement):
        return say(language, "verdict.tight_or_too_few")
    return tight(language, placement)


def sequences(language: Language, count: int) -> str:
    """ "1 sequence", "16 sequences" """
    return say(language, "verdict.sequence" if count == 1 else "verdict.sequences", count=count)


def load(language: Language, scenario: Scenario) -> str:
    """Model and load without the format: "Llama 3.1 70B, 8,192 tokens × 1", or the bare size."""
    if not isinstance(scenario.model, Model):
        return scenario.model.name
    held = scenario.held
    values = {"model": scenario.model.name, "tokens": held.tokens, "sequences": held.sequences}
    return say(language, "verdict.load", **values)


def model_in(language: Language, scenario: Scenario) -> str:
    """ "Llama 3.1 70B in AWQ", "70B at 8 bits" """
    called = in_format(language, scenario, scenario.precision)
    return f"{scenario.model.name} {called}"


def in_format(language: Language, scenario: Scenario, precision: Precision) -> str:
    """ "in AWQ"; a bare size is spoken of in bits: "at 8 bits" """
    if isinstance(scenario.model, Model) or precision.kind == "gguf":
        return say(language, "verdict.in_format", precision=precision.spoken)
    return say(language, "verdict.at_bits", bits=_bits(language, precision))


def _bits(language: Language, precision: Precision) -> str:
    """Decimals worth showing: none for 16, two for 4.65."""
    bits = precision.plain_bits
    return number(language, bits, 0 if bits == int(bits) else 2)
