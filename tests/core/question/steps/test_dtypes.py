"""`dtype=` outside of a command is what is computed in, not a second format of the weights."""

import pytest

from core.question.parser import parse


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        (
            "config: model='Qwen/Qwen3-32B-AWQ', dtype=torch.float16, quantization=awq_marlin, "
            "two A5000s - how much does each card need?",
            ["awq"],
        ),
        ("llama 3.1 8b dtype=bfloat16 on an L4", ["bf16"]),
        ('from_pretrained("mistralai/Mistral-7B-v0.1", torch_dtype=torch.float16)', ["fp16"]),
        ("qwen3 8b gptq with dtype: half on a T4", ["gptq"]),
    ],
)
def test_the_format_of_the_weights(text, formats):
    question = parse(text)

    assert [precision.id for precision in question.precisions] == formats
    assert question.intent != "compare"
