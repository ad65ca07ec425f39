"""The layers that get adapters are those that were named, and no other words are."""

import pytest

from core.question.parser import parse
from core.question.restate import restate


@pytest.mark.parametrize(
    ("typed", "targets"),
    [
        ("q_proj,v_proj", ("q_proj", "v_proj")),
        ("on q_proj, k_proj, v_proj and o_proj", ("q_proj", "k_proj", "v_proj", "o_proj")),
        ("target modules q_proj v_proj", ("q_proj", "v_proj")),
        ("attention only", ("attention",)),
        ("on q,k,v,o", ("q_proj", "k_proj", "v_proj", "o_proj")),
        ("q and v only", ("q_proj", "v_proj")),
        ("qkvo", ("q_proj", "k_proj", "v_proj", "o_proj")),
        ("only on the attention layers", ("attention",)),
        ("mlp layers only", ("mlp",)),
        ("on all linear layers", ("all-linear",)),
        ("so nas camadas de atencao", ("attention",)),
        ("em todas as camadas lineares", ("all-linear",)),
    ],
)
def test_layers_are_read(typed: str, targets: tuple[str, ...]) -> None:
    question = parse(f"lora llama 3.1 8b {typed}")

    assert question.training is not None
    assert (question.task, question.training.lora_targets) == ("lora", targets)
    assert question.unused == ()
    assert parse(restate(question)).training == question.training


@pytest.mark.parametrize(
    "text",
    ["llama 3.1 8b attention only", "lora llama 3.1 8b with flash attention only on H100"],
)
def test_words_of_attention_name_no_targets(text: str) -> None:
    training = parse(text).training

    assert training is None or training.lora_targets is None


def test_two_choices_of_layers_are_compared() -> None:
    question = parse("lora llama 3 8b attention only vs all linear")

    found = [one.training.lora_targets for one in question.compare if one.training]
    assert found == [("attention",), ("all-linear",)]
