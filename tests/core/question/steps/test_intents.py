"""The ways in which people ask for one thing."""

import pytest

from core.question.parser import parse

FIT = [
    "qwen3 32b awq goes on one 4090? yes/no",
    "llama 3.1 8b fp16 on an L4, ok?",
    "will qwen3 coder 30b fp8 survive on a single H100",
    "can an 8gb 3070 do llama 3.1 8b?",
    "qwen3 14b q8_0 on a 4080?",
    "MiniMax-M2 fp8 on 4xH100?",
    "llama 3.1 70b on 2xA100 80GB = oom?",
    "is 2x4090 doable for llama 3.3 70b awq",
    "llama 3.3 70b awq, 2x4090, yay or nay",
    "one L40S hold gemma 3 12b bf16 for 12 users?",
    "would two L40S do for llama 3.1 8b fp16?",
    "consigo meter o gemma 3 27b q4_k_m numa 3090",
    "qwen3 14b em q6_k dá em 16GB?",
    "duas L40S chegam para o llama 3.3 70b em fp8?",
    "uma L40S dá conta do qwen3 8b bf16?",
    "uma L40S guenta o qwen3 8b bf16?",
    "quatro A10G chegam para servir o Llama 3.1 70B em AWQ?",
]
MEMORY = [
    "how many h100s for glm 4.5 fp8",
    "how few 4090s can i get away with for qwen3 32b bf16?",
    "fewest gpus for gpt-oss-120b?",
    "minimum number of A100 80GB for mixtral 8x22b bf16",
    "at $2.49/hr per H100, how many do I need for llama 3.1 405b fp8?",
    "which gpu should I buy for qwen3 32b awq?",
    "how much vram does qwen3 32b awq take on a 4090?",
    "menor número de placas pro llama 3.1 405b em int4",
    "quantas preciso pro qwen3 235b em fp8, H100?",
    "quantas L4 eu coloco para o llama 3.1 8b fp8",
    "do it: llama 3.1 8b on H100",
]
MOST = {
    "max_sequences": [
        "how many people can chat at once on a L40S with qwen3 8b bf16 and 4k windows?",
        "concurrency for qwen3 8b bf16 on an L40S at 16k",
        "max num seqs for qwen3 8b bf16 on an L40S at 16k",
        "biggest micro batch for lora on qwen2.5 7b, 2048 tokens, 1x A100 40GB",
        "quantos utilizadores aguenta o qwen3 8b numa L40S?",
    ],
    "max_context": [
        "whats the most context gpt-oss-20b gets on a 16gb 4080",
        "how long a sequence can I train: qlora llama 3.1 8b, batch 1, rtx 3090",
        "llama 3.1 8b bf16 on an A10G - what max len would work?",
        "quanto contexto cabe com o qwen3 8b numa 3090?",
    ],
    "max_model": [
        "what's the largest model I can qlora on one 4090?",
        "biggest thing i can full finetune on 4x A100 40GB",
        "my laptop has a 4050 with 6gb, which llm should i try",
        "largest 4-bit model on 2x24GB",
        "mudando de assunto: o que roda numa 4060 Ti de 16GB?",
        "maior modelo que consigo treinar com qlora numa A100 de 40?",
    ],
    "format": [
        "what quant fits llama 3.3 70b on 2x3090",
        "which quant of qwen3 32b should I download for a 3090 if I want 16k?",
        "what precision would let mixtral 8x22b run on a single 8x24GB box?",
        "how low do I have to quantize llama 3.3 70b for one A6000?",
        "best quant for llama 3.3 70b on 64GB of vram",
        "que quantização do llama 3.3 70b entra em duas 3090?",
        "em que precisão tenho de pôr o qwen2.5 72b para caber em 2 L40S?",
    ],
}


@pytest.mark.parametrize("text", FIT)
def test_yes_or_no(text):
    assert parse(text).intent == "fit"


@pytest.mark.parametrize("text", MEMORY)
def test_how_much_or_how_many(text):
    assert parse(text).intent == "memory"


@pytest.mark.parametrize(
    ("intent", "text"), [(intent, text) for intent, texts in MOST.items() for text in texts]
)
def test_the_most_that_fits(intent, text):
    assert parse(text).intent == intent


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("biggest gemma that goes on a 12GB card at 4 bit", "Gemma"),
        ("largest qwen3 on 4x L40S fp8 with 32k context", "Qwen3"),
        ("which size of llama 3 can an L4 handle in fp16?", "Llama 3"),
        ("qual o maior gemma que roda numa 3060 de 12GB?", "Gemma"),
        ("which gemma 3 fits a 3060 12gb", "Gemma 3"),
    ],
)
def test_the_largest_of_a_family(text, family):
    question = parse(text)

    assert question.intent == "max_model"
    assert question.family == family
    assert question.models == ()


@pytest.mark.parametrize(
    "text",
    [
        "biggest context for qwen3 32b awq on a 4090",
        "which llama 3.1 8b quant fits a 3060 12gb",
        "largest batch of qwen3 8b on an L40S at 4k",
    ],
)
def test_a_model_with_its_size_is_no_family(text):
    question = parse(text)

    assert question.family is None
    assert question.models
    assert question.intent != "max_model"


def test_what_is_said_is_not_asked_for():
    assert parse("llama 3.1 8b at 8k, how many users on an L4?").intent == "max_sequences"
    assert parse("llama 3.1 8b at 8k for max 20 users on an L4").sequences.magnitude == 20
    assert parse("llama 3.1 8b at 8k for max 20 users on an L4").intent != "max_sequences"
