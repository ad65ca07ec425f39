"""A Slack that does not take the newest blocks loses none of the numbers."""

import pytest

from bot.slack.block_kit.blocks import data_table
from bot.slack.block_kit.degrade import LEVELS, degrade
from bot.slack.block_kit.reply import Reply
from bot.views.answer import answer_view
from bot.views.chart import chart_part
from tests.bot.views import samples
from tests.bot.views.opinions import refused
from tests.bot.views.test_answer import ALL


def _kinds(reply):
    return {block["type"] for block in reply.blocks}


def _charted():
    known = samples.known_model()
    return answer_view(known, surface="thread", chart=_chart(known))


def _chart(known, values=(4096, 8192)):
    two, four = known.placements[:2]
    return chart_part([(one, [one] * len(values)) for one in (two, four)], "context", values, "en")


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
        "2 × A100 80GB: Room 1.8 left; Needs 78.2; Note comfortable; Split TP 2"
    )


def test_a_chart_says_its_numbers_in_text():
    known = samples.known_model()

    part = _chart(known)

    assert part.lines == (
        "Memory by context:",
        "2 × H100 80GB: 4,096: 78.9 GiB; 8,192: 78.9 GiB; 73.3 GiB usable per GPU",
        "4 × H100 80GB: 4,096: 60.3 GiB; 8,192: 60.3 GiB; 73.3 GiB usable per GPU",
    )
    assert [
        (one["name"], [point["value"] for point in one["data"]])
        for one in part.blocks[0]["chart"]["series"]
    ] == [
        ("2 × H100 80GB", [78.9, 78.9]),
        ("4 × H100 80GB", [60.3, 60.3]),
        ("Card H100 80GB", [73.3, 73.3]),
    ]


def test_one_point_is_no_chart():
    known = samples.known_model()

    assert _chart(known, values=(4096,)).blocks == ()
    assert chart_part([], "context", (4096, 8192), "en").blocks == ()


def test_pages_become_one_table_and_then_lines():
    rows = [["GPUs", "Room"], *([f"{count} × L4", "2.5 left"] for count in range(1, 102))]
    reply = Reply("said", (data_table(rows, "GPUs", 10),))

    [title, table] = degrade(reply, "table").blocks
    [_, lines] = degrade(reply, "section").blocks

    assert table["type"] == "table"
    assert title["elements"][0]["elements"][0]["text"] == "GPUs"
    assert len(table["rows"]) == 100
    assert table["rows"][1][0]["text"] == "1 × L4"
    assert lines["elements"][0]["elements"][0]["elements"][0]["text"] == "1 × L4: Room 2.5 left"
