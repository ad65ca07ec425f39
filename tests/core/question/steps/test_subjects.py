"""What is asked beside memory, and what is only mentioned."""

import pytest

from core.question.parser import parse

ASKED = {
    "speed": [
        "how many tokens per second does llama 3.1 70b fp8 do on 2xH100?",
        "tok/s for qwen2.5 32b awq on a 3090",
        "what tps can i expect from llama 3.1 8b on an L4",
        "llama 3.1 8b on an L4, how fast?",
        "is a 4090 faster than a 3090 for llama 3.1 8b q8?",
        "throughput of qwen3 32b fp8 on an H100",
        "can I get 20 tok/s with llama 3.1 8b on a T4?",
        "how long does llama 3.1 8b need for 500 words on an L4",
        "quantos tokens por segundo o llama 3.1 8b faz numa L4?",
        "qual a velocidade do qwen3 8b numa 3090?",
        "consigo 30 tokens por segundo com o qwen3 8b numa 3090?",
        "requests per second for llama 3.1 8b fp8 on an H100, 2k prompts",
        "will llama 3.3 70b q4_k_m be usable on 2 P40s or painfully slow?",
        "qwen3 32b awq fica lento numa A10G?",
        "quantos pedidos por segundo aguenta o llama 3.1 8b numa L4",
    ],
    "latency": [
        "what's the latency (ttft) of qwen3-32b on an L40S?",
        "time to first token of llama 3.1 8b with an 8k prompt on an L4",
        "que latência tem o gemma 3 12b numa L40S?",
        "tempo até o primeiro token do llama 3.1 8b numa L4",
        "p95 under 2s with mistral small 24b fp8 on an H100, 20 users. feasible?",
        "p99 latency of qwen3 8b on an L4",
    ],
    "price": [
        "how much does it cost per month to run llama 3.3 70b?",
        "which is cheaper for qwen3 32b fp8, 1x H100 or 2x L40S?",
        "monthly bill for llama 3.3 70b fp8 on 2 H100",
        "how many dollars per million tokens for gpt-oss-120b",
        "what would llama 3.1 8b on an L4 cost me?",
        "cheapest way to host llama 3.1 8b",
        "quanto custa por mês o llama 3.1 70b em 2 H100?",
        "o que sai mais barato para o qwen3 32b, uma H100 ou duas L40S?",
        "price of an 8xB200 server to host kimi k2 int4?",
        "is a 5090 worth the money for qwen3 32b?",
        "preço de uma H100 para o qwen3 32b fp8",
    ],
    "training_time": [
        "how long does it take to train a 7B on 1T tokens with 64 H100s?",
        "full fine-tune of mistral 7b on 8xA100 80GB: how many days?",
        "how many gpu hours for a lora on llama 3.1 8b",
        "quanto tempo demora treinar um lora do mistral 7b numa L4?",
        "days to pretrain a 1b on 20B tokens with 8 A100 80GB?",
        "lora qwen2.5 7b seq 2k on a 4090, memory and time for 3 epochs?",
        "how many epochs per day on 8xA100 for full ft llama 3.1 8b",
        "dias para treinar um 7B em 1T tokens com 64 H100",
        "em quanto tempo treina um 7B com 100 mil exemplos em 4 A100?",
    ],
    "ram": [
        "how much system RAM for llama 3.3 70b q4_k_m?",
        "cpu ram needed to load qwen2.5 72b",
        "is 64GB of system RAM enough for llama 3.3 70b q4_k_m",
        "do I need 128 gigs of DDR5 to load qwen3 235b?",
        "llama 3.1 8b q4_k_m on cpu only",
        "quanta RAM do computador pede o llama 3.1 8b em q8_0?",
    ],
    "disk": [
        "how much disk space does llama 3.3 70b take",
        "will a 1TB nvme hold deepseek v3 in fp8?",
        "download size of qwen3 32b awq?",
        "quanto ocupa em disco o deepseek v3 em fp8?",
        "vram AND disk for llama 3.1 405b fp8?",
        "memória e disco para o deepseek v3 em fp8",
    ],
    "power": [
        "how much does an 8xB200 node draw running kimi k2",
        "llama 3.1 8b on an H100: what does it draw in kW",
        "what PSU for two 3090s running llama 3.3 70b awq?",
        "how many watts do 8xH100 draw with llama 3.3 70b",
        "kWh per day of 8xH200 under deepseek r1",
        "is a 850W psu enough for a 3090 with qwen3 14b",
        "a fonte de 750W aguenta uma 3090 rodando qwen3 14b?",
        "quantos watts gasta uma 4090 com o qwen3 14b?",
        "watts at the wall with 4x 3090 on llama 3.3 70b awq",
        "how hot will 4x3090 get with llama 3.3 70b",
        "consumo em watts de 2 L40S com o qwen3 32b fp8?",
        "duas 3090 aquecem muito com o llama 3.3 70b q4?",
    ],
    "quality": [
        "is gemma 3 27b at q4_k_m noticeably dumber than q8_0?",
        "which one writes better python, qwen2.5 coder 32b or codestral 22b?",
        "how much quality loss from q4_k_m on llama 3.1 8b",
        "is q4_k_m worse than q8_0 for llama 3.1 8b?",
        "o q4_k_m perde muita qualidade no gemma 3 12b?",
        "does gemma 3 27b q4_k_m fit a 3090 with 8k and is the quality still fine?",
        "does fp8 hurt accuracy on llama 3.3 70b",
        "a qualidade continua boa com o gemma 3 12b em q4?",
    ],
    "other_model": [
        "sdxl turbo on an 8gb 3070?",
        "flux.1 dev fp8 - does it fit a 16 gb card",
        "wan 2.1 14b text-to-video on a 4090, ok?",
        "bge-m3 and a reranker on one T4, possible?",
        "parakeet next to llama 3.1 8b bf16 on a single L4",
        "dá pra gerar vídeo com o hunyuan video 13b numa 4090?",
    ],
}


