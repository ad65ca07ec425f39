"""Our opinion of what Slack refuses: each rule refuses something, and the numbers are not ours."""

import pytest
import slackblocks._limits as theirs

from bot.slack.block_kit import limits, limits_blocks, limits_elements
from bot.slack.block_kit.blocks import (
    actions,
    button,
    context,
    divider,
    header,
    option,
    paragraph,
    plain,
    section,
    select,
    table,
    words,
)
from bot.slack.block_kit.limits import check, check_view

SAME = [
    (limits.BLOCKS["message"], "MESSAGE_BLOCKS_MAX_ITEMS"),
    (limits.BLOCK_ID, "BLOCK_ID_MAX_LENGTH"),
    (limits_blocks.HEADER, "HEADER_TEXT_MAX_LENGTH"),
    (limits_blocks.FIELDS, "SECTION_FIELDS_MAX_ITEMS"),
    (limits_blocks.FIELD, "SECTION_FIELDS_ITEM_MAX_LENGTH"),
    (limits_blocks.CONTEXT_ELEMENTS, "CONTEXT_ELEMENTS_MAX_ITEMS"),
    (limits_blocks.ACTIONS_ELEMENTS, "ACTIONS_ELEMENTS_MAX_ITEMS"),
    (limits_blocks.CONTEXT_ACTIONS_ELEMENTS, "CONTEXT_ACTIONS_ELEMENTS_MAX_ITEMS"),
    (limits_blocks.TABLE_ROWS, "TABLE_ROWS_MAX_ITEMS"),
    (limits_blocks.TABLE_COLUMNS, "TABLE_COLUMNS_MAX_ITEMS"),
    (limits.CHARTS, "MESSAGE_DATA_VISUALIZATIONS_MAX_ITEMS"),
    (limits_blocks.CHART_TITLE, "DATA_VISUALIZATION_TITLE_MAX_LENGTH"),
    (limits_blocks.CHART_POINTS, "DATA_VISUALIZATION_DATA_MAX_ITEMS"),
    (limits_blocks.CHART_LABEL, "DATA_VISUALIZATION_POINT_LABEL_MAX_LENGTH"),
    (limits_blocks.CHART_LABEL, "DATA_VISUALIZATION_SERIES_NAME_MAX_LENGTH"),
    (limits_blocks.CHART_LABEL, "DATA_VISUALIZATION_SEGMENT_LABEL_MAX_LENGTH"),
    (limits_blocks.CHART_AXIS_LABEL, "DATA_VISUALIZATION_AXIS_LABEL_MAX_LENGTH"),
    (limits_blocks.LABEL, "INPUT_LABEL_MAX_LENGTH"),
    (limits_elements.TEXT, "SECTION_TEXT_MAX_LENGTH"),
    (limits_elements.ACTION_ID, "ACTION_ID_MAX_LENGTH"),
    (limits_elements.BUTTON_TEXT, "BUTTON_TEXT_MAX_LENGTH"),
    (limits_elements.BUTTON_TEXT, "FEEDBACK_BUTTON_TEXT_MAX_LENGTH"),
    (limits_elements.BUTTON_VALUE, "BUTTON_VALUE_MAX_LENGTH"),
    (limits_elements.ACCESSIBILITY_LABEL, "BUTTON_ACCESSIBILITY_LABEL_MAX_LENGTH"),
    (limits_elements.PLACEHOLDER, "SELECT_PLACEHOLDER_MAX_LENGTH"),
    (limits_elements.OPTION_TEXT, "OPTION_TEXT_MAX_LENGTH"),
    (limits_elements.OPTION_VALUE, "OPTION_VALUE_MAX_LENGTH"),
    (limits_elements.SELECT_OPTIONS, "SELECT_OPTIONS_MAX_ITEMS"),
    (limits_elements.CHOICES, "RADIO_BUTTONS_OPTIONS_MAX_ITEMS"),
    (limits_elements.CHOICES, "CHECKBOXES_OPTIONS_MAX_ITEMS"),
    (limits_elements.OVERFLOW_OPTIONS, "OVERFLOW_OPTIONS_MAX_ITEMS"),
    (limits_elements.INPUT_VALUE, "PLAIN_TEXT_INPUT_MAX_LENGTH_MAX"),
    (limits_elements.CONFIRM["title"], "CONFIRMATION_TITLE_MAX_LENGTH"),
    (limits_elements.CONFIRM["text"], "CONFIRMATION_TEXT_MAX_LENGTH"),
]


@pytest.mark.parametrize(("ours", "name"), SAME, ids=[name for _, name in SAME])
def test_our_number_is_the_one_that_others_read_in_the_reference(ours, name):
    assert ours == getattr(theirs, name)


