"""One part alone, and the figure of one card: what the first line speaks of."""

from dataclasses import replace

import pytest

from core.answer import answer, answer_question
from core.asked.question import Engine

LLAMA = answer("llama 3.1 70b fp16 8k").question
TP_4 = Engine("vllm", tensor_parallel_size=4)


def _said(question, **changed):
    return answer_question(replace(question, **changed)).verdict.summary


def test_the_kv_cache_alone():
    """2 x 80 layers x 8 heads x 128 x 2 bytes = 327,680 a token; x 8,192 = 2.68 GB, 2.5 GiB."""
    found = answer_question(replace(LLAMA, component="kv_cache"))

    assert found.verdict.value == 327_680 * 8_192
    assert found.verdict.summary == (
        "KV cache of Llama 3.1 70B in FP16, 8,192 tokens × 1: 2.7 GB (2.5 GiB)."
    )


def test_weights_do_not_depend_on_the_load():
    assert _said(LLAMA, component="weights") == (
        "Weights of Llama 3.1 70B in FP16: 141.1 GB (131.4 GiB)."
    )


def test_in_portuguese():
    assert _said(LLAMA, component="kv_cache", language="pt") == (
        "Cache KV de Llama 3.1 70B em FP16, 8.192 tokens × 1: 2,7 GB (2,5 GiB)."
    )


def test_a_part_on_cards_that_were_named():
    four = answer("llama 3.1 70b fp16 8k on 4xH100").question

    assert _said(four, component="kv_cache") == (
        "KV cache of Llama 3.1 70B in FP16, 8,192 tokens × 1: 2.7 GB (2.5 GiB), "
        "0.7 GB (0.6 GiB) on each of 4 × H100 80GB."
    )
    assert _said(four, component="weights", per_gpu=True) == (
        "Weights of Llama 3.1 70B in FP16: 35.3 GB (32.9 GiB) per GPU on 4 × H100 80GB."
    )


def test_the_figure_of_one_card():
    found = answer_question(replace(LLAMA, per_gpu=True, engine=TP_4))

    assert found.headline is not None
    assert found.headline.tensor_parallel == 4
    assert found.verdict.value == found.headline.share.needed
    assert found.verdict.summary == (
        "Llama 3.1 70B in FP16, 8,192 tokens × 1: 44.0 GB (41.0 GiB) per GPU on 4 × H100 80GB."
    )


def test_what_does_not_fit_says_so_with_its_figure_of_one_card():
    one = answer("llama 3.1 70b fp16 8k on 1xH100").question

    assert _said(one, per_gpu=True).startswith("No: Llama 3.1 70B in FP16")
    assert "138.5 GiB per GPU, 73.4 GiB usable" in _said(one, per_gpu=True)


def test_a_bare_size_has_no_cache_to_tell():
    bare = answer("70B at 16 bits?").question

    assert _said(bare, component="weights") == "Weights of 70B at 16 bits: 140.0 GB (130.4 GiB)."
    assert "name the model" in _said(bare, component="kv_cache")


def test_parts_of_a_training_run():
    """AdamW in mixed precision: 12 bytes a parameter of 8,030,261,248."""
    run = answer("full fine-tuning llama 3.1 8b with adamw").question
    found = answer_question(replace(run, component="optimizer"))

    assert found.verdict.value == 12 * 8_030_261_248
    assert found.verdict.summary.startswith("Optimizer of Full fine-tuning of Llama 3.1 8B")


@pytest.mark.parametrize(
    ("question", "summary"),
    [
        (
            "how many H100s for llama 3.1 70b in bf16?",
            "Llama 3.1 70B in BF16, 8,192 tokens × 1: 148.8 GB (138.5 GiB), 2 × H100 80GB at "
            "least (tight), 4 recommended.",
        ),
        (
            "how many H100s for llama 3.1 70b in fp8, 32k, 16 users?",
            "Llama 3.1 70B in FP8, 32,768 tokens × 16: 249.4 GB (232.3 GiB), 4 × H100 80GB, "
            "comfortably; 2 would hold 6 of the 16 users, 13 with FP8 KV.",
        ),
        (
            "how many A100s for 70B at 16 bits?",
            "70B at 16 bits: 168.0 GB (156.5 GiB) by the quick rule, 2 × A100 80GB at least "
            "(tight), 4 recommended.",
        ),
    ],
)
def test_how_many_names_the_smallest_count_and_the_comfortable_one(question, summary):
    assert answer(question).verdict.summary == summary
