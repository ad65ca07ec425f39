"""The smallest changes that make it fit: each one does, and gives back what it says."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings

from core.answer import answer, answer_question
from core.asked.question import Question
from core.catalog.model import Model
from core.planning.placement import Role
from core.wording.say import say_note
from tests.core.planning.test_invariants import asked
from tests.examples import examples

CHANGES = [
    pytest.param(
        "does llama 3.1 70b fp8 32k for 10 users fit on 2xH100?",
        ["KV cache in FP8", "6 sequences instead", "21,648 tokens of context instead",
         "Weights in AWQ", "4 × H100 80GB"],
        id="serving",
    ),
    pytest.param(
        "does llama 3.1 8b fit on one L4 with 8k?",
        [],
        id="nothing to change where it fits",
    ),
    pytest.param(
        "does qwen3 32b fp8 8k fit on one a100 40gb?",
        ["KV cache in FP8", "--max-num-seqs 64", "7,936 tokens of context instead",
         "Weights in AWQ", "2 × A100 40GB"],
        id="fewer rows of the sampler",
    ),
    pytest.param(
        "full fine-tune llama 3.1 70b zero 3 on 16x h100",
        ["8-bit AdamW", "LoRA instead of all weights", "32 × H100 80GB"],
        id="full fine-tuning",
    ),
    pytest.param(
        "lora qwen2.5 32b on one a100 40gb",
        ["QLoRA: the base in 4 bits", "4 × A100 40GB"],
        id="LoRA",
    ),
    pytest.param(
        "qlora llama 3.1 8b 2k batch 4 without gradient checkpointing on one a100 40gb",
        ["Gradient checkpointing", "Micro batch of 1"],
        id="QLoRA with everything kept",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("question", "offered"), CHANGES)
def test_what_is_offered(question, offered):
    assert [say_note("en", change.what) for change in answer(question).changes] == offered


@pytest.mark.parametrize(("question", "offered"), CHANGES)
def test_the_changed_question_fits_and_gives_back_what_was_said(question, offered):
    short = answer(question)
    for change in short.changes:
        again = answer(change.question)
        assert again.verdict.fits is True, change.question
        assert short.headline is not None
        assert again.headline is not None
        assert short.headline.needed - again.headline.needed == change.gives_back


def test_a_context_far_below_the_asked_one_is_no_small_change():
    """1,000 users of gpt-oss on one H100 would have 48 tokens each."""
    short = answer("gpt-oss-120b on one h100 1000 users 4k")

    assert "change.context" not in [change.what.key for change in short.changes]


def test_a_training_run_that_no_number_of_cards_holds_gets_changes_as_well():
    """Logits of 2 x 3,072 tokens alone take 12 GiB of each card, however many there are."""
    short = answer("qlora qwen3 32b rank 64 3072 tokens batch 2 on rtx 4090")

    assert short.headline is not None
    assert not short.headline.fits
    assert "change.batch" in [change.what.key for change in short.changes]


def does_it_fit(question: Question) -> Question:
    """*question* as somebody would ask whether one model fits one kind of card."""
    one = replace(question, models=question.models[:1], precisions=question.precisions[:1])
    one = replace(one, gpus=one.gpus[:1], intent="fit")
    if one.task == "serve":
        return replace(one, training=None)
    return replace(one, context_length=None, sequences=None, kv_precision=None, engine=None)


@settings(max_examples=examples(80))
@given(asked().map(does_it_fit))
def test_whatever_is_offered_is_what_the_changed_question_is_answered_with(question):
    assume(question.gpus and isinstance(question.models[0], Model))
    short = answer_question(question)
    named = Role.ASKED | Role.TOO_SMALL
    missing = next((p for p in short.placements if p.role & named and not p.fits), None)

    for change in short.changes:
        again = answer(change.question).placements[0]
        assert missing is not None
        assert again.fits, change.question
        assert missing.needed - again.needed == change.gives_back, change.question
