"""Flags that a sentence speaks of, and words that look like something else."""

import pytest

from core.question.parser import parse


def test_the_largest_of_a_flag_is_asked():
    question = parse("what is the largest --max-model-len for llama 3.1 8b on one L4")
    assert question.intent == "max_context"
    assert question.context_length is None
    assert not question.unused


def test_max_model_len_for_a_model():
    assert parse("max-model-len for Qwen2.5-7B bf16 on one A10G").intent == "max_context"


def test_a_colon_ends_the_value():
    question = parse("llama 3.1 8b --enable-lora --max-lora-rank 64: how much extra memory")
    assert question.engine is not None
    assert question.engine.max_lora_rank == 64


def test_a_flag_is_no_model():
    question = parse(
        "qwen3 32b awq --max-loras 4, adapters of rank 64, flag --max-lora-rank left out"
    )
    assert not question.assumed
    assert question.engine is not None
    assert question.engine.max_lora_rank == 64


def test_tensor_parallel_is_nobody_at_a_time():
    question = parse("phi-4 14b on 4xL4 with tensor parallel 4, 8k context, 8 users")
    assert question.sequences is not None
    assert question.sequences.magnitude == 8


@pytest.mark.parametrize(
    "text", ["qwen3 32b on a MacBook Pro M3 Pro 36GB, 16k", "llama 70b on an RTX PRO 6000"]
)
def test_a_pro_is_no_portuguese(text: str):
    assert parse(text).language == "en"


def test_a_tensor_split_has_no_users():
    question = parse("llama.cpp qwen3-30b-a3b q6_k 32k on RTX 3090 + RTX 3060 12GB with -ts 24,12")
    assert question.engine is not None
    assert question.engine.tensor_split == (24, 12)
    assert question.sequences is None


def test_what_is_shared_and_what_is_ones_own():
    question = parse("100 users sharing a 16k system prompt, 2k own tokens each, qwen2.5 14b")
    assert question.shared_prefix is not None
    assert question.shared_prefix.magnitude == 16_384
    assert question.context_length is not None
    assert question.context_length.magnitude == 18_432


def test_all_of_a_repository_is_its_id():
    question = parse("vllm serve nvidia/DeepSeek-R1-NVFP4-v2 -tp 8 8xB200 64k")
    assert not question.unused


def test_a_card_in_two_halves_names_no_format():
    question = parse("A100 80GB split in half with MIG, llama 3.1 8b fp8 32k 4 users")
    assert [row.id for row in question.precisions] == ["fp8"]


@pytest.mark.parametrize(
    ("text", "replicas"),
    [
        ("vllm two replicas of llama 3.1 70b fp8 with -tp 2 each on 4xH100 16k 64 users", 2),
        ("two replicas of llama 3.1 70b fp8 on 4xH100", None),  # of a deployment, each by itself
    ],
)
def test_replicas_with_ranks_of_their_own(text: str, replicas: int | None):
    question = parse(text)
    engine = question.engine
    assert (engine.data_parallel_size if engine else None) == replicas


def test_tgi_by_its_name():
    question = parse("text generation inference llama 3.3 70b awq on 2x A10G")
    assert not question.unused
    assert any(note.key == "reading.engine_like" for note in question.assumed)
