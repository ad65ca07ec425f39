"""
What Slack refuses in a block of its own kind; `limits.py` looks at blocks together.

The numbers are those of Slack's Block Kit reference, https://docs.slack.dev/reference/block-kit.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from bot.slack.block_kit.limits_elements import (
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    TEXT,
    count,
    element,
    feedback_buttons,
    string,
    text_object,
)
from bot.slack.block_kit.reply import Block

HEADER = 150
FIELDS = 10
FIELD = 2000
CONTEXT_ELEMENTS = 10
ACTIONS_ELEMENTS = 25
CONTEXT_ACTIONS_ELEMENTS = 5
TABLE_ROWS = 100
DATA_TABLE_ROWS = 101  # the head among them
PAGE_SIZE = 100
TABLE_COLUMNS = 20
TABLE_CHARACTERS = 10_000  # of all cells
CHART_TITLE = 50
CHART_SERIES = 6  # segments of a pie, too
CHART_POINTS = 20
CHART_LABEL = 20
CHART_AXIS_LABEL = 50
LABEL = 2000
URL = 3000


def block(value: Block, at: str) -> Iterator[str]:
    """Why Slack would refuse this block, whatever stands beside it."""
    yield from _BLOCKS[value["type"]](value, at)


def characters(value: Any) -> int:
    """What is read on the screen: every "text" below *value*."""
    if isinstance(value, dict):
        return sum(
            len(inner) if key == "text" and isinstance(inner, str) else characters(inner)
            for key, inner in value.items()
        )
    if isinstance(value, list):
        return sum(map(characters, value))
    return 0


def _section(block: Block, at: str) -> Iterator[str]:
    if "text" not in block and "fields" not in block:
        yield f"{at} has neither text nor fields"
    if "text" in block:
        yield from text_object(block["text"], f"{at}.text", TEXT)
    if "fields" in block:
        yield from count(block["fields"], f"{at}.fields", FIELDS)
        for index, field in enumerate(block["fields"]):
            yield from text_object(field, f"{at}.fields[{index}]", FIELD)
    if "accessory" in block:
        yield from element(block["accessory"], f"{at}.accessory", IN_SECTION)


def _header(block: Block, at: str) -> Iterator[str]:
    yield from text_object(block.get("text"), f"{at}.text", HEADER, plain=True)


def _context(block: Block, at: str) -> Iterator[str]:
    yield from count(block.get("elements"), f"{at}.elements", CONTEXT_ELEMENTS)
    for index, item in enumerate(block.get("elements", [])):
        yield from text_object(item, f"{at}.elements[{index}]", TEXT)


def _actions(block: Block, at: str) -> Iterator[str]:
    elements = block.get("elements")
    yield from count(elements, f"{at}.elements", ACTIONS_ELEMENTS)
    for index, item in enumerate(elements or []):
        yield from element(item, f"{at}.elements[{index}]", IN_ACTIONS)
    ids = [item.get("action_id") for item in elements or []]
    if len(set(ids)) < len(ids):
        yield f"{at} uses an action_id twice"


def _context_actions(block: Block, at: str) -> Iterator[str]:
    yield from count(block.get("elements"), f"{at}.elements", CONTEXT_ACTIONS_ELEMENTS)
    for index, item in enumerate(block.get("elements", [])):
        yield from feedback_buttons(item, f"{at}.elements[{index}]")


def _input(block: Block, at: str) -> Iterator[str]:
    yield from text_object(block.get("label"), f"{at}.label", LABEL, plain=True)
    if "hint" in block:
        yield from text_object(block["hint"], f"{at}.hint", LABEL, plain=True)
    yield from element(block.get("element"), f"{at}.element", IN_INPUT)


def _image(block: Block, at: str) -> Iterator[str]:
    yield from string(block.get("alt_text"), f"{at}.alt_text", LABEL)
    yield from string(block.get("image_url"), f"{at}.image_url", URL)


def _rich_text(block: Block, at: str) -> Iterator[str]:
    yield from count(block.get("elements"), f"{at}.elements", 100)
    if (size := characters(block)) > TEXT:
        yield f"{at} says {size} characters, more than {TEXT}"
    yield from _rich_elements(block.get("elements", []), f"{at}.elements")


def _rich_elements(elements: Sequence[Block], at: str) -> Iterator[str]:
    groups = {"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}
    for index, item in enumerate(elements):
        here = f"{at}[{index}]"
        kind = item.get("type")
        if kind in groups:
            yield from count(item.get("elements"), f"{here}.elements", 300)
            yield from _rich_elements(item.get("elements", []), f"{here}.elements")
        elif kind == "text":
            yield from string(item.get("text"), f"{here}.text", TEXT)
        elif kind not in {"user", "link", "channel"}:
            yield f"{here} is of type {kind!r}"


def _table(block: Block, at: str) -> Iterator[str]:
    yield from count(block.get("rows"), f"{at}.rows", TABLE_ROWS)
    yield from count(
        block.get("column_settings", []), f"{at}.column_settings", TABLE_COLUMNS, least=0
    )
    yield from _cells(block.get("rows"), at)


def _data_table(block: Block, at: str) -> Iterator[str]:
    """https://docs.slack.dev/reference/block-kit/blocks/data-table-block"""
    yield from count(block.get("rows"), f"{at}.rows", DATA_TABLE_ROWS, least=2)
    yield from string(block.get("caption"), f"{at}.caption", TEXT)
    if not 1 <= block.get("page_size", 5) <= PAGE_SIZE:
        yield f"{at}.page_size is {block['page_size']}, not 1 to {PAGE_SIZE}"
    yield from _cells(block.get("rows"), at)


