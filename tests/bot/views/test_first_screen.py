"""
The first screen of typical questions in each language, through the real core: the whole reply.

Each file of first_screen/ is what an asker reads: `> ` and the question, then the answer as it is
read aloud. `python -m tests.bot.views.test_first_screen` writes the files anew, to be read before
they are kept.
"""

import re
from pathlib import Path

import pytest

from bot.slack.block_kit.reply import Block, Reply
from bot.views.screen import first_screen
from core.answer import answer
from core.catalog.load import load_catalog
from core.planning.largest import language_models
from tests.bot.views.opinions import refused

FOLDER = Path(__file__).parent / "first_screen"
MOST_WORDS, MOST_ROWS, MOST_CONTROLS = 60, 3, 6


def _written(language: str) -> list[tuple[str, str]]:
    """(question, answer) in the order of the file."""
    text = (FOLDER / f"{language}.txt").read_text("utf-8")
    parts = [part.split("\n", 1) for part in re.split(r"^> ", text, flags=re.MULTILINE)[1:]]
    return [(question, said.strip()) for question, said in parts]


ENGLISH, PORTUGUESE = _written("en"), _written("pt")
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
    reply = first_screen(answer(question), surface=surface)  # type: ignore[arg-type]
    assert len(_words(reply)) <= MOST_WORDS
    assert _rows(reply) <= MOST_ROWS or len(answer(question).estimates) > 1
    assert _controls(reply) <= MOST_CONTROLS


def test_there_are_25_of_both_languages() -> None:
    assert len(ALL) >= 25
    assert min(len(ENGLISH), len(PORTUGUESE)) >= 10


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
    text = first_screen(answer(question), surface="thread").text
    return text.replace(f" {len(language_models(load_catalog()))} model", " {models} model")


def _rewrite(language: str) -> None:
    texts = [f"> {question}\n\n{_said(question)}\n" for question, _ in _written(language)]
    (FOLDER / f"{language}.txt").write_text("\n\n".join(texts), "utf-8")


if __name__ == "__main__":
    _rewrite("en")
    _rewrite("pt")
