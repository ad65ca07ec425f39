"""A version that nobody made, or that has no row, is asked about and never answered as another."""

import pytest

from core.errors import QuestionError
from core.question.parser import parse


@pytest.mark.parametrize(
    "text",
    [
        "llama 3.5 70b on H100",
        "granite-3.1-8b on an L4",
        "qwen 4 32b",
        "phi-6 14b",
        "gemma 5 27b, 8k",
        "cabe o llama 5 70b em 2 H100?",
    ],
)
def test_is_asked_about(text):
    with pytest.raises(QuestionError) as raised:
        parse(text)

    assert raised.value.code == "unknown_model"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("llama 3.3 70b on H100", "Llama 3.3 70B"),
        ("granite 3.3 8b", "Granite 3.3 8B"),
        ("gemma 27b 4 users", "Gemma 3 27B"),
        ("4 users, gemma 27b", "Gemma 3 27B"),
        ("qwen2.5 14b on 2 L4", "Qwen2.5 14B"),
    ],
)
def test_a_version_that_there_is(text, name):
    assert [model.name for model in parse(text).models] == [name]
