"""The whole road in the core: first lines word for word, changes, caveats, follow-ups."""

import pytest

from core.answer import answer, answer_about
from core.as_text import answer_as_text
from core.errors import QuestionError
from core.units import BYTE_PER_GPU, GPU, Quantity
from tests.core.conftest import model_named

SUMMARIES = [
    (
        "70B at 16 bits?",
        "70B at 16 bits: 168.0 GB (156.5 GiB) by the quick rule, 2 × A100 80GB at least (tight), "
        "4 recommended.",
    ),
    (
        "70B at 32 bits?",
        "70B at 32 bits: 336.0 GB (312.9 GiB) by the quick rule, 4 × A100 80GB at least (tight), "
        "8 recommended.",
    ),
    (
        "70B em 16 bits?",
        "70B em 16 bits: 168,0 GB (156,5 GiB) pela regra rápida, 2 × A100 80GB no mínimo (justo), "
        "4 recomendadas.",
    ),
    (
        "llama 3.1 70b fp8 32k context 16 users on H100?",
        "Llama 3.1 70B in FP8, 32,768 tokens × 16: 249.4 GB (232.3 GiB), 4 × H100 80GB, "
        "comfortably; 2 would hold 6 of the 16 users, 13 with FP8 KV.",
    ),
    (
        "does 34B fit on two A100s in 8 bit?",
        "Yes: 34B at 8 bits fits 2 × A100 80GB, 19.0 GiB of 80.0 GiB per GPU.",
    ),
    (
        "70B em 16 bits cabe em duas A100 de 80GB?",
        "Sim: 70B em 16 bits cabe em 2 × A100 80GB, 78,2 GiB de 80,0 GiB por GPU "
        "(justo: pode não bastar).",
    ),
    (
        "does llama 3.1 70b in bf16 fit on one H100?",
        "No: Llama 3.1 70B in BF16, 8,192 tokens × 1 does not fit 1 × H100 80GB, 138.5 GiB per "
        "GPU, 73.4 GiB usable; yes in AWQ (44.2 GiB); 2 × H100 80GB would do (tight).",
    ),
    (
        "how many users fit with llama 3.1 8b bf16 8k on one L40S?",
        "Llama 3.1 8B in BF16 on 1 × L40S: up to 24 users at a time, 8,192 tokens each.",
    ),
    (
        "longest context for mistral 7b fp16 on a 24GB gpu",
        "Mistral 7B v0.3 in FP16 on 1 × 24 GB card: up to 32,768 tokens of context for 1 sequence, "
        "the most the model was made for.",
    ),
    (
        "8b 16bit vs 4bit",
        "8B at 16 bits: 19.2 GB (17.9 GiB), 1 × L4; 8B at 4 bits: 4.8 GB (4.5 GiB), 1 × T4.",
    ),
]


@pytest.mark.parametrize(("question", "summary"), SUMMARIES, ids=[q for q, _ in SUMMARIES])
def test_the_first_line(question, summary):
    assert answer(question).verdict.summary == summary


def test_a_bare_size_assumes_only_the_overhead():
    assert answer("70B at 16 bits?").assumed == ("20 % overhead",)


def test_a_named_model_lists_every_default():
    assert answer("llama 3.1 8b").assumed == (
        "BF16 weights, as published",
        "8,192 tokens of context",
        "1 sequence at a time",
        "16-bit KV cache",
        "vLLM with its defaults",
    )


def test_the_usual_context_is_not_longer_than_the_model_was_made_for():
    assert "2,048 tokens of context" in answer("opt 6.7b").assumed


def test_no_comes_with_changes_that_each_make_it_fit():
    short = answer("does llama 3.1 70b fp8 32k for 10 users fit on 2xH100?")

    assert short.verdict.fits is False
    assert short.changes
    for change in short.changes:
        assert answer(change.question).verdict.fits is True, change.question


def test_the_command_that_serves_it():
    served = answer("llama 3.1 70b fp8 32k context 16 users on 4xH100 with fp8 kv cache")

    assert served.command == (
        "vllm serve RedHatAI/Meta-Llama-3.1-70B-Instruct-FP8 --tensor-parallel-size 4 "
        "--max-model-len 32768 --kv-cache-dtype fp8"
    )


def test_no_command_for_what_does_not_fit():
    assert answer("llama 3.1 70b bf16 on 1xH100").command is None


def test_context_on_a_bare_size_gets_the_range_of_models_of_that_size():
    caveats = answer("70B 8 bits with fp8 kv cache and 200k tokens").caveats

    assert any("keep between" in caveat for caveat in caveats)


def test_words_that_were_not_used_are_named():
    assert "I did not use: gizmo." in answer("70B at 16 bits with gizmo").caveats


