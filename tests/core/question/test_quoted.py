"""A quotation above a question is the question before it."""

from dataclasses import replace

import pytest

from bot.slack.text import plain
from core.errors import QuestionError
from core.question.parser import parse


def quoted(quote: str, own: str):
    lines = "\n".join(f"&gt; {line}" for line in quote.split("\n"))
    return parse(plain(f"{lines}\n{own}"))


@pytest.mark.parametrize(
    ("quote", "own"),
    [
        ("llama 3.3 70b fp8 on 4xL40S, 16k, 64 users?", "what can I run on a single L40S?"),
        ("we tried qwen2.5 72b awq on 2x A6000 with 32k",
         "would gemma 3 27b bf16 go on one A6000?"),
        ("testámos o llama 3.3 70b fp8 em 4 L40S com 64 utilizadores",
         "o que consigo alojar numa só L40S?"),
        ("70B on 2x H100?\nor on A100?", "llama 3.1 8b fp8 with 4k, 8 users: how much?"),
    ],
)  # fmt: skip
def test_a_question_that_starts_afresh_takes_nothing_of_the_quotation(quote, own):
    assert bare(quoted(quote, own)) == bare(parse(own))


@pytest.mark.parametrize(
    ("quote", "own"),
    [
        ("llama 3.1 70b fp8 on 2xH100, 16k", "and with 64 users?"),
        ("qwen3 8b bf16 on an L4", "what about fp8?"),
    ],
)
def test_a_question_that_leans_on_it_is_a_follow_up(quote, own):
    assert bare(quoted(quote, own)) == bare(parse(own, parse(quote)))


@pytest.mark.parametrize(
    ("quote", "own", "both"),
    [
        ("llama 3 8b", "this!", "llama 3 8b this!"),
        ("we have 4 L40S", "llama 3.1 70b fp8 on those?",
         "we have 4 L40S llama 3.1 70b fp8 on those?"),
    ],
)  # fmt: skip
def test_where_one_is_no_question_both_are_one_text(quote, own, both):
    assert bare(quoted(quote, own)) == bare(parse(both))


def test_a_quotation_alone_is_the_text():
    assert bare(parse(plain("&gt; does 70B fit?\n&gt; on 2x H100"))) == bare(
        parse("does 70B fit? on 2x H100")
    )


def test_an_error_points_into_the_own_words_or_both():
    with pytest.raises(QuestionError) as caught:
        parse(plain("&gt; hello\n70B at 800 bits"))

    assert caught.value.span == (13, 21)


def bare(question):
    return replace(question, text="", assumed=(), doubts=())
