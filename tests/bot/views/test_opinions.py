"""The opinion of Slack's own library bites."""

import pytest

from bot.slack.block_kit.blocks import Block, actions, button, header, option, section, select
from tests.bot.views.opinions import of_the_library

CHANGED = {
    "a key of our own": (section("x") | {"colour": "red"}, "slack_sdk reads"),
    "a block of our own": ({"type": "hologram"}, "slack_sdk reads"),
    "a long header": (header("x" * 151), "slack_sdk: text attribute cannot exceed 150"),
    "26 buttons": (
        actions(*(button("x", f"a{n}", "v") for n in range(26))),
        "slack_sdk: elements attribute cannot exceed 25",
    ),
}


@pytest.mark.parametrize(("block", "why"), CHANGED.values(), ids=CHANGED)
def test_slack_sdk_refuses(block: Block, why: str):
    said = list(of_the_library([block]))

    assert [one.startswith(why) for one in said] == [True]


def test_slack_sdk_takes_what_is_right():
    menu = select("p", "a", [option("x", "v")])

    assert list(of_the_library([section("x"), actions(menu)])) == []
