"""The sums that people are shown give the numbers that they are shown beside."""

import math

import pytest

from core.asked.question import Engine
from core.catalog.load import load_catalog
from core.memory.engines.profile import profile
from core.memory.serving import serving
from core.wording.note import Note
from core.wording.say import say_formula
from tests.core.conftest import model_named, scenario
from tests.rows import every
from tests.sizes import GIB

H100 = int(79.65 * GIB)
VLLM, LLAMA_CPP = Engine("vllm"), Engine("llama.cpp")


def value(term: Note) -> float:
    """A term worked out: bytes."""
    numbers = {name: number for name, number in term.pairs if isinstance(number, int | float)}
    bits = numbers.pop("bits", None)
    match term.key:
        case "formula.added":
            return numbers["size"]
        case "formula.kept_elsewhere":
            return -numbers["size"]
        case "formula.state":
            each = (
                numbers["convolution"] * numbers["convolution_bytes"]
                + numbers["state"] * numbers["state_bytes"]
            )
            return numbers["sequences"] * numbers["layers"] * each
        case _:
            product = math.prod(numbers.values())
            return product * bits / 8 if bits is not None else product


def parts(model, weights="bf16", *, kv="bf16", engine=VLLM, sequences=3):
    asked = scenario(
        model, weights, kv=kv, context_length=20_000, sequences=sequences, engine=engine
    )
    served = serving(asked, model, profile(asked, model, None, H100))
    return {part.name: part for part in served.parts()}


WAYS = [("bf16", "bf16", VLLM), ("awq", "fp8", VLLM), ("q4_k_m", "q8_0", LLAMA_CPP)]


@every(load_catalog().models.values())
def test_the_terms_add_up_to_the_part(model):
    for weights, kv, engine in WAYS:
        for name, part in parts(model, weights, kv=kv, engine=engine).items():
            if name in ("weights", "kv_cache", "state"):
                total = sum(value(term) for term in part.formula)
                assert total == pytest.approx(part.size, rel=2e-4), (weights, name, part.formula)


def test_the_cache_of_llama_70b_in_words():
    cached = parts(model_named("Llama 3.1 70B"))["kv_cache"]

    assert say_formula("en", cached.formula) == (
        "3 × 20,000 tokens × 80 layers × 8 heads × 256 × 16 bits / 8"
    )


def test_what_llama_cpp_keeps_in_the_host_is_taken_off():
    held = parts(model_named("Llama 3.1 8B"), "q4_k_m", engine=LLAMA_CPP)["weights"]

    assert say_formula("en", held.formula).endswith(" − 0.28 GiB kept in the host's memory")
