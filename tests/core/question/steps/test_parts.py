"""One part of the memory, the figure of one card."""

import pytest

from core.question.parser import parse


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("only the kv cache please: qwen2.5 32b, 64k tokens, fp8 kv, 4 sequences", "kv_cache"),
        ("kv cache size per token for mistral nemo 12b in fp16?", "kv_cache"),
        ("kv cache of qwen3 8b at 40k, bf16?", "kv_cache"),
        ("how big is the kv cache of llama 3.1 8b at 128k", "kv_cache"),
        ("how much memory does the fp8 kv cache of llama 3.1 8b take at 128k?", "kv_cache"),
        ("só o cache KV: qwen3 32b, 32k, 8 utilizadores, quanto ocupa?", "kv_cache"),
        ("how many GB are just the weights of qwen3 235b a22b in fp8", "weights"),
        ("weights alone of llama 3.1 70b in int4", "weights"),
        ("quantos GB são só os pesos do mixtral 8x7b em bf16?", "weights"),
        ("optimizer states alone for a 7B with adamw, mixed precision?", "optimizer"),
        ("how much do the activations take, full finetune llama 3.1 8b seq 4k", "activations"),
        ("only the gradients: full finetune llama 3.1 8b", "gradients"),
    ],
)
def test_a_part_is_asked_for(text, part):
    assert parse(text).component == part


@pytest.mark.parametrize(
    "text",
    [
        "llama 3.3 70b with fp8 kv cache, 128k",
        "llama 3.1 8b weights in int8, kv cache in fp8, 32k",
        "how much memory for llama 3.1 8b with kv cache at 32k",
        "weight-only int8 for llama 3.1 8b on an L4",
        "quantize only the weights to int8, llama 3.1 8b",
        "how much vram is that with an 8-bit kv cache, llama 3.1 8b 32k",
        "how much for the weights and how much for the kv cache of llama 3.1 8b at 32k",
        "gradient checkpointing, full finetune llama 3.1 8b: memory?",
    ],
)
def test_a_part_that_is_only_mentioned_is_not(text):
    assert parse(text).component is None


def test_the_states_of_an_optimizer_are_of_a_training_run():
    assert parse("optimizer states alone for a 7B with adamw?").task == "full"


@pytest.mark.parametrize(
    "text",
    [
        "how much does each card hold if I split llama 3.3 70b bf16 over 4 H100",
        "vram per gpu, deepseek v3 fp8, tp 8, 32k, 16 seqs, H200",
        "per-gpu memory of llama 3.3 70b bf16 on 4 H100?",
        "llama 3.3 70b bf16 on 4 H100, how much memory on each gpu",
        "quanto fica em cada placa com o llama 3.1 70b bf16 dividido em 4 A100 80GB?",
        "memória por placa do llama 3.1 70b bf16 em 4 A100 80GB",
    ],
)
def test_the_figure_of_one_card(text):
    assert parse(text).per_gpu


@pytest.mark.parametrize(
    "text",
    [
        "llama 3.3 70b bf16 on 4 gpus with 80GB per gpu",
        "llama 3.3 70b bf16, 4 cards, 24GB each",
        "finetune llama 3.1 8b, batch 4 per gpu, 8xA100 80GB",
        "llama 3.1 8b on H100 at $2 per gpu per hour",
        "one user per card, llama 3.1 8b on an L4?",
    ],
)
def test_what_each_card_has_is_no_question_for_it(text):
    assert not parse(text).per_gpu
