"""What is asked around something that was pasted, and what in it contradicts itself."""

import pytest

from core.errors import QuestionError
from core.question.parser import parse

SMI = (
    "GPU 0: NVIDIA GeForce RTX 4090 (UUID: GPU-a1)\nGPU 1: NVIDIA GeForce RTX 3090 (UUID: GPU-b2)\n"
)
OOM = "CUDA out of memory. Tried to allocate 1.96 GiB. GPU 0 has a total capacity of 23.68 GiB."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (f"{OOM} qlora do llama 3.1 8b com seq 8192, que placa preciso?", "pt"),
        (f"{OOM} qlora of llama 3.1 8b at seq 8192, which card?", "en"),
        (
            "tune run lora_finetune_distributed --config llama3_1/8B_lora batch_size=1\nL4, dá?",
            "pt",
        ),
        ("vllm serve Qwen/Qwen3-8B --max-model-len 8192 --disable-log-requests\nvai na L4?", "pt"),
        ("vllm serve Qwen/Qwen3-8B --max-model-len 8192\nwill it go on an L4?", "en"),
    ],
)
def test_the_language_is_that_of_the_words_beside_what_was_pasted(text, language):
    assert parse(text).language == language


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("vllm serve Qwen/Qwen3-8B --max-model-len 8192 -> L4?", "fit"),
        (
            "finetuning_type: lora\nlora_rank: 8\nmodel_name_or_path: Qwen/Qwen3-8B\nRTX 4080?",
            "fit",
        ),
        ("vllm serve Qwen/Qwen3-8B --max-model-len 8192 on L4", "memory"),
        ("vllm serve Qwen/Qwen3-8B --max-model-len 8192, how many L4?", "memory"),
        ("qwen3 8b on L4?", "memory"),
    ],
)
def test_something_that_runs_and_a_card_ask_whether_it_fits(text, intent):
    assert parse(text).intent == intent


def test_cards_of_one_output_stand_in_one_machine():
    question = parse(f"{SMI}llama 3.3 70b q4_k_m?")

    assert question.together
    assert question.intent == "fit"


@pytest.mark.parametrize(
    "text",
    [
        "vllm serve Qwen/Qwen3-8B --max-model-len 8192 --max-model-len 131072 on L4",
        "vllm serve mistralai/Mixtral-8x22B-Instruct-v0.1 -tp 8 on our 4 H100",
    ],
)
def test_flags_that_contradict_something_are_asked_about(text):
    with pytest.raises(QuestionError) as caught:
        parse(text)

    assert caught.value.code == "conflict"


@pytest.mark.parametrize(
    "text",
    [
        "vllm serve Qwen/Qwen3-8B --max-model-len 8192 --max-model-len 8192 on L4",
        "vllm serve mistralai/Mixtral-8x22B-Instruct-v0.1 -tp 4 on our 8 H100",
    ],
)
def test_flags_that_agree_are_not(text):
    assert parse(text).models


def test_a_command_that_is_commented_out_does_not_count():
    question = parse(
        "# vllm serve meta-llama/Llama-3.1-70B-Instruct -tp 4\n"
        "vllm serve meta-llama/Llama-3.1-8B-Instruct --max-model-len 32768"
    )

    assert [model.name for model in question.models] == ["Llama 3.1 8B"]
    assert question.engine is not None
    assert question.engine.tensor_parallel_size is None


def test_a_prompt_and_its_answer_are_trained_together():
    question = parse(
        "trl grpo --model_name_or_path Qwen/Qwen2.5-7B --max_prompt_length 512"
        " --max_completion_length 1536"
    )

    assert question.training is not None
    assert question.training.sequence_tokens == 2048