def test_numbers_and_flags_without_a_role_stand_in_the_first_line():
    said = answer("70B at 16 bits with gizmo, 12 giraffes and --zap 3")

    assert said.verdict.summary.endswith("Not used: 12 giraffes, --zap 3.")
    assert "I did not use: gizmo." in said.caveats


def test_decoys_are_understood_and_named_below():
    said = answer("70B at 16 bits, $2.50 per hour, 512GB of RAM")

    assert "Not used" not in said.verdict.summary
    assert "I did not use: $2.50 per hour, 512GB of RAM." in said.caveats


def test_of_many_numbers_the_first_line_names_a_few_and_the_caveats_all():
    said = answer("70B em 16 bits, 3 girafas, 4 leões, 5 gatos, 6 cães, 7 aves e 8 peixes")

    assert said.verdict.summary.endswith("Não usei: 3 girafas, 4 leões, 5 gatos, 6 cães e mais 2.")
    assert any("8 peixes" in caveat for caveat in said.caveats)


def test_a_follow_up_changes_only_what_it_names():
    first = answer("llama 3.1 70b fp8 32k 16 users on H100")
    second = answer("and 40 users?", previous=first.question)

    assert second.verdict.summary.startswith("Llama 3.1 70B in FP8, 32,768 tokens × 40: ")


def test_a_model_that_is_not_in_the_catalogue_can_be_brought_along():
    about = answer_about(model_named("Llama 3.1 8B"), "fp8 32k 16 users")

    assert about.verdict.summary.startswith("Llama 3.1 8B in FP8, 32,768 tokens × 16: ")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "help"),
        ("what's for lunch?", "help"),
        ("8 bits", "need_model"),
        ("some-model-nobody-made fp16", "unknown_model"),
        ("7B on a QuantumCard 3000", "unknown_gpu"),
        ("0B at 8 bits", "bad_value"),
    ],
)
def test_error_codes(text, code):
    with pytest.raises(QuestionError) as caught:
        answer(text)

    assert caught.value.code == code


def test_the_answer_names_the_placement_of_its_first_line():
    about = answer("qwen3 235b fp8 32k for 20 users")

    assert about.headline is not None
    assert f"{about.headline.count} × {about.headline.gpu.name}" in about.verdict.summary


def test_llama_cpp_without_a_format_means_the_usual_gguf():
    about = answer("ollama run llama3.1:70b on 2x3090")

    assert about.verdict.summary.startswith("Llama 3.1 70B in Q4_K_M, ")
    assert "Q4_K_M weights, the usual GGUF" in about.assumed


def test_a_checkpoint_in_float32_is_served_at_16_bits():
    """vLLM's --dtype auto narrows it; Gemma 2 2B and 9B are published so."""
    found = answer("gemma 2 9b on l40s")

    assert "BF16 weights" in found.assumed
    assert found.estimates[0].precision.id == "bf16"


def test_the_total_of_the_first_line_is_that_of_its_card():
    """A T4 runs 256 sequences at most, an H100 1,024: their samplers differ."""
    small = answer("llama 3.2 1b")
    large = answer("llama 3.2 1b on h100")

    assert small.headline is not None
    assert small.headline.gpu.name == "T4"
    assert small.estimates[0].total == small.headline.needed * Quantity(1, GPU)
    assert large.estimates[0].total > small.estimates[0].total


def test_half_the_cards_are_weighed():
    """
    A user's 32k take 10 GiB, 5 on each of two GPUs; one user more does not fit with TP 2.
    """
    weighed = answer("llama 3.1 70b fp8 32k context 16 users on H100?")

    assert "2 would hold 6 of the 16 users, 13 with FP8 KV." in weighed.verdict.summary
    for users, kv in ((6, ""), (13, "fp8 kv cache")):
        there = f"llama 3.1 70b fp8 32k {kv} {{}} users on 2xH100, does it fit?"
        assert answer(there.format(users)).verdict.fits is True
        beyond = answer(there.format(users + 1)).placements[0]
        assert not beyond.fits or beyond.tensor_parallel != 2


def test_a_no_by_a_hair_says_by_how_much():
    """880,294 bytes are missing of 36.9 GiB: not "36.9 GiB where 36.9 GiB can be used"."""
    found = answer("does qwen3 32b fp8 7944 tokens of context fit on one a100 40gb?")

    assert found.headline is not None
    assert found.headline.headroom == Quantity(-880_294, BYTE_PER_GPU)
    assert "36.897 GiB of 36.896 GiB per GPU; it fits with" in found.verdict.summary
    assert "36.897 GiB per GPU, 36.896 GiB usable" in answer_as_text(found)
