"""Adapters, drafts and pictures in words: what is taken, and what must not be."""

import pytest

from core.question.parser import parse


@pytest.mark.parametrize(
    ("text", "adapters", "rank"),
    [
        ("llama 3.1 8b on L4 8k 8 users with 16 LoRA adapters rank 64", 16, 64),
        ("qwen3 32b with 4 loras of rank 32 on H100", 4, 32),
        ("serve llama 3.1 8b with 10 different LoRA adapters", 10, None),
        ("llama 3.1 8b, 8 adapters r=16, L40S", 8, 16),
        ("llama 3.1 8b com 8 adaptadores LoRA de posto 16 numa L4", 8, 16),
    ],
)
def test_so_many_adapters_are_served(text, adapters, rank):
    question = parse(text)

    assert question.task == "serve"
    assert question.engine is not None
    assert (question.engine.max_loras, question.engine.max_lora_rank) == (adapters, rank)
    assert question.unused == ()


@pytest.mark.parametrize(
    "text",
    [
        "lora of llama 3.1 8b rank 16 on a 4090",
        "fine-tune llama 3.1 8b with 2 LoRA adapters rank 16",
        "LoRA training of llama 3.1 8b, rank 64, batch 4",
    ],
)
def test_a_training_run_is_none(text):
    question = parse(text)

    assert question.task == "lora"
    assert question.engine is None or question.engine.max_loras is None


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("llama 3.3 70b fp8 on 2xH100 with eagle3 speculative decoding", "eagle3"),
        ("llama 3.3 70b on 4xH100, speculative decoding with EAGLE-3", "eagle3"),
        ("deepseek v3 with MTP on 8xH200", "mtp"),
        ("llama 3.1 70b with n-gram speculative decoding on 4xH100", "ngram"),
        ("llama 3.1 8b with medusa heads on L4", "medusa"),
    ],
)
def test_how_tokens_are_drafted(text, method):
    question = parse(text)

    assert question.engine is not None
    assert question.engine.speculative_method == method
    assert len(question.models) == 1


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("llama 3.3 70b on 4xH100, speculative decoding, draft model llama 3.2 1b",
         "meta-llama/Llama-3.2-1B-Instruct"),
        ("llama 3.3 70b on 4xH100 with llama 3.2 1b as draft model",
         "meta-llama/Llama-3.2-1B-Instruct"),
        ("qwen3 32b with a draft of qwen3 0.6b on 2xL40S", "Qwen/Qwen3-0.6B"),
    ],
)  # fmt: skip
def test_a_draft_is_no_second_model(text, draft):
    question = parse(text)

    assert len(question.models) == 1
    assert question.engine is not None
    assert question.engine.draft_model == draft
    assert question.unused == ()


def test_pictures_of_a_size():
    question = parse("qwen2.5 vl 7b on H100 with 20 images per prompt 1080p, 4 users")

    assert question.engine is not None
    assert question.engine.images_per_prompt == 20
    assert question.engine.image_size == (1920, 1080)


def test_images_to_train_on_are_none():
    question = parse("lora of qwen2.5 vl 7b on 20 images")

    assert question.engine is None or question.engine.images_per_prompt is None


def test_gguf_files_stay_with_llama_cpp():
    question = parse("llama 3.3 70b q4_k_m on 2x RTX 4090 with llama 3.2 1b as draft model")

    assert question.engine is not None
    assert question.engine.name == "llama.cpp"


def test_what_is_shared_first_is_what_is_shared():
    question = parse("llama 3.1 70b fp8 with prefix caching 4k shared system prompt 2k user "
                     "64 users on 2xH100")  # fmt: skip

    assert question.shared_prefix is not None
    assert question.shared_prefix.magnitude == 4096
    assert question.sequences is not None
    assert question.sequences.magnitude == 64


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("llama 3.1 8b trtllm H100 free_gpu_memory_fraction 0.8 8k 64 users", 0.8),
        ("llama 3.1 8b sglang H100 mem-fraction-static 0.85", 0.85),
    ],
)
def test_shares_by_their_own_names(text, share):
    question = parse(text)

    assert question.engine is not None
    assert question.engine.gpu_memory_utilization == share


@pytest.mark.parametrize(
    "text",
    [
        "for project Eagle: llama 3.1 70b on 4xH100",
        "llama 3.1 8b on L4 instead of our old n-gram model",
        "llama 3.1 8b on L4, we are speculating a lot",
    ],
)
def test_a_bird_drafts_nothing(text):
    question = parse(text)

    assert question.engine is None or question.engine.speculative_method is None
