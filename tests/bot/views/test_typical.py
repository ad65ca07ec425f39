"""
The ten most typical questions of each language, through the real core: the whole reply.

Each file of typical/ is what an asker reads: `> ` and the question, then the answer as it is read
aloud. A number that changes here has to be argued in the commit that changes it, `{models}` apart,
which counts the language models of the catalogue;
`python -m tests.bot.views.test_typical` writes the files anew, to be read before they are kept.
"""

from pathlib import Path

import pytest

from bot.views.answer import answer_view
from core.answer import answer
from tests.bot.views.opinions import refused
from tests.bot.views.written import rewrite, without_count, written

FOLDER = Path(__file__).parent / "typical"


ENGLISH, PORTUGUESE = written(FOLDER, "en"), written(FOLDER, "pt")
ALL = [*ENGLISH, *PORTUGUESE]


@pytest.mark.parametrize(("question", "said"), ALL, ids=[question for question, _ in ALL])
def test_the_whole_reply(question, said):
    assert _said(question) == said


@pytest.mark.parametrize("surface", ["ephemeral", "thread", "dm"])
@pytest.mark.parametrize("question", [question for question, _ in ALL])
def test_slack_takes_it(question, surface):
    assert refused(answer_view(answer(question), surface=surface)) == []


def test_there_are_ten_of_each_language():
    assert len(ENGLISH) == len(PORTUGUESE) == 10


def test_an_answer_in_portuguese_says_nothing_in_english():
    english = {
        "weights",
        "between",
        "needs",
        "left",
        "users",
        "context",
        "assumed",
        "total between",
    }

    for _, said in PORTUGUESE:
        words = {word.strip(".,:;()").lower() for word in said.split()}
        assert not words & english


def _said(question: str) -> str:
    return without_count(answer_view(answer(question), surface="thread").text)


if __name__ == "__main__":
    rewrite(FOLDER, _said)
