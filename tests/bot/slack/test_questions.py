"""Questions as Slack delivers them: cleaned by the bot, read by the core."""

from pathlib import Path

import pytest
import rtoml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.text import plain
from core.errors import QuestionError
from core.question.parser import parse
from tests.core.question.test_properties import meaning, parts_of_a_question
from tests.core.question.test_questions import understood
from tests.examples import examples

ROWS = rtoml.loads(Path(__file__).with_name("questions.toml").read_text("utf-8"))["question"]
MARKS = ["*{}*", "`{}`", "_{}_", "“{}”", "({})", "~no~ {}", "&gt; {}", "<@U1> {}", "{} :pray:"]
AROUND = ["```{}```", "<@U0123ABC> {} :pray:", "\u2022 {}", "&gt; {}", "*{}*", "{} ~8 users~"]


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:60] for row in ROWS])
def test_every_question_is_understood(row):
    wanted = dict(row)
    text = plain(wanted.pop("text"))

    if "error" in wanted:
        with pytest.raises(QuestionError) as caught:
            parse(text)
        assert wanted["error"] in ("*", caught.value.code)
        return

    question = parse(text)
    assert {key: understood(question, key, want) for key, want in wanted.items()} == wanted


@settings(max_examples=examples(30), deadline=None)
@given(parts_of_a_question(), st.sampled_from(MARKS))
def test_markup_does_not_matter(parts, markup):
    marked = ", ".join(markup.format(part) for part in parts)

    assert meaning(parse(plain(marked))) == meaning(parse(", ".join(parts)))


@settings(max_examples=examples(30), deadline=None)
@given(parts_of_a_question(), st.sampled_from(AROUND))
def test_markup_around_all_of_it_does_not_matter(parts, markup):
    text = ", ".join(parts)

    assert meaning(parse(plain(markup.format(text)))) == meaning(parse(text))


@settings(max_examples=examples(30), deadline=None)
@given(parts_of_a_question(), st.sampled_from(["\u2022 ", "- ", "1. ", "    \u25e6 ", "&gt; - "]))
def test_a_list_is_one_question(parts, bullet):
    items = "\n".join(f"{bullet}{part}" for part in parts)

    assert meaning(parse(plain(items))) == meaning(parse(", ".join(parts)))


def test_an_error_points_into_the_cleaned_text():
    text = plain("<@U123> *7B* at `512 bits` :wave:")

    with pytest.raises(QuestionError) as caught:
        parse(text)

    assert caught.value.span is not None
    assert text[slice(*caught.value.span)] == "512 bits"


@pytest.mark.parametrize("text", ["<@U12345678>", ":wave:", "~70B fp16~"])
def test_nothing_but_markup_gets_help(text):
    with pytest.raises(QuestionError) as caught:
        parse(plain(text))

    assert caught.value.code == "help"
