"""Questions after something that was pasted: one value of it is changed, or asked for."""

import pytest

from bot.slack.text import plain
from core.answer import answer
from core.errors import QuestionError
from core.question.parser import parse
from core.units import SEQUENCE, TOKEN_PER_SEQUENCE, Quantity

VLLM = "vllm serve Qwen/Qwen3-14B-AWQ --max-model-len 8192 --max-num-seqs 16"
QLORA = "qlora mistral 7b r=64 seq 2048 bs 8 is running on a 4090"
AXOLOTL = "base_model: Qwen/Qwen3-4B\nadapter: lora\nlora_r: 32\nsequence_len: 2048\n"


@pytest.mark.parametrize(
    ("text", "users", "length"),
    [
        (f"can I raise --max-num-seqs to 64 here? L40S\n{VLLM}", 64, 8192),
        (f"{VLLM}\nL40S. can I raise max_num_seqs from 16 to 64?", 64, 8192),
        (f"{VLLM}\nL40S. could we go to 32k?", 16, 32768),
        (f"{VLLM}\nL40S, posso ir para 16384?", 16, 16384),
        (f"{VLLM}\nL40S. would 4096 work?", 16, 4096),
    ],
)
def test_the_value_that_is_asked_about_takes_the_place_of_the_old_one(text, users, length):
    question = parse(text)

    assert question.intent == "fit"
    assert question.sequences is not None
    assert question.sequences.m_as(SEQUENCE) == users
    assert question.context_length is not None
    assert question.context_length.m_as(TOKEN_PER_SEQUENCE) == length


def test_a_share_and_a_training_length_are_changed_as_well():
    share = parse("gemma 3 27b bf16 -tp 2 on L40S with util 0.6. does 0.95 fix it?")
    length = parse(f"{QLORA}; can I go to seq 4096?")

    assert share.engine is not None
    assert share.engine.gpu_memory_utilization == 0.95
    assert length.training is not None
    assert length.training.sequence_tokens == 4096
    assert length.training.batch == 8


@pytest.mark.parametrize(
    "text",
    [
        "2x A100 80GB with llama 3.1 70b bf16, 32k context, 8 users, would 4 fix it?",
        f"{VLLM}\ncan I go to 2 L40S?",
        f"{VLLM}\ncan we go to bed now? L40S",
    ],
)
def test_a_number_of_something_else_changes_nothing(text):
    question = parse(text)

    assert question.context_length is not None
    assert question.sequences is not None
    assert question.sequences.m_as(SEQUENCE) in (8, 16)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        (f"{AXOLOTL}micro_batch_size: 1\nlargest micro_batch_size on a 3090?", "max_sequences"),
        (f"{VLLM}\nL40S: qual o contexto máximo?", "max_context"),
        (f"{VLLM}\nwhat max len would work on an L4?", "max_context"),
        ("qwen3 14b awq, 8192 context, max users on L40S?", "max_sequences"),
        (f"{VLLM}\nL40S, will it start?", "fit"),
        (f"{VLLM}\nL40S node pool, will the pod start?", "fit"),
        (f"{VLLM}\nL4. OOM ou não?", "fit"),
        (f"{VLLM}\nL4 - too tight?", "fit"),
        (f"{VLLM}\nL4: go or no go?", "fit"),
    ],
)
def test_what_is_asked_counts_and_not_what_stands_in_the_paste(text, intent):
    assert parse(text).intent == intent


def test_a_line_of_a_log_asks_nothing():
    text = (
        "ValueError: The model's max seq len (131072) is larger than the maximum number of tokens"
        " that can be stored in KV cache (31680). llama 3.1 8b on A10G"
    )

    assert parse(text).intent == "memory"


def test_all_weights_in_four_bits_are_asked_about():
    keys = "model_name_or_path: Qwen/Qwen3-14B\nfinetuning_type: full\nquantization_bit: 4\n"

    with pytest.raises(QuestionError) as caught:
        parse(f"{keys}cutoff_len: 2048\nA100 80")

    assert caught.value.code == "conflict"


def test_a_script_beside_deepspeed_trains_all_weights():
    text = "deepspeed --num_gpus=4 finetune.py --model_name_or_path tiiuae/falcon-7b"

    assert parse(f"{text} --deepspeed ds_zero2.json on V100").task == "full"


def test_a_card_behind_a_switch_is_a_card():
    text = "llamafactory-cli train --model_name_or_path Qwen/Qwen3-8B --finetuning_type lora --fp16"

    assert [cards.gpu.name for cards in parse(f"{text} A6000").gpus] == ["RTX A6000"]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("TrainingArguments(per_device_train_batch_size=1)\nllama 3.2 1b full, 4096, H100", 4096),
        ("full finetune of llama 3.2 1b at 4096, micro batch 4, on a 3090", 4096),
    ],
)
def test_a_bare_length_belongs_to_the_training_run(text, fields):
    question = parse(text)

    assert question.training is not None
    assert question.training.sequence_tokens == fields


def test_a_command_that_is_commented_out_ends_with_its_line_in_slack():
    delivered = (
        "```# vllm serve meta-llama/Llama-3.1-70B-Instruct -tp 4\n"
        "vllm serve meta-llama/Llama-3.1-8B-Instruct --max-model-len 32768 # not 8192\n```\nL4?"
    )

    question = parse(plain(delivered))

    assert [model.name for model in question.models] == ["Llama 3.1 8B"]
    assert question.context_length is not None
    assert question.context_length.m_as(TOKEN_PER_SEQUENCE) == 32768


def test_what_a_comment_says_was_before_does_not_count():
    """Read as 32,768 cards once."""
    question = parse("vllm serve Qwen/Qwen3-8B --max-model-len 16384 # was 32768\non an L4?", None)

    assert question.context_length == Quantity(16384, TOKEN_PER_SEQUENCE)
    assert [cards.count for cards in question.gpus] in ([None], [1])


def test_what_a_comment_says_of_the_machine_does():
    question = parse("vllm serve Qwen/Qwen3-32B -tp 4 # 4x L4 box\nis it too big?", None)

    assert [(cards.gpu.name, cards.count) for cards in question.gpus] == [("L4", 4)]


def test_an_engine_that_is_sized_as_another_is_said_first():
    said = answer("lmdeploy serve api_server Qwen/Qwen2.5-14B-Instruct --session-len 16384 on L4?")

    assert said.verdict.summary.endswith("LMDeploy was sized as vLLM.")