def _cells(rows: Any, at: str) -> Iterator[str]:
    for index, row in enumerate(rows or []):
        yield from count(row, f"{at}.rows[{index}]", TABLE_COLUMNS)
        if len(row) != len(rows[0]):  # type: ignore[index]
            yield f"{at}.rows[{index}] has {len(row)} cells, the first row another number"
        for column, cell in enumerate(row):
            here = f"{at}.rows[{index}][{column}]"
            if cell.get("type") == "raw_text":
                yield from string(cell.get("text"), f"{here}.text", TEXT)
            elif cell.get("type") == "rich_text":
                yield from _rich_text(cell, here)
            else:
                yield f"{here} is of type {cell.get('type')!r}"
    if (size := characters(rows)) > TABLE_CHARACTERS:
        yield f"{at} says {size} characters, more than {TABLE_CHARACTERS}"


def _chart(block: Block, at: str) -> Iterator[str]:
    yield from string(block.get("title"), f"{at}.title", CHART_TITLE)
    chart = block.get("chart", {})
    if chart.get("type") == "pie":
        yield from count(chart.get("segments"), f"{at}.segments", CHART_SERIES)
        for index, segment in enumerate(chart.get("segments", [])):
            yield from string(segment.get("label"), f"{at}.segments[{index}].label", CHART_LABEL)
            if segment.get("value", 0) <= 0:
                yield f"{at}.segments[{index}].value is not above zero"
    elif chart.get("type") in {"line", "bar", "area"}:
        yield from _axes(chart, at)
    else:
        yield f"{at}.chart is of type {chart.get('type')!r}"


def _axes(chart: Mapping[str, Any], at: str) -> Iterator[str]:
    axis = chart.get("axis_config", {})
    categories = axis.get("categories")
    yield from count(categories, f"{at}.categories", CHART_POINTS)
    for label in ("x_label", "y_label"):
        if label in axis:
            yield from string(axis[label], f"{at}.{label}", CHART_AXIS_LABEL)
    series = chart.get("series")
    yield from count(series, f"{at}.series", CHART_SERIES)
    names = [one.get("name") for one in series or []]
    if len(set(names)) < len(names):
        yield f"{at}.series repeat a name"
    for index, one in enumerate(series or []):
        yield from string(one.get("name"), f"{at}.series[{index}].name", CHART_LABEL)
        labels = [point.get("label") for point in one.get("data", [])]
        if labels != categories:
            yield f"{at}.series[{index}] has not one point for each category"
    for label in categories or []:
        yield from string(label, f"{at}.categories", CHART_LABEL)


def _nothing(block: Block, at: str) -> Iterator[str]:
    yield from ()


_BLOCKS: Mapping[str, Callable[[Block, str], Iterator[str]]] = {
    "actions": _actions,
    "context": _context,
    "context_actions": _context_actions,
    "data_visualization": _chart,
    "divider": _nothing,
    "header": _header,
    "image": _image,
    "input": _input,
    "rich_text": _rich_text,
    "section": _section,
    "table": _table,
    "data_table": _data_table,
}
