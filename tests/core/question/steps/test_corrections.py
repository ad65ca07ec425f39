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
        ("instead of 8 users assume 24: llama 3.1 8b fp16", "24 users: llama 3.1 8b fp16"),
        ("rather than 16 users use 64: llama 3.1 8b fp16", "64 users: llama 3.1 8b fp16"),
        ("em vez de 8 usuários considera 24: llama 3.1 8b fp16 por favor",
         "24 usuários: llama 3.1 8b fp16 por favor"),
        ("I said 3 GPUs, it's 2: A5000, codellama 34b q6_k", "2 GPUs: A5000, codellama 34b q6_k"),
        ("eu disse 4 placas, são 2: L40S com llama 3.1 70b fp8",
         "2 placas: L40S com llama 3.1 70b fp8"),
        ("not 4 GPUs but 2: A100, llama 3.1 70b fp8", "2 GPUs: A100, llama 3.1 70b fp8"),
        ("not 8k but 16k tokens: qwen3 8b fp8", "16k tokens: qwen3 8b fp8"),
        ("I said fp16 but it's fp8: llama 3.1 70b", "fp8: llama 3.1 70b"),
        ("4k ctx. edit: 16k ctx. llama 3.1 70b awq", "16k ctx. llama 3.1 70b awq"),
        ("scrap the H100 idea, how many MI300X for deepseek v3 fp8?",
         "how many MI300X for deepseek v3 fp8?"),
        ("afinal não vamos treinar, é só inferência: qwen2.5 7b em fp16",
         "é só inferência: qwen2.5 7b em fp16"),
        ("4 gpus... scratch that, the budget only covers 2. L40S, qwen2.5 72b awq, 16k",
         "2 gpus. L40S, qwen2.5 72b awq, 16k"),
        ("qwen3 32b on 2x 3090 - scratch that, on 4 of them, bf16", "qwen3 32b on 4x 3090, bf16"),
        ("llama 3.1 70b, actually make that 3.3, fp8, 2xH100", "llama 3.3 70b, fp8, 2xH100"),
        ("llama 3.1 70b... não, esquece, é o 3.3, em fp8", "llama 3.3 70b, em fp8, por favor"),
        ("qlora não, lora normal: qwen2.5 7b, rank 32", "lora: qwen2.5 7b, rank 32, por favor"),
        ("fp8 no, int4: llama 3.3 70b", "int4: llama 3.3 70b"),
        ("mixtral 8x7b int4, 20 users no 12, 4k ctx", "mixtral 8x7b int4, 12 users, 4k ctx"),
        ("we dont have H100s, only A100 80GB (four of them). mixtral 8x22b int8 ok?",
         "four A100 80GB. mixtral 8x22b int8 ok?"),
        ("instead of llama 3.1 8b we'll take qwen3 8b", "we'll take qwen3 8b"),
        ("em vez do llama 3.1 8b vamos usar qwen3 8b", "vamos usar qwen3 8b, por favor"),
        ("a 7B but not in 4 bit, let's say 8 bit", "a 7B, let's say 8 bit"),
        ("my box had 8 A6000 but two are broken. llama 3.3 70b fp8", "6 A6000. llama 3.3 70b fp8"),
        ("tenho 6 A4000 mas uma queimou, qwen3 32b q4_k_m", "tenho 5 A4000, qwen3 32b q4_k_m"),
        ("llama 3.1 8b com 32k, ops, quis dizer 64k", "llama 3.1 8b com 64k"),
        ("llama 3.1 8b fp8 20x8k? i mean 12 x 8k", "llama 3.1 8b fp8 12 x 8k"),
        ("llama 3.1 8b fp8, 4k users? no lol: 4k tokens, 60 users",
         "llama 3.1 8b fp8, 4k tokens, 60 users"),
        ("Forget vLLM, we use llama.cpp: llama 3.1 8b q4_k_m",
         "we use llama.cpp: llama 3.1 8b q4_k_m"),
        ("das minhas 4 A6000 uma queimou, com as outras 3 roda o llama 3.3 70b fp8?",
         "3 A6000, roda o llama 3.3 70b fp8?"),
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
        "I said A100, does llama 3.1 8b fit?",
    ],
)
def test_near_misses_keep_all_they_say(text):
    said = parse(text)

    assert said.models
    assert said.task == "lora" or said.gpus or len(said.precisions) == 2 or said.overhead


def bare(question):
    return replace(question, text="", assumed=(), doubts=())


def test_eight_instead_of_four_and_users_are_two_things():
    question = parse("llama 3.1 8b fp8 with 8k instead of 4k, 16 users")

    assert question.context_length.magnitude == 8192
    assert question.sequences.magnitude == 16


def test_what_was_written_in_a_ticket_is_not_what_is_there():
    question = parse("I wrote A100 in the ticket but we have L40S actually, 4 of them. 8b bf16?")

    assert [(cards.gpu.name, cards.count) for cards in question.gpus] == [("L40S", 4)]
