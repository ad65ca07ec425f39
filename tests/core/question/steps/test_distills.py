"""The distilled models of R1 by the word and a size, and "distill" where it is a verb."""

import pytest

from core.question.parser import parse


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("deepseek distill 32b", "DeepSeek R1 Distill Qwen 32B"),
        ("deepseek r1 distilled qwen 14b", "DeepSeek R1 Distill Qwen 14B"),
        ("deepseek r1 - the distill 14b, not the 671b -", "DeepSeek R1 Distill Qwen 14B"),
        ("the 8b deepseek distill", "DeepSeek R1 Distill Llama 8B"),
        ("14b distill of r1", "DeepSeek R1 Distill Qwen 14B"),
        ("o destilado do r1 de 14b", "DeepSeek R1 Distill Qwen 14B"),
        ("r1 distill llama 70b", "DeepSeek R1 Distill Llama 70B"),
        ("the real r1, not a distill,", "DeepSeek R1"),
    ],
)
def test_a_distilled_model_is_meant_and_no_other(typed: str, name: str) -> None:
    assert [model.name for model in parse(f"{typed} q6_k on a 3090?").models] == [name]


def test_to_distill_is_a_verb_where_no_r1_is_named() -> None:
    assert parse("we distill a 70b at 8 bits").models[0].name == "70B"
