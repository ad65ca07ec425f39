"""Side by side along any axis, and which format fits: what the first line and the table say."""

from dataclasses import replace

import pytest

from bot.views.answer import answer_view
from core.answer import answer, answer_question
from core.as_json import answer_as_json
from core.as_text import answer_as_text
from core.asked.question import Engine, Question
from core.errors import QuestionError
from core.question.parser import parse


def _compared(*texts):
    asked = tuple(parse(text) for text in texts)
    return answer_question(replace(asked[0], intent="compare", compare=asked))


def _format(text, **changed):
    return answer_question(replace(parse(text), intent="format", **changed))


def test_contexts():
    found = _compared("llama 3.1 8b bf16 8k", "llama 3.1 8b bf16 128k")

    assert found.verdict.summary == (
        "Llama 3.1 8B in BF16, 8,192 tokens × 1: 19.6 GB (18.3 GiB), 1 × L4; "
        "Llama 3.1 8B in BF16, 131,072 tokens × 1: 35.7 GB (33.3 GiB), 1 × L40S."
    )
    assert found.labels == ("8,192 tokens of context", "131,072 tokens of context")


def test_numbers_of_users():
    found = _compared("llama 3.1 8b bf16 8k 1 user", "llama 3.1 8b bf16 8k 32 users")

    assert found.labels == ("1 user", "32 users")


def test_ways_to_train():
    found = _compared("lora llama 3.1 8b", "qlora llama 3.1 8b", "full fine-tuning llama 3.1 8b")
    totals = [estimate.total for estimate in found.estimates]

    assert [label.split(",")[0] for label in found.labels] == ["LoRA", "QLoRA", "full fine-tuning"]
    assert totals[1] < totals[0] < totals[2]


def test_splits_are_told_apart_by_the_share_of_one_card():
    """Two stages hold one sampler less than two ranks: PP 2 fits two H100, TP 2 does not."""
    on_two = parse("llama 3.1 70b bf16 on 2xH100")
    tensor = replace(on_two, engine=Engine("vllm", tensor_parallel_size=2))
    pipeline = replace(on_two, engine=Engine("vllm", pipeline_parallel_size=2))
    found = answer_question(replace(on_two, intent="compare", compare=(tensor, pipeline)))

    assert found.labels == ("TP 2", "PP 2")
    assert "TP 2: 148.8 GB (138.5 GiB), does not fit 2 × H100 80GB" in found.verdict.summary
    assert "PP 2: 148.8 GB (138.5 GiB), 2 × H100 80GB (71.8 GiB per GPU)" in found.verdict.summary


def test_each_alternative_is_what_its_own_question_is_answered_with():
    texts = ("llama 3.1 8b bf16 8k on H100", "qwen3 32b fp8 32k on H100")
    found = _compared(*texts)

    for index, text in enumerate(texts):
        alone = answer(text)
        own = [replace(p, estimate=0) for p in found.placements if p.estimate == index]
        assert found.estimates[index].total == alone.estimates[0].total
        assert own == list(alone.placements)


def test_the_table_and_the_terminal_name_the_alternatives():
    found = _compared("llama 3.1 8b bf16 8k", "llama 3.1 8b bf16 128k")

    assert "131,072 tokens of context: 35.7 GB" in answer_view(found, surface="thread").text
    assert "Llama 3.1 8B · BF16 · 131,072 tokens of context" in answer_as_text(found)
    assert len(answer_as_json(found)["question"]["compare"]) == 2


def test_an_alternative_without_a_model_asks_for_it():
    asked = parse("llama 3.1 8b")
    with pytest.raises(QuestionError) as caught:
        answer_question(replace(asked, compare=(asked, Question(""))))

    assert caught.value.code == "need_model"


@pytest.mark.parametrize(
    ("question", "summary"),
    [
        (
            "llama 3.3 70b on 2x3090",
            "Llama 3.3 70B, 8,192 tokens × 1 fits 2 × RTX 3090 in Q4_K_M, 22.0 GiB of 23.6 GiB "
            "per GPU; in Q5_K_M it would take 25.4 GiB.",
        ),
        (
            "llama 3.1 70b on H100",
            "Llama 3.1 70B, 8,192 tokens × 1 fits 1 × H100 80GB in AWQ, 44.2 GiB of 73.4 GiB per "
            "GPU; in FP8 it would take 74.8 GiB.",
        ),
        ("70B on 2x A100", "70B fits 2 × A100 80GB at 16 bits, 78.2 GiB of 80.0 GiB per GPU."),
    ],
)
def test_which_format_fits(question, summary):
    assert _format(question).verdict.summary == summary


def test_the_format_that_was_found_fits_and_the_wider_one_does_not():
    found = _format("llama 3.3 70b on 2x3090")

    assert found.verdict.value == "Q4_K_M"
    assert answer("does llama 3.3 70b q4_k_m fit on 2x3090?").verdict.fits is True
    assert answer("does llama 3.3 70b q5_k_m fit on 2x3090?").verdict.fits is False


def test_no_format_fits():
    found = _format("llama 3.1 405b on T4")

    assert found.verdict.fits is False
    assert "in any format that is served there" in found.verdict.summary


def test_which_format_needs_a_card():
    with pytest.raises(QuestionError) as caught:
        _format("llama 3.1 8b")

    assert caught.value.code == "unknown_gpu"