@pytest.mark.parametrize(
    ("subject", "text"), [(subject, text) for subject, texts in ASKED.items() for text in texts]
)
def test_it_is_asked(subject, text):
    assert parse(text).not_answered == (subject,)


@pytest.mark.parametrize(
    "text",
    [
        "llama 3.1 8b bf16 on an L4, I don't care about speed",
        "speed is not important: llama 3.1 8b bf16 on an L4?",
        "speed and price don't matter, llama 3.1 8b bf16 on an L4?",
        "I'm not worried about throughput or latency, llama 3.1 8b on an L4?",
        "price aside, how many H100s for llama 3.1 405b fp8?",
        "regardless of the cost, how many H100s for llama 3.1 405b fp8?",
        "não me importo com a velocidade, o llama 3.1 8b cabe numa L4?",
        "a memória, e não o preço nem a velocidade: llama 3.1 8b em 16 bits",
    ],
)
def test_what_is_said_not_to_matter_is_not_asked(text):
    question = parse(text)

    assert question.not_answered == ()
    assert question.unused == ()
    assert question.models


@pytest.mark.parametrize(
    "text",
    [
        "15 tok/s is plenty for me, can a 7900 xtx hold qwen3 32b q4_k_m?",
        "at $2.49/hr per H100, how many do I need for llama 3.1 405b fp8?",
        "box has 512GB RAM and 4x A6000. qwen2.5 72b int8?",
        "4TB nvme, 64 cores and a single L40S: gemma 3 27b fp8?",
        "quick question: llama 3.1 8b fp16?",
        "how long a context can a single 80gb A100 handle with llama 3 8b fp16",
        "what will a context of 200k cost me on qwen3 32b?",
        "how much ram for llama 3.1 8b in q4?",
        "llama 3.1 8b fp16 for 30 ppl",
        "best quant for llama 3.3 70b on 2x3090",
        "hunyuan a13b int4 vram",
        "how much memory does flash attention save with llama 3.1 8b",
        "quanto a placa precisa ter de memória pro llama 3.1 8b?",
        "qual placa para o llama 3.1 8b em fp16?",
        "llama 3.1 8b na nuvem, quanto de VRAM?",
        "uma H100 dá conta do llama 3.1 70b em fp8 com 8k?",
        "our 10Gb link is slow, does qwen3 8b fp8 fit an L4?",
        "we get 20 requests per second; qwen3 8b fp8 on L4, 4k",
        "3 epochs of qlora on qwen3 8b, 4090: how much memory",
        "my psu is 850W, does a 4090 run qwen3 32b q4_k_m?",
        "350 watts per 3090, llama 3.3 70b awq on two of them",
        "the step size is 2e-5: full fine-tune of llama 3.1 8b",
        "será que uma 4090 chega para o qwen3 32b em q4_k_m?",
    ],
)
def test_near_misses_ask_for_memory_alone(text):
    assert parse(text).not_answered == ()


def test_memory_is_answered_beside_it():
    question = parse("does qwen3 14b fp8 fit a 4090 and how many tokens/s do i get?")

    assert question.not_answered == ("speed",)
    assert [model.name for model in question.models] == ["Qwen3 14B"]
    assert question.gpus[0].gpu.name == "RTX 4090"


def test_the_size_of_an_image_model_is_no_size_of_ours():
    assert parse("wan 2.1 14b text-to-video on a 4090, ok?").models == ()


def test_a_follow_up_asks_for_itself_alone():
    first = parse("how fast is llama 3.1 8b on an L4?")
    second = parse("and on an L40S?", first)

    assert second.not_answered == ()
    assert parse("and how fast is it?", second).not_answered == ("speed",)
