"""A Slack that does not take the newest blocks loses none of the numbers."""

import pytest

from bot.slack.block_kit.degrade import LEVELS, degrade
from bot.views.answer import answer_view
from bot.views.chart import chart_part
from tests.bot.views import samples
from tests.bot.views.opinions import refused
from tests.bot.views.test_answer import ALL


def _kinds(reply):
    return {block["type"] for block in reply.blocks}


def _charted():
    known = samples.known_model()
    return answer_view(
        known, surface="thread", chart=chart_part([(4096, known), (8192, known)], known)
    )


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("answer", ALL.values(), ids=ALL)
def test_slack_takes_every_form_of_an_answer(answer, level):
    assert refused(degrade(answer_view(answer, surface="ephemeral"), level)) == []


def test_each_form_does_without_one_more_kind_of_block():
    reply = _charted()
    newest = {"data_visualization", "context_actions"}

    assert newest <= _kinds(reply)
    assert _kinds(degrade(reply, "table")) == _kinds(reply) - newest
    assert _kinds(degrade(reply, "section")) == _kinds(reply) - newest - {"table"}
    assert degrade(reply, "text").blocks == ()


def test_the_text_is_the_same_in_every_form():
    reply = _charted()

    assert {degrade(reply, level).text for level in LEVELS} == {reply.text}


def test_a_table_becomes_one_line_a_row():
    reply = degrade(answer_view(samples.bare_size(), surface="thread"), "section")

    [rows] = [
        block["elements"][0]["elements"]
        for block in reply.blocks
        if block["type"] == "rich_text" and block["elements"][0]["type"] == "rich_text_list"
        and len(block["elements"][0]["elements"]) == 3
    ]  # fmt: skip
    assert rows[0]["elements"][0]["text"] == (
        "2 × A100 80GB: Note comfortable; Split TP 2; Needs 78.2; Room 1.8 left"
    )


def test_a_chart_says_its_numbers_in_text():
    known = samples.known_model()

    part = chart_part([(4096, known), (8192, known)], known)

    assert part.lines == (
        "Memory by context, 4 × H100 80GB:",
        "Needed per GPU: 4,096 tokens 60.3 GiB; 8,192 tokens 60.3 GiB. The card allows 73.3 GiB.",
    )
    assert part.blocks[0]["chart"]["series"] == [
        {"name": "Needed per GPU", "data": [{"label": "4,096", "value": 60.3},
                                            {"label": "8,192", "value": 60.3}]},
        {"name": "Card", "data": [{"label": "4,096", "value": 73.3},
                                  {"label": "8,192", "value": 73.3}]},
    ]  # fmt: skip


def test_one_point_is_no_chart():
    known = samples.known_model()

    assert chart_part([(4096, known)], known).blocks == ()
    assert chart_part([], samples.bare_size()).blocks == ()
