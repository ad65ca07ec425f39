"""What an asker reads when we did not understand: whole, and in the asker's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.state import State, decode
from bot.views.problem import problem_view, underlined
from core.errors import QuestionError
from tests.bot.views.opinions import refused

ASKED = "llama 3.1 8b on 2x H1000"
ERROR = QuestionError(
    "unknown_gpu",
    "I know no GPU 'H1000'.",
    hint="Did you mean H100 or H200?",
    span=(19, 24),
    suggestions=("llama 3.1 8b on 2x H100", "llama 3.1 8b on 2x H200"),
)


def _texts(reply):
    return [
        run["text"]
        for block in reply.blocks
        if block["type"] == "rich_text"
        for group in block["elements"]
        for run in group["elements"]
    ]


def test_the_text_says_what_and_how_to_mend_it():
    assert problem_view(ERROR, ASKED, "en").text == (
        "I know no GPU 'H1000'.\n"
        "Did you mean H100 or H200?\n"
        "Try one of these:\n"
        "• llama 3.1 8b on 2x H100\n"
        "• llama 3.1 8b on 2x H200"
    )


def test_the_words_in_doubt_are_marked_in_the_asker_s_own_question():
    assert _texts(problem_view(ERROR, ASKED, "en")) == [
        "I know no GPU 'H1000'.",
        "In your words:",
        "llama 3.1 8b on 2x H1000\n                   ^^^^^",
        "Did you mean H100 or H200?",
        "Try one of these:",
    ]


def test_a_suggestion_is_a_button_that_asks_it():
    buttons = problem_view(ERROR, ASKED, "pt").blocks[-1]["elements"]

    assert [button["text"]["text"] for button in buttons] == list(ERROR.suggestions)
    assert decode(buttons[1]["value"]) == State("llama 3.1 8b on 2x H200", "pt")


def test_an_error_without_a_place_shows_none():
    error = QuestionError("need_model", "8 bits of what?", hint="Say a size or a model.")

    assert _texts(problem_view(error, "8 bits", "en")) == [
        "8 bits of what?",
        "Say a size or a model.",
    ]


@pytest.mark.parametrize(
    ("asked", "span", "shown"),
    [
        pytest.param("7B xyz", (3, 6), "7B xyz\n   ^^^", id="at the end"),
        pytest.param("a\n7B xyz\nb", (5, 8), "7B xyz\n   ^^^", id="in the second of three lines"),
        pytest.param("模型 xyz", (3, 6), "模型 xyz\n     ^^^", id="after wide characters"),
        pytest.param("7B\txyz", (3, 6), "7B xyz\n   ^^^", id="after a tab"),
        pytest.param("7B xyz", (3, 60), "7B xyz\n   ^^^", id="beyond the end"),
        pytest.param(
            "w " * 40 + "xyz" + " w" * 40,
            (80, 83),
            "… " + "w " * 14 + "xyz" + " w" * 14 + " …\n" + " " * 30 + "^^^",
            id="in a long line",
        ),
    ],
)
def test_marks_stand_under_the_words(asked, span, shown):
    assert underlined(asked, span) == shown


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=5000)
spans = st.tuples(st.integers(-5, 6000), st.integers(-5, 6000))


@given(texts, texts, texts, st.lists(texts.filter(str.strip), max_size=3), spans)
def test_slack_takes_a_problem_whatever_is_in_it(asked, message, hint, suggestions, span):
    error = QuestionError(
        "bad_value", message or "?", hint=hint, span=span, suggestions=tuple(suggestions)
    )

    assert refused(problem_view(error, asked, "en")) == []
