"""The road from a text to a reply, with the real core and without Slack."""

import time
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.app import the_core
from bot.conversation.replies import Replies
from bot.modes import EXAMPLES
from bot.running.metrics import Metrics
from bot.slack.block_kit.limits import check_reply
from bot.slack.text import plain
from bot.views.help import help_view
from core.catalog.load import load_catalog


@cache
def replies() -> Replies:
    return Replies(the_core(), Metrics())


def outcomes(*texts: str) -> str:
    metrics = Metrics()
    asked = Replies(the_core(), metrics)
    for text in texts:
        asked.to(text, "ephemeral")
    return metrics.render()


@given(st.text())
@example("9**9**9")
@example("\u202e70B\u202c at 16 bits")
@example("<!channel> <@U1> 70B & more")
@example("*" * 3000)
@example("70B " * 2000)
def test_any_text_gets_a_reply_that_slack_takes(text: str):
    reply = replies().to(plain(text), "thread")

    assert reply.text
    assert check_reply(reply) == []
    assert "<!" not in reply.text
    assert "Something went wrong" not in reply.text


@pytest.mark.parametrize("text", ["9" * 40_000, "70B " * 10_000, "*_" * 20_000, "\u200f" * 40_000])
def test_forty_kilobytes_are_answered_in_less_than_50_ms(text: str):
    replies().to("70B", "thread")
    started = time.process_time()

    replies().to(plain(text), "thread")

    assert time.process_time() - started < 0.05


@pytest.mark.parametrize("text", EXAMPLES)
def test_what_the_first_run_says_to_try_is_answered(text: str):
    question = plain(text.removeprefix("/gpumem "))

    assert 'gpumem_answers_total{outcome="answer",surface="ephemeral"} 1.0' in outcomes(question)


@pytest.mark.parametrize(("text", "language"), [("", "en"), ("help", "en"), ("ajuda", "pt")])
def test_help_is_in_the_language_that_asked(text: str, language: str):
    assert replies().to(text, "ephemeral").text == help_view(language, load_catalog()).text


def test_outcomes_are_counted_by_kind():
    counted = outcomes("70B at 16 bits?", "", "about", "nosuchmodel 3000 in fp8")

    assert [line for line in counted.splitlines() if line.startswith("gpumem_answers_total{")] == [
        'gpumem_answers_total{outcome="answer",surface="ephemeral"} 1.0',
        'gpumem_answers_total{outcome="help",surface="ephemeral"} 1.0',
        'gpumem_answers_total{outcome="subcommand",surface="ephemeral"} 1.0',
        'gpumem_answers_total{outcome="unknown_model",surface="ephemeral"} 1.0',
    ]
