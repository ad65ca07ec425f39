"""
What Slack refuses inside a block: texts, buttons, menus, inputs, feedback buttons.

Each function yields sentences; none means that we know no reason to refuse. The numbers are those
of Slack's Block Kit reference, https://docs.slack.dev/reference/block-kit.
"""

from collections.abc import Callable, Iterator
from typing import Any

TEXT = 3000
ACTION_ID = 255
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
ACCESSIBILITY_LABEL = 75
PLACEHOLDER = 150
OPTION_TEXT = 75
OPTION_VALUE = 150
SELECT_OPTIONS = 100
CHOICES = 10  # of radio buttons and checkboxes
OVERFLOW_OPTIONS = 5
INPUT_VALUE = 3000
CONFIRM = {"title": 100, "text": 300, "confirm": 30, "deny": 30}

IN_ACTIONS = frozenset(
    {
        "button", "static_select", "external_select", "overflow", "radio_buttons", "checkboxes",
        "datepicker",
    }
)  # fmt: skip
IN_INPUT = frozenset(
    {
        "plain_text_input", "number_input", "static_select", "external_select", "radio_buttons",
        "checkboxes", "multi_users_select",
    }
)  # fmt: skip
IN_SECTION = IN_ACTIONS | {"image"}


def text_object(value: Any, at: str, limit: int, *, plain: bool = False) -> Iterator[str]:
    """A `plain_text` or `mrkdwn` object of at most *limit* characters."""
    if not isinstance(value, dict) or value.get("type") not in {"plain_text", "mrkdwn"}:
        yield f"{at} is not a text object"
        return
    if plain and value["type"] != "plain_text":
        yield f"{at} must be plain_text"
    yield from string(value.get("text"), f"{at}.text", limit)


def string(value: Any, at: str, limit: int, *, least: int = 1) -> Iterator[str]:
    """A string of *least* to *limit* characters."""
    if not isinstance(value, str):
        yield f"{at} is not a string"
    elif len(value) < least:
        yield f"{at} is empty"
    elif len(value) > limit:
        yield f"{at} has {len(value)} characters, more than {limit}"


def count(values: Any, at: str, most: int, *, least: int = 1) -> Iterator[str]:
    """A list of *least* to *most* things."""
    if not isinstance(values, list):
        yield f"{at} is not a list"
    elif not least <= len(values) <= most:
        yield f"{at} has {len(values)} items, not {least} to {most}"


def element(value: Any, at: str, allowed: frozenset[str]) -> Iterator[str]:
    """One interactive element, of a type that its block allows."""
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in allowed:
        yield f"{at} is of type {kind!r}, which is not allowed there"
        return
    if kind != "image":
        yield from string(value.get("action_id"), f"{at}.action_id", ACTION_ID)
    if "placeholder" in value:
        yield from text_object(value["placeholder"], f"{at}.placeholder", PLACEHOLDER, plain=True)
    if "confirm" in value:
        for field, limit in CONFIRM.items():
            yield from text_object(value["confirm"].get(field), f"{at}.confirm.{field}", limit)
    if check := _ELEMENTS.get(kind):
        yield from check(value, at)


def feedback_buttons(value: Any, at: str) -> Iterator[str]:
    """The thumbs of a `context_actions` block."""
    if not isinstance(value, dict) or value.get("type") != "feedback_buttons":
        yield f"{at} is not feedback_buttons"
        return
    yield from string(value.get("action_id"), f"{at}.action_id", ACTION_ID)
    for field in ("positive_button", "negative_button"):
        button = value.get(field)
        if not isinstance(button, dict):
            yield f"{at}.{field} is missing"
            continue
        yield from text_object(button.get("text"), f"{at}.{field}.text", BUTTON_TEXT, plain=True)
        yield from string(button.get("value"), f"{at}.{field}.value", BUTTON_VALUE)
        yield from _label(button, f"{at}.{field}")


def _button(value: dict[str, Any], at: str) -> Iterator[str]:
    yield from text_object(value.get("text"), f"{at}.text", BUTTON_TEXT, plain=True)
    if "value" in value:
        yield from string(value["value"], f"{at}.value", BUTTON_VALUE)
    if value.get("style") not in {None, "primary", "danger"}:
        yield f"{at}.style is {value['style']!r}"
    yield from _label(value, at)


def _label(value: dict[str, Any], at: str) -> Iterator[str]:
    if "accessibility_label" in value:
        label = value["accessibility_label"]
        yield from string(label, f"{at}.accessibility_label", ACCESSIBILITY_LABEL)


def _choice(most: int) -> Callable[[dict[str, Any], str], Iterator[str]]:
    def check(value: dict[str, Any], at: str) -> Iterator[str]:
        options = value.get("options")
        yield from count(options, f"{at}.options", most)
        if not isinstance(options, list):
            return
        for index, option in enumerate(options):
            yield from _option(option, f"{at}.options[{index}]")
        values = [option.get("value") for option in options]
        if len(set(values)) < len(values):
            yield f"{at}.options repeat a value"
        if "initial_option" in value and value["initial_option"] not in options:
            yield f"{at}.initial_option is not one of the options"
        if any(chosen not in options for chosen in value.get("initial_options", [])):
            yield f"{at}.initial_options are not all among the options"

    return check


def _option(value: dict[str, Any], at: str) -> Iterator[str]:
    yield from text_object(value.get("text"), f"{at}.text", OPTION_TEXT)
    yield from string(value.get("value"), f"{at}.value", OPTION_VALUE)
    if "description" in value:
        yield from text_object(value["description"], f"{at}.description", OPTION_TEXT)


def _external_select(value: dict[str, Any], at: str) -> Iterator[str]:
    if "initial_option" in value:
        yield from _option(value["initial_option"], f"{at}.initial_option")


def _plain_text_input(value: dict[str, Any], at: str) -> Iterator[str]:
    most = value.get("max_length", INPUT_VALUE)
    if not 1 <= most <= INPUT_VALUE:
        yield f"{at}.max_length is {most}"
    if "initial_value" in value:
        yield from string(value["initial_value"], f"{at}.initial_value", most, least=0)


def _number_input(value: dict[str, Any], at: str) -> Iterator[str]:
    if not isinstance(value.get("is_decimal_allowed"), bool):
        yield f"{at}.is_decimal_allowed is missing"
    for field in ("initial_value", "min_value", "max_value"):
        if field in value:
            yield from string(value[field], f"{at}.{field}", INPUT_VALUE)


_ELEMENTS: dict[str, Callable[[dict[str, Any], str], Iterator[str]]] = {
    "button": _button,
    "static_select": _choice(SELECT_OPTIONS),
    "external_select": _external_select,
    "overflow": _choice(OVERFLOW_OPTIONS),
    "radio_buttons": _choice(CHOICES),
    "checkboxes": _choice(CHOICES),
    "plain_text_input": _plain_text_input,
    "number_input": _number_input,
}
