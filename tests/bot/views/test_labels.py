"""
Who steers by voice says what is to be seen on a button; so what is read aloud has to contain it.

WCAG 2.5.3, https://www.w3.org/WAI/WCAG22/Understanding/label-in-name
"""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.views.answer import answer_view
from bot.views.help import help_view
from bot.views.home import home_view
from core.answer import answer
from core.catalog.load import load_catalog

QUESTIONS = [
    "does llama 3.1 70b bf16 fit on one H100?",
    "cabe o llama 3.1 70b em bf16 numa H100?",
    "llama 3.1 8b bf16 with fp8 kv cache on one L40S",
    "70B em 16 bits?",
]


def _labelled(value: Any) -> Iterator[tuple[str, str]]:
    """(what is seen, what is read) of every button in *value*."""
    if isinstance(value, dict):
        if "accessibility_label" in value:
            yield value["text"]["text"], value["accessibility_label"]
        for one in value.values():
            yield from _labelled(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _labelled(one)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_button_of_an_answer_is_read_with_its_own_words(question):
    buttons = list(_labelled(answer_view(answer(question), surface="ephemeral").blocks))

    assert len(buttons) > 5
    assert [pair for pair in buttons if pair[0].casefold() not in pair[1].casefold()] == []


@pytest.mark.parametrize("language", ["en", "pt"])
def test_examples_are_read_as_they_stand(language):
    assert list(_labelled(home_view(language, load_catalog()))) == []
    assert list(_labelled(help_view(language, load_catalog()).blocks)) == []
