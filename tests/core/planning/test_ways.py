"""The first line of a no names the cheapest way to yes, and that way is one."""

import pytest

from core.answer import answer
from core.planning.ways import cheapest
from core.wording.say import say_note

FIRST_LINES = [
    (
        "does llama 3.1 70b bf16 fit on one H100?",
        "No: Llama 3.1 70B in BF16, 8,192 tokens × 1 does not fit 1 × H100 80GB, 138.5 GiB per "
        "GPU, 73.4 GiB usable; yes in AWQ (44.2 GiB); 2 × H100 80GB would do (tight).",
    ),
    (
        "cabe llama 3.1 70b bf16 numa H100?",
        "Não: Llama 3.1 70B em BF16, 8.192 tokens × 1 não cabe em 1 × H100 80GB, 138,5 GiB por "
        "GPU, 73,4 GiB utilizáveis; sim em AWQ (44,2 GiB); 2 × H100 80GB bastariam (justo).",
    ),
    (
        # 70e9 × 1 byte × 1.2 = 84 GB, which are 78.2 GiB of 80
        "70B at 16 bits on one A100 80GB?",
        "No: 70B at 16 bits does not fit 1 × A100 80GB, 156.5 GiB per GPU, 80.0 GiB usable; yes at "
        "8 bits (78.2 GiB, tight); 2 × A100 80GB would do (tight).",
    ),
    (
        # at 4 bits 90e9 × 1.2 = 108 GB are no less than 100.6 GiB
        "180B at 16 bits on 2x T4",
        "No: 180B at 16 bits does not fit 2 × T4, 201.2 GiB per GPU, 15.0 GiB usable; "
        "8 × A100 80GB would do.",
    ),
    (
        "llama 3.1 70b fp8 32k 16 users on 2x H100",
        "No: Llama 3.1 70B in FP8, 32,768 tokens × 16 does not fit 2 × H100 80GB, 121.3 GiB per "
        "GPU, 74.4 GiB usable; room for 6 of the 16 users, 13 with FP8 KV; 4 × H100 80GB would do.",
    ),
    (
        "llama 3.1 70b fp8 32k com 16 usuários em H100",
        "Llama 3.1 70B em FP8, 32.768 tokens × 16: 249,4 GB (232,3 GiB), 4 × H100 80GB, com folga; "
        "2 comportariam 6 dos 16 usuários, 13 com KV em FP8.",
    ),
    (
        "does qwen3 32b fp8 7944 tokens of context fit on one a100 40gb?",
        "On the edge: Qwen3 32B in FP8, 7,944 tokens × 1 on 1 × A100 40GB, 36.897 GiB of 36.896 "
        "GiB per GPU; it fits with --gpu-memory-utilization 0.95.",
    ),
]

# What is named first: nothing that asks for less, or that is slower, where all of it can be held.
WAYS = [
    ("does llama 3.1 70b fp8 32k for 10 users fit on 2xH100?", "KV cache in FP8"),
    ("llama 3.1 70b fp8 32k 16 users on 2x H100", "6 sequences instead"),
    ("gpt-oss 120b on one H100, 32k, 8 users", "2 sequences instead"),
    ("30B at 8 bits on a 24GB card", "4 bits"),
    ("34B q4_k_m on a 16GB card", "Weights in IQ3_XXS"),
    ("full fine-tune llama 3.1 8b on one A100 80GB", "8-bit AdamW"),
    ("llama 3.3 70b q4_k_m on one 4090 with llama.cpp",
     "-ngl 44 of 81: 18.2 GiB in the host's memory, much slower"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "said"), FIRST_LINES, ids=[q for q, _ in FIRST_LINES])
def test_the_first_line(question: str, said: str) -> None:
    assert answer(question).verdict.summary == said


@pytest.mark.parametrize(("question", "way"), WAYS, ids=[q for q, _ in WAYS])
def test_the_way_is_a_yes_and_takes_what_is_said(question: str, way: str) -> None:
    no = answer(question)

    best = cheapest(no.changes)

    assert best is not None
    assert best.placed is not None
    assert say_note("en", best.what) == way
    yes = answer(best.question)
    assert yes.headline is not None
    assert yes.headline.fits
    assert yes.headline.needed == best.placed.needed


def test_all_the_users_where_the_narrow_cache_holds_them_all() -> None:
    """
    A user's 16k of Llama 3.1 8B are 2 GiB; two L4 hold 9 of them and 18 at half of that.
    """
    said = answer("llama 3.1 8b bf16 16k 16 users on L4").verdict.summary

    assert said.endswith("2 would hold 9 of the 16 users, all with FP8 KV.")


def test_a_way_that_only_other_cards_are_is_not_said_twice() -> None:
    said = answer("deepseek r1 on 4x H100").verdict.summary

    assert said.endswith("GPU, 74.4 GiB usable; 16 × H100 80GB would do.")


@pytest.mark.parametrize(
    "question",
    [
        "does qwen3 32b fp8 7944 tokens of context fit on one a100 40gb?",
        "qwen3 32b fp8 7944 context vs 16k context on one a100 40gb",
        "how many users fit with qwen3 32b fp8 7944 context on one a100 40gb",
    ],
)
def test_a_no_by_a_hair_never_says_the_same_figure_twice(question: str) -> None:
    """880,294 bytes are missing of 36.9 GiB."""
    said = answer(question).verdict.summary

    assert "36.897 GiB" in said
    assert "36.896 GiB" in said
    assert "36.9 GiB per GPU" not in said
