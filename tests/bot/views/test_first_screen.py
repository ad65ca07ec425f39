"""
The first screen of typical questions in each language, through the real core: the whole reply.

Each file of first_screen/ is what an asker reads: `> ` and the question, then the answer as it is
read aloud. `python -m tests.bot.views.test_first_screen` writes the files anew, to be read before
they are kept.
"""

import re
from pathlib import Path

import pytest

from bot.i18n import t
from bot.slack.block_kit.reply import Block, Reply
from bot.views.answer import answer_view
from bot.views.screen import first_screen
from core.answer import answer
from tests.bot.views.opinions import refused
from tests.bot.views.written import rewrite, without_count, written

FOLDER = Path(__file__).parent / "first_screen"
MOST_WORDS, MOST_ROWS, MOST_CONTROLS = 60, 3, 6


ENGLISH, PORTUGUESE = written(FOLDER, "en"), written(FOLDER, "pt")
ALL = [*ENGLISH, *PORTUGUESE]
EVERY = pytest.mark.parametrize("question", [question for question, _ in ALL])


@pytest.mark.parametrize(("question", "said"), ALL, ids=[question for question, _ in ALL])
def test_the_whole_reply(question: str, said: str) -> None:
    assert _said(question) == said


@EVERY
@pytest.mark.parametrize("surface", ["ephemeral", "thread", "dm"])
def test_slack_takes_it(question: str, surface: str) -> None:
    assert refused(first_screen(answer(question), surface=surface)) == []  # type: ignore[arg-type]


@EVERY
@pytest.mark.parametrize("surface", ["ephemeral", "thread"])
def test_it_is_short(question: str, surface: str) -> None:
    """With the line that begins a thread, too."""
    reply = first_screen(answer(question), surface=surface, begins=True)  # type: ignore[arg-type]
    assert len(_words(reply)) <= MOST_WORDS
    assert _rows(reply) <= MOST_ROWS or len(answer(question).estimates) > 1
    assert _controls(reply) <= MOST_CONTROLS


@pytest.mark.parametrize(
    "question",
    [
        "8 H100, ou melhor, 8 H200: deepseek r1 fp8 cabe?",
        "llama 3.3 70b fp8 and 20 8k chats in flight",
        "lora llama 3 8b, 8k sequences, for the Q3 budget",
        "we host for 300 employees, maybe 30 of them at a time: llama 3.1 70b bf16 on H100",
    ],
)
def test_other_readings_take_the_place_of_other_buttons(question: str) -> None:
    """A reading that was not taken is asked for before the answer is handed on."""
    found = answer(question)
    assert found.question.doubts

    reply = first_screen(found, surface="ephemeral")

    assert _controls(reply) <= MOST_CONTROLS
    assert len(_words(reply)) <= MOST_WORDS
    assert t(found.question.language, "answer.doubts") in reply.text


def test_what_decides_stands_in_the_first_columns() -> None:
    """Which cards, the room on each, how many users: all else may have to be scrolled to."""
    for question, of_size in (("qwen3 32b awq 16k on 2x RTX 4090", 0), ("70B at 16 bits?", 1)):
        blocks = first_screen(answer(question), surface="thread").blocks
        [table] = [block for block in blocks if block["type"] == "table"]
        heads = [cell["text"] for cell in table["rows"][0]]
        assert heads[: 3 - of_size] == ["Option", "GiB per GPU", "Max users"][: 3 - of_size]
        assert table["column_settings"][0] == {"align": "left", "is_wrapped": True}


def test_tight_is_said_by_one_rule_and_recommended_once() -> None:
    """
    Less than a twentieth left is tight, in the first line, in each row and behind the details: of
    2 × A100 80GB 1.8 of 80 GiB, of 2 × T4 0.5 of 15; 2.9 of the 22.5 GiB of an L4 are not.
    """
    found = answer("70B at 16 bits?")
    short, whole = (view(found, surface="thread").text for view in (first_screen, answer_view))

    assert "2 × A100 80GB at least (tight), 4 recommended." in short
    assert "Minimum, tight: 2 × A100 80GB: 1.8 GiB left" in short
    assert "Cheapest: 8 × L4: 2.9 GiB left" in short
    assert "2 × A100 80GB (TP 2): needs 78.2 GiB per GPU, 1.8 GiB left, minimum, tight" in whole
    for reply in (short, whole):
        assert reply.count("recommended") == 1


def test_there_are_25_of_each_language() -> None:
    assert min(len(ENGLISH), len(PORTUGUESE)) >= 25
    assert {answer(question).question.language for question, _ in ENGLISH} == {"en"}
    assert {answer(question).question.language for question, _ in PORTUGUESE} == {"pt"}


def test_what_fills_the_card_leaves_no_room_to_tell() -> None:
    """Room and users of the usual 8,192 tokens beside "up to 18,848 for 8" were of another load."""
    found = answer("max context for qwen3 32b fp8 on one H100 with 8 users")

    [table] = [b for b in first_screen(found, surface="dm").blocks if b["type"] == "table"]

    head, row = ([cell["text"] for cell in line] for line in table["rows"])
    assert head[:2] == ["Option", "Max context"]
    assert row[1] == "18,848"
    assert found.verdict.summary.endswith("up to 18,848 tokens of context for 8 sequences.")


def _words(reply: Reply) -> list[str]:
    """What is to be read beside the table, the command and the controls."""
    return [
        word
        for block in reply.blocks
        if block["type"] in ("rich_text", "context")
        for text in _texts(block)
        for word in text.split()
        if re.search(r"\w", word)
    ]


def _texts(block: Block) -> list[str]:
    if block.get("type") == "rich_text_preformatted":
        return []
    if isinstance(block.get("text"), str):
        return [block["text"]]
    return [text for inner in block.get("elements", ()) for text in _texts(inner)]


def _rows(reply: Reply) -> int:
    tables = [block for block in reply.blocks if block["type"] == "table"]
    assert len(tables) <= 1
    return sum(len(table["rows"]) - 1 for table in tables)


def _controls(reply: Reply) -> int:
    return sum(len(block["elements"]) for block in reply.blocks if block["type"] == "actions")


def _said(question: str) -> str:
    return without_count(first_screen(answer(question), surface="thread").text)


if __name__ == "__main__":
    rewrite(FOLDER, _said)
