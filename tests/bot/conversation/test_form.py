"""The question as the fields of a form, and back."""

from dataclasses import replace

import pytest

from bot.conversation.form import Filled, FormError, filled_by, filled_with, question_of
from core.asked.question import Engine
from core.catalog.load import load_catalog
from core.question.parser import parse
from core.units import SEQUENCE, TOKEN_PER_SEQUENCE, Quantity

CATALOG = load_catalog()


def _question(filled: Filled, like=None):
    return question_of(filled, lambda text: parse(text, None, CATALOG), CATALOG, like)


def _values(**fields):
    """As Slack sends them: {block_id: {action_id: {...}}}."""
    entered = {}
    for field, value in fields.items():
        if field in {"task", "precision", "kv"}:
            entered[field] = {field: {"selected_option": value and {"value": value}}}
        elif field == "checkpointing":
            entered[field] = {field: {"selected_options": value}}
        else:
            entered[field] = {field: {"value": value}}
    return entered


@pytest.mark.parametrize(
    "filled",
    [
        Filled("70B", precision="bf16"),
        Filled("Llama 3.1 70B", precision="fp8", kv="fp8", context=32_768, users=16),
        Filled("Llama 3.1 8B", precision="awq", gpus="2x H100 80GB"),
        Filled("Llama 3.1 8B", task="lora", precision="bf16", length=2048, batch=4, rank=16,
               gpus="A100 80GB", checkpointing=True),
        Filled("7B", task="full", precision="bf16", length=4096, batch=1),
    ],
    ids=lambda filled: f"{filled.model} {filled.task}",
)  # fmt: skip
def test_a_form_filled_with_its_own_question_is_the_same_form(filled):
    assert filled_with(_question(filled)) == filled


def test_the_fields_make_the_question():
    question = _question(
        Filled("llama 3.1 70b", precision="fp8", kv="fp8", context=16_000, users=8, gpus="2x H100")
    )

    assert [model.name for model in question.models] == ["Llama 3.1 70B"]
    assert [precision.id for precision in question.precisions] == ["fp8"]
    assert question.kv_precision == CATALOG.precisions["fp8"]
    assert question.context_length == Quantity(16_000, TOKEN_PER_SEQUENCE)
    assert question.sequences == Quantity(8, SEQUENCE)
    assert [(cards.gpu.id, cards.count) for cards in question.gpus] == [("h100-sxm5-80gb", 2)]


def test_what_no_field_shows_stays_as_it_was():
    like = replace(
        parse("llama 3.1 70b fp8 on 2x H100", None, CATALOG),
        overhead=1.3,
        engine=Engine("vllm", max_num_seqs=64),
        shared_prefix=Quantity(1000, TOKEN_PER_SEQUENCE),
    )

    question = _question(replace(filled_with(like), users=4), like)

    assert (question.overhead, question.engine, question.shared_prefix) == (
        like.overhead,
        like.engine,
        like.shared_prefix,
    )
    assert question.sequences == Quantity(4, SEQUENCE)


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        pytest.param(Filled("nosuchmodel"), "model", id="an unknown model"),
        pytest.param(Filled(""), "model", id="no model"),
        pytest.param(Filled("help"), "model", id="help is no model"),
        pytest.param(Filled("llama 3.1 8b", gpus="H9000"), "gpus", id="an unknown card"),
        pytest.param(Filled("70B", precision="fp7"), "precision", id="a forged precision"),
        pytest.param(Filled("70B", kv="fp7"), "kv", id="a forged precision of the cache"),
    ],
)
def test_an_error_belongs_to_its_field(filled, field):
    with pytest.raises(FormError) as caught:
        _question(filled)

    assert caught.value.field == field
    assert caught.value.message


def test_what_a_person_entered_is_read():
    values = _values(
        model=" llama ", task="lora", precision=None, length="2048", batch=None, rank="16",
        checkpointing=[{"value": "yes"}], gpus=None,
    )  # fmt: skip

    assert filled_by(values) == Filled(
        "llama", task="lora", length=2048, rank=16, checkpointing=True
    )


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("context", "eight", "form.not_a_number"),
        ("context", "1.5", "form.not_a_number"),
        ("users", "0", "form.out_of_range"),
        ("users", "1000001", "form.out_of_range"),
        ("rank", "9" * 13, "form.not_a_number"),
    ],
)
def test_a_number_that_cannot_be_meant_is_refused(field, value, message):
    with pytest.raises(FormError) as caught:
        filled_by(_values(**{field: value}))

    assert (caught.value.field, caught.value.message) == (field, message)


def test_a_forged_task_is_to_serve():
    assert filled_by(_values(task="rob")).task == "serve"
    assert filled_by({}) == Filled()