def _select(options, **more):
    return actions(select("Choose", "a", options) | more)


OK = button("Go", "a", "1")

REFUSED = [
    ([divider()] * 51, "there are 51 blocks, more than 50"),
    ([{"type": "carousel"}], "blocks[0] is of type 'carousel', which a message cannot show"),
    ([section("")], "blocks[0].text.text is empty"),
    ([section("x" * 3001)], "blocks[0].text.text has 3001 characters, more than 3000"),
    ([{"type": "section"}], "blocks[0] has neither text nor fields"),
    ([header("x" * 151)], "blocks[0].text.text has 151 characters, more than 150"),
    ([{"type": "context", "elements": []}], "blocks[0].elements has 0 items, not 1 to 10"),
    ([actions()], "blocks[0].elements has 0 items, not 1 to 25"),
    ([actions(OK, OK)], "blocks[0] uses an action_id twice"),
    (
        [actions(OK, block_id="x"), actions(OK, block_id="x")],
        "a block_id is used twice",
    ),
    (
        [actions(OK | {"text": plain("x" * 76)})],
        "blocks[0].elements[0].text.text has 76 characters, more than 75",
    ),
    (
        [actions(button("Go", "a", "x" * 2001))],
        "blocks[0].elements[0].value has 2001 characters, more than 2000",
    ),
    ([actions(button("Go", "a", ""))], "blocks[0].elements[0].value is empty"),
    (
        [actions(OK | {"accessibility_label": "x" * 76})],
        "blocks[0].elements[0].accessibility_label has 76 characters, more than 75",
    ),
    ([actions(OK | {"style": "blue"})], "blocks[0].elements[0].style is 'blue'"),
    ([_select([])], "blocks[0].elements[0].options has 0 items, not 1 to 100"),
    (
        [_select([option("a", "1"), option("b", "1")])],
        "blocks[0].elements[0].options repeat a value",
    ),
    (
        [_select([option("a", "1")], initial_option=option("b", "2"))],
        "blocks[0].elements[0].initial_option is not one of the options",
    ),
    (
        [_select([option("a", "x" * 151)])],
        "blocks[0].elements[0].options[0].value has 151 characters, more than 150",
    ),
    ([table([["a"]], ["left"])] * 2, "there is more than one table"),
    ([table([["a"]] * 101, ["left"])], "blocks[0].rows has 101 items, not 1 to 100"),
    (
        [table([["a"], ["b", "c"]], ["left"])],
        "blocks[0].rows[1] has 2 cells, the first row another number",
    ),
    (
        [table([["x" * 3000, "x" * 3000]] * 2, ["left"])],
        "blocks[0] says 12000 characters, more than 10000",
    ),
    ([paragraph(words(""))], "blocks[0].elements[0].elements[0].text is empty"),
    ([context("x" * 2500)] * 5, "the blocks say 12500 characters, more than 12000"),
]


@pytest.mark.parametrize(("blocks", "why"), REFUSED, ids=[why for _, why in REFUSED])
def test_what_slack_refuses_is_found(blocks, why):
    assert check(blocks) == [why]


def _bar(**changes):
    chart = {
        "type": "bar",
        "series": [{"name": "bf16", "data": [{"label": "8k", "value": 2.7}]}],
        "axis_config": {"categories": ["8k"], "x_label": "context", "y_label": "GiB"},
    }
    return {"type": "data_visualization", "title": "KV by context", "chart": chart | changes}


def test_a_chart_is_checked():
    series = [{"name": "bf16", "data": [{"label": "4k", "value": 2.7}]}]
    pie = {"type": "pie", "segments": [{"label": "Weights", "value": 0}]}

    assert check([_bar()]) == []
    assert check([_bar(series=series)]) == [
        "blocks[0].series[0] has not one point for each category"
    ]
    assert check([_bar() | {"chart": pie}]) == ["blocks[0].segments[0].value is not above zero"]
    assert check([_bar()] * 3) == ["there are more than 2 charts"]


@pytest.mark.parametrize("kind", ["table", "data_visualization", "context_actions"])
def test_tables_and_charts_are_not_for_modals(kind):
    assert check([{"type": kind}], "modal") == [
        f"blocks[0] is of type {kind!r}, which a modal cannot show"
    ]


def test_the_frame_of_a_modal_is_checked():
    view = {
        "type": "modal",
        "title": plain("x" * 25),
        "submit": plain("OK"),
        "private_metadata": "x" * 3001,
        "blocks": [divider()],
    }

    assert check_view(view) == [
        "view.title.text has 25 characters, more than 24",
        "view.private_metadata has 3001 characters, more than 3000",
    ]
