"""The price and the speed in the first line: answered, or said what is missing."""

import pytest

from core.answer import answer
from core.errors import QuestionError
from core.planning.speed import speed_of


def first_line(text: str) -> str:
    return answer(text).verdict.summary


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        (
            "what does it cost to serve llama 3.1 70b fp8 for 16 users on 2x H100?",
            "2 × H100 80GB: $22.12 an hour, $16,149 a month (Google Cloud us-central1,"
            " a3-highgpu-2g, on demand, 2026-08-03); $6.51 per million output tokens at the speed"
            " ceiling; memory: ",
        ),
        (
            "quanto custa por mês o llama 3.1 70b fp8 para 16 usuários em 2x H100?",
            "2 × H100 80GB: US$ 22,12 por hora, US$ 16.149 por mês",
        ),
        (
            "cheapest way to run qwen3 235b",
            "Cheapest of the cards looked at: 8 × A100 80GB: $27.45 an hour",
        ),
        (
            "how much does llama 3.1 8b on a 4090 cost per hour?",
            "No price known for RTX 4090: no cloud of my list rents it; memory: ",
        ),
        (
            "how fast is llama 3.1 70b fp8 with 16 users on 2x H100?",
            "At most 59 tokens/s per user, 944 in all on 2 × H100 80GB (vLLM reaches 35 to 62 %",
        ),
        (
            "quantos tokens por segundo roda o llama 3.1 8b numa 4090?",
            "No máximo 177 tokens/s por usuário em 1 × RTX 4090 (llama.cpp chega a 47 a 75 %",
        ),
        (
            "time to first token for 32k prompt llama 3.1 70b fp8 2x H100",
            "First token after 1.5 s at least (32,768 prompt tokens), at most 82 tokens/s",
        ),
        (
            "how fast is llama 3.1 8b on a jetson agx orin 64gb?",
            "No ceiling of the speed: the memory bandwidth of",
        ),
        (
            "how fast is llama 3.1 70b bf16 on one H100?",
            "At most",  # of the cards that would do
        ),
        (
            "llama 3.1 8b on a 4090: price per hour and how much disk?",
            "No price known for RTX 4090: no cloud of my list rents it. Disk space is not something"
            " I answer; memory: ",
        ),
    ],
)
def test_the_first_line_answers(text, begins):
    assert first_line(text).startswith(begins)


def test_the_subject_stays_in_the_question():
    assert answer("how fast is llama 3.1 8b on a 4090?").question.not_answered == ("speed",)


def test_two_options_are_compared():
    said = first_line("is 8xA100 cheaper than 4xH100 for llama 3.3 70b fp8?")

    assert said.index("8 × A100 80GB: $27.45") < said.index("4 × H100 80GB: $44.24")
    assert "; 8 × A100 80GB cost least; memory: " in said


def test_cards_alone_have_a_price_and_the_model_is_asked_for():
    with pytest.raises(QuestionError) as caught:
        answer("is 8xA100 cheaper than 4xH100")

    assert caught.value.message.startswith("8 × A100 80GB: $27.45 an hour")
    assert caught.value.message.endswith(
        "8 × A100 80GB cost least. I need a model or a number of parameters."
    )


def test_a_day_of_training_at_most():
    said = first_line("how long does it take to pretrain a 7B with 64 H100s?")

    # 64 x 989e12 x 86,400 / (6 x 7e9)
    assert said.startswith(
        "At most 130,209 million tokens of training a day on 64 × H100 80GB: the tokens of the"
    )


def test_an_adapter_takes_four_operations_for_each_weight():
    full, lora = (
        first_line(f"how long does {what} of 7B take on 8x H100?")
        for what in ("a full fine-tune", "lora fine-tuning")
    )

    assert "16,276 million" in full
    assert "24,414 million" in lora


def test_what_the_line_says_is_what_the_placement_has():
    found = answer("how fast is llama 3.1 8b on a 4090?")
    assert found.headline is not None

    assert found.speed_of(found.headline) == speed_of(found.scenarios[0], found.headline)
