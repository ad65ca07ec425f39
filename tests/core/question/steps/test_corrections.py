"""What is said and taken back never counts, and is named nowhere."""

from dataclasses import replace

import pytest

from core.question.parser import parse


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("llama 3.1 70b, no wait, 8b, bf16", "llama 3.1 8b, bf16"),
        ("llama 3.1 8b fp8 for 4, er, 40 users", "llama 3.1 8b fp8 for 40 users"),
        ("not 70B, the 8B one: llama 3.1 8b fp16", "llama 3.1 8b fp16"),
        ("gemma 2 9b (not 27b), fp16, 4k", "gemma 2 9b, fp16, 4k"),
        ("no lora, a full finetune of llama 3.2 3b", "a full finetune of llama 3.2 3b"),
        ("ignore the training part, just inference: 13b fp16", "just inference: 13b fp16"),
        ("it doesn't have to be fp16, int4 is fine: llama 3.3 70b", "int4: llama 3.3 70b"),
        ("anything but A100: how many cards for llama 3.1 405b fp8?",
         "how many cards for llama 3.1 405b fp8?"),
        ("we don't have H100s, we have 4 L40S. llama 3.1 70b awq", "4 L40S. llama 3.1 70b awq"),
        ("1 of my 8 H100s died, mixtral 8x22b bf16", "7 H100s, mixtral 8x22b bf16"),
        ("2 of the 4 A6000 are taken, qwen2.5 32b bf16", "2 A6000, qwen2.5 32b bf16"),
        ("esquece o treino, só inferência: qwen3 14b bf16", "só inferência: qwen3 14b bf16"),
        ("mistral 7b fp16 para 5, quer dizer, 50 usuários", "mistral 7b fp16 para 50 usuários"),
        ("sem lora, fine-tuning completo do qwen2.5 3b",
         "fine-tuning completo do qwen2.5 3b, por favor"),
    ],
)  # fmt: skip
def test_what_is_withdrawn_is_as_if_it_were_not_said(text, plain):
    assert bare(parse(text)) == bare(parse(plain))


@pytest.mark.parametrize(
    "text",
    [
        "lora no qwen2.5 7b numa L40S",
        "llama 3.1 8b fp16 no M3 Max 64GB",
        "is fp8 worth it instead of bf16 for 70B?",
        "vale a pena fp8 em vez de bf16 pro 70B?",
        "why not lora on llama 3.1 8b?",
        "llama 3.1 8b with no overhead",
    ],
)
def test_near_misses_keep_all_they_say(text):
    said = parse(text)

    assert said.models
    assert said.task == "lora" or said.gpus or len(said.precisions) == 2 or said.overhead


def bare(question):
    return replace(question, text="", assumed=(), doubts=())
