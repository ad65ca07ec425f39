"""A pasted repository comes back as that one."""

import pytest

from core.answer import answer
from core.catalog.model import Model
from core.question.parser import parse, usual_catalog
from core.question.restate import restate


def repository(text: str) -> str | None:
    [model] = parse(text).models
    assert isinstance(model, Model)
    return model.checkpoint_id


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Qwen/Qwen2.5-72B-Instruct-AWQ on 4x 4090", "Qwen/Qwen2.5-72B-Instruct-AWQ"),
        ("qwen/qwen2.5-72b-instruct-awq on 4x 4090", "Qwen/Qwen2.5-72B-Instruct-AWQ"),
        ("does *Qwen2.5-72B-Instruct-AWQ* fit a 4090?", "Qwen/Qwen2.5-72B-Instruct-AWQ"),
        ("https://huggingface.co/zai-org/GLM-5-FP8 on 8xH200", "zai-org/GLM-5-FP8"),
        ("meta-llama/Llama-3.1-8B on L4", "meta-llama/Llama-3.1-8B"),
        ("meta-llama/Llama-3.1-8B-Instruct on L4", "meta-llama/Llama-3.1-8B-Instruct"),
        ("acme/Qwen3-8B-AWQ on L4", "acme/Qwen3-8B-AWQ"),
        ("llama 3.1 8b on L4", None),
        ("qwen2.5-72b on 4x 4090", None),
        ("llama 3.1 8b prompt/answer 4k/1k", None),
    ],
)
def test_which_repository_was_named(text, named):
    assert repository(text) == named


def test_formats_of_one_model_are_compared_as_formats():
    """Two repositories of one model: none of them is the one."""
    question = parse("Qwen/Qwen2.5-72B-Instruct-AWQ vs Qwen/Qwen2.5-72B-Instruct-GPTQ-Int4")
    [model] = question.models

    assert isinstance(model, Model)
    assert model.checkpoint_id is None
    assert [precision.id for precision in question.precisions] == ["awq", "gptq"]


@pytest.mark.parametrize(
    "text",
    [
        "Qwen/Qwen2.5-72B-Instruct-AWQ on 4x 4090 8k",
        "meta-llama/Llama-3.1-8B-Instruct on one L4",
        "zai-org/GLM-5-FP8 on 8x H200 64k 16 users",
        "acme/Qwen3-8B-AWQ on L4",
    ],
)
def test_a_restated_question_still_names_it(text):
    question = parse(text)
    again = parse(restate(question))

    assert again.models == question.models
    assert again.precisions == question.precisions


def test_another_format_after_it_is_another_repository():
    """ "and in GPTQ?" after the AWQ repository."""
    before = parse("Qwen/Qwen2.5-72B-Instruct-AWQ on 4x RTX 4090 8k")

    assert answer("and in gptq?", previous=before).command == (
        "vllm serve Qwen/Qwen2.5-72B-Instruct-GPTQ-Int4 --tensor-parallel-size 4 "
        "--max-model-len 8192"
    )


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("vllm serve Qwen/Qwen2.5-72B-Instruct-AWQ --tensor-parallel-size 4 on 4x RTX 4090",
         "vllm serve Qwen/Qwen2.5-72B-Instruct-AWQ --tensor-parallel-size 4 --max"),
        ("glm 5 fp8 on 8xH200", "vllm serve zai-org/GLM-5-FP8 "),
        ("meta-llama/Llama-3.1-8B on L4", "vllm serve meta-llama/Llama-3.1-8B --max"),
        ("llama 3.1 8b on L4", "vllm serve meta-llama/Llama-3.1-8B-Instruct --max"),
        ("vllm serve Qwen/Qwen3-30B-A3B --quantization fp8 on H100",
         "vllm serve Qwen/Qwen3-30B-A3B --max"),
    ],
)  # fmt: skip
def test_the_command_loads_it(text, starts):
    command = answer(text).command

    assert command is not None
    assert command.startswith(starts)


def test_no_command_holds_a_gap_to_fill_in():
    found = answer("falcon 180b awq on 8xA100")

    assert found.command is None
    assert any("no published AWQ checkpoint of Falcon 180B" in one for one in found.caveats)


def test_every_name_has_a_sign_by_which_texts_are_looked_at():
    rows = [row for several in usual_catalog().checkpoints.values() for row in several]
    same = [name for model in usual_catalog().models.values() for name in model.same_as]

    names = [name.split("/")[-1] for name in (*(row.id for row in rows), *same)]
    assert len(names) > 100
    assert [name for name in names if not set("-_") & set(name)] == []


def test_a_width_in_a_name_that_is_no_format_of_ours_is_a_width():
    asked = answer("vllm serve acme/Llama-3.1-8B-INT7 --max-model-len 8192")

    assert asked.estimates[0].precision.name == "INT7"
    assert asked.estimates[0].parts[0].size > 8_030_261_248 * 7 / 8
