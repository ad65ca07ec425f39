"""The format where none was named: what people run on such cards, and what fits."""

import pytest

from core.answer import answer
from core.catalog.load import load_catalog
from core.planning.formats import formats_on

CATALOG = load_catalog()

FIRST_LINES = [
    (
        "does llama 3.1 70b fit on one H100?",
        "No in BF16; yes in AWQ (44.2 GiB of 73.4 GiB per GPU): Llama 3.1 70B, 8,192 tokens × 1 "
        "on 1 × H100 80GB.",
    ),
    (
        "o llama 3.1 70b cabe em uma H100?",
        "Não em BF16; sim em AWQ (44,2 GiB de 73,4 GiB por GPU): Llama 3.1 70B, 8.192 tokens × 1 "
        "em 1 × H100 80GB.",
    ),
    (
        "llama 3.1 405b on 8xH100",
        "No in BF16; yes in FP8 (56.8 GiB of 74.4 GiB per GPU): Llama 3.1 405B, 8,192 tokens × 1 "
        "on 8 × H100 80GB.",
    ),
    (
        "70B on one A100 80GB",
        "No at 16 bits; yes at 8 bits (78.2 GiB of 80.0 GiB per GPU): 70B on 1 × A100 80GB "
        "(tight: may be too few).",
    ),
    (
        "longest context for llama 3.1 70b on one H100",
        "Llama 3.1 70B in AWQ on 1 × H100 80GB: up to 103,888 tokens of context for 1 sequence; "
        "in BF16 it does not fit.",
    ),
    (
        "does llama 3.1 70b fit on a 4090?",
        "No: Llama 3.1 70B in Q4_K_M, 8,192 tokens × 1 does not fit 1 × RTX 4090, 42.3 GiB per "
        "GPU, 23.5 GiB usable; yes with -ngl 44 of 81: 18.2 GiB in the host's memory, much "
        "slower; 2 × RTX 4090 would do (may be too few).",
    ),
]


@pytest.mark.parametrize(("question", "summary"), FIRST_LINES, ids=[q for q, _ in FIRST_LINES])
def test_the_first_line(question, summary):
    assert answer(question).verdict.summary == summary


@pytest.mark.parametrize(
    "question",
    ["does llama 3.1 70b fit on one H100?", "llama 3.1 405b on 8xH100", "70B on one A100 80GB"],
)
def test_the_format_that_fits_is_what_the_whole_answer_is_about(question):
    found = answer(question)
    name = found.scenarios[0].precision.name

    assert found.verdict.fits is True
    assert found.headline is not None
    assert found.headline.fits
    assert [estimate.precision.name for estimate in found.estimates] == [name]
    assert f"{name} weights, the widest format that fits" in found.assumed
    assert found.changes == ()


def test_the_next_wider_format_would_not_fit():
    """AWQ on one H100 is the answer because FP8 is not: 65.7 GiB of weights and 2.5 of cache."""
    assert answer("does llama 3.1 70b fp8 fit on one H100?").verdict.fits is False
    assert answer("does llama 3.1 70b awq fit on one H100?").verdict.fits is True


def test_a_format_that_was_named_is_not_replaced():
    found = answer("does llama 3.1 70b bf16 fit on one H100?")

    assert found.verdict.fits is False
    assert found.verdict.summary.startswith("No: Llama 3.1 70B in BF16")


def test_where_the_published_format_fits_nothing_changes():
    found = answer("does llama 3.1 8b fit on one H100?")

    assert found.scenarios[0].precision.name == "BF16"
    assert "BF16 weights, as published" in found.assumed


@pytest.mark.parametrize("card", ["RTX 4090", "RX 7900 XTX", "Arc B580", "M4 Max 64GB"])
def test_at_home_people_run_the_4_bit_gguf(card):
    for question in (f"llama 3.1 8b on {card}", f"8B on {card}"):
        found = answer(question)
        assert found.scenarios[0].precision.name == "Q4_K_M"
        assert "Q4_K_M weights, the GGUF people use on such cards" in found.assumed
        assert (found.command or "llama-server").startswith("llama-server")  # never vLLM


@pytest.mark.parametrize("card", ["H100", "L40S", "A10G", "RTX A6000", "24 GB gpu"])
def test_elsewhere_the_published_one_is_served(card):
    assert answer(f"llama 3.1 8b on {card}").scenarios[0].precision.name == "BF16"


def test_an_engine_that_was_named_decides_before_the_card():
    assert answer("llama 3.1 8b with vllm on 4090").scenarios[0].precision.name == "BF16"
    assert answer("llama 3.1 8b with llama.cpp on H100").scenarios[0].precision.name == "Q4_K_M"


def test_a_checkpoint_made_in_four_bits_keeps_them():
    """gpt-oss comes as MXFP4, and so do its GGUF files."""
    assert answer("gpt-oss 20b on 4090").scenarios[0].precision.id == "mxfp4_moe"


def test_three_bits_come_with_a_word_of_caution():
    found = answer("does qwen3 32b fit on a 20GB 7900 xt with 12k context?")

    assert found.scenarios[0].precision.name == "Q3_K_M"
    assert any("about three bits" in caveat for caveat in found.caveats)


@pytest.mark.parametrize(
    ("gpu", "engine", "formats"),
    [
        ("h100-sxm5-80gb", None, ("fp8", "awq")),
        ("a100-sxm4-80gb", None, ("awq",)),
        ("t4", None, ("awq",)),
        ("v100-sxm2-32gb", None, ("q4_k_m", "q3_k_m", "iq3_xxs")),
        ("mi300x-192gb", None, ("fp8", "q4_k_m", "q3_k_m", "iq3_xxs")),
        ("mi300x-192gb", "vllm", ("fp8",)),
        ("rtx-4090", "vllm", ("fp8", "awq")),
        ("rtx-4090", "transformers", ("nf4",)),
        ("gaudi3-128gb", "vllm", ("fp8",)),
    ],
)
def test_formats_that_an_engine_serves_on_a_card(gpu, engine, formats):
    """As vLLM's table of supported hardware has it."""
    assert formats_on(CATALOG.gpus[gpu], engine) == formats


@pytest.mark.parametrize(
    ("question", "repository"),
    [
        ("does llama 4 scout fit on one h100 with 32k",
         "RedHatAI/Llama-4-Scout-17B-16E-Instruct-quantized.w4a16"),
        ("glm 4.6 on 4xH100", "QuantTrio/GLM-4.6-AWQ"),
    ],
)  # fmt: skip
def test_of_the_formats_of_four_bits_the_published_one_is_taken(question, repository):
    command = answer(question).command

    assert command is not None
    assert command.startswith(f"vllm serve {repository} ")


def test_the_usual_format_on_the_edge_is_not_given_up_for_a_narrower_one():
    """
    28,000 tokens of Llama 3.1 70B in BF16: two stages lack 0.5 of 74.4 GiB, two ranks 3.1. With a
    larger share of the card the stages fit.
    """
    found = answer("llama 3.1 70b on 2xH100 28k 1 user")
    best = found.headline
    assert best is not None

    assert (best.tensor_parallel, best.pipeline_parallel) == (1, 2)
    assert 0 < -best.share.headroom < 1024**3
    assert found.verdict.summary.startswith("On the edge: Llama 3.1 70B in BF16")
    assert "it fits with --gpu-memory-utilization 0.95" in found.verdict.summary
    assert answer(found.changes[0].question).verdict.fits is True
