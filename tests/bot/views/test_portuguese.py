"""No English inside Portuguese: neither in names of formats nor in comments of commands."""

from collections.abc import Iterator

import pytest

from bot.views.answer import answer_view
from bot.views.explain import explain_view
from bot.views.screen import first_screen
from core.answer import answer

# Words that Portuguese does not borrow; "tokens", "offload" and "batch" it does.
_WORDS = (
    "the of with and for is are to in at by than more less where can be from not that this which "
    "weights rest experts blocks usually needs per channel group double left short users sequences "
    "sequence layers cards memory read counted shared one each its it over under machine first "
    "second tight minimum comfortable cheapest newest recommended asked usable address"
)
ENGLISH = frozenset(_WORDS.split())
FLAGS = ("vllm ", "python ", "llama-server ", "ray ", "--", "  --")  # a line for a shell

QUESTIONS = [
    "deepseek v3 em fp8",  # FP8 in blocks
    "gpt-oss 120b com 32k e 8 usuários numa H100",  # experts in MXFP4
    "qlora do llama 3.1 8b numa placa de 16GB",  # with double quantisation
    "llama 3.1 8b hqq numa 4090",  # 4-bit
    "deepseek r1 em 16x H100",  # two machines
    "llama 3.3 70b q4_k_m numa 4090 com llama.cpp",
    "quanto custa servir llama 3.1 70b para 20 usuários?",
    "qual formato do llama 3.1 70b cabe em 2x 4090?",
    "llama 3.1 8b com 4 adaptadores lora e 16 usuários numa L40S",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_portuguese_answer_has_no_english_words(question: str) -> None:
    found = answer(question)
    assert found.question.language == "pt"

    views = (
        first_screen(found, surface="ephemeral").blocks,
        answer_view(found, surface="ephemeral").blocks,
        explain_view(found)["blocks"],
    )
    lines = [line for view in views for text in _texts(view) for line in text.splitlines()]

    words = {
        word.strip(".,:;()“”$").lower()
        for line in lines
        if not line.startswith(FLAGS)
        for word in line.split()
    }
    assert words & ENGLISH == set()


def _texts(block: object) -> Iterator[str]:
    """All that is to be read; what a button carries is not."""
    if isinstance(block, dict):
        for key, value in block.items():
            if key == "text" and isinstance(value, str):
                yield value
            elif key not in ("value", "block_id", "action_id"):
                yield from _texts(value)
    elif isinstance(block, list | tuple):
        for inner in block:
            yield from _texts(inner)
