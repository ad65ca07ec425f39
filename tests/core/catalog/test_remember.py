"""What a formula says of a model is worked out once, and anew where something else decides."""

from core.catalog.load import load_catalog
from core.catalog.model import Model
from core.catalog.remember import MOST, by_model, forget, remember

LLAMA, QWEN, *_ = load_catalog().models.values()


def counting():
    asked: list[str] = []

    @remember(by_model)
    def name(model: Model) -> str:
        asked.append(model.name)
        return model.name

    return name, asked


def test_a_model_is_asked_about_once():
    name, asked = counting()

    assert [name(LLAMA), name(QWEN), name(LLAMA)] == [LLAMA.name, QWEN.name, LLAMA.name]
    assert asked == [LLAMA.name, QWEN.name]


def test_a_copy_of_a_model_is_another_model():
    name, _ = counting()
    name(LLAMA)

    assert name(LLAMA.model_copy(update={"name": "a copy"})) == "a copy"


def test_what_was_remembered_can_be_forgotten():
    name, asked = counting()
    name(LLAMA)
    forget()
    name(LLAMA)

    assert asked == [LLAMA.name, LLAMA.name]


def test_settings_decide_as_well():
    asked: list[int] = []

    @remember(lambda model, rank: (model, rank))
    def times(model: Model, rank: int) -> int:
        asked.append(rank)
        return model.num_hidden_layers * rank

    assert [times(LLAMA, 1), times(LLAMA, 2), times(LLAMA, 1)] == [
        LLAMA.num_hidden_layers * rank for rank in (1, 2, 1)
    ]
    assert asked == [1, 2]


def test_no_more_is_kept_than_was_promised():
    asked: list[int] = []

    @remember(lambda model, rank: (model, rank))
    def same(model: Model, rank: int) -> int:
        asked.append(rank)
        return rank

    for rank in (*range(MOST), MOST, 0):
        same(LLAMA, rank)

    assert asked.count(0) == 2
