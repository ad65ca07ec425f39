"""Where so many GPUs hold more than the total, the answer says why."""

import pytest

from core.answer import answer
from core.as_text import answer_as_text
from core.planning.on_each import on_each_gpu

SAID = [
    # 4 × 64.4 = 257.6
    (
        "llama 3.1 70b fp8 32k context 16 users on H100?",
        "4 × 64.4 GiB is more than 232.3 GiB: each GPU has activations and runtime of its own.",
    ),
    # of one card nothing is multiplied, so it is of the two that would do: 143.6
    (
        "does llama 3.1 70b bf16 fit on one H100?",
        "2 × 71.8 GiB is more than 138.5 GiB: each GPU has activations and runtime of its own.",
    ),
    (
        "llama 3.1 70b fp8 com 32k de contexto e 16 usuários em H100?",
        "4 × 64,4 GiB é mais que 232,3 GiB: cada GPU tem a sua parte de ativações e execução.",
    ),
    # ZeRO-2 divides neither the weights nor the activations
    (
        "full fine-tune llama 3.1 8b on 8x A100 80GB",
        "8 × 34.6 GiB is more than 125.7 GiB: each GPU has weights, activations and runtime of "
        "its own.",
    ),
    ("70B at 16 bits?", ""),  # the quick rule divides everything
    ("llama 3.1 8b on one L40S", ""),
]


@pytest.mark.parametrize(("question", "said"), SAID, ids=[q for q, _ in SAID])
def test_why_the_product_is_more_than_the_total(question: str, said: str) -> None:
    found = answer(question)

    assert on_each_gpu(found) == said
    assert said in answer_as_text(found)
