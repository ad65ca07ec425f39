"""What leaves us is held against Slack's limits first."""

import logging

from bot.slack.block_kit.blocks import plain
from bot.slack.modal import checked
from bot.views.home import home_view


def test_a_view_within_the_limits_leaves_no_trace(caplog):
    with caplog.at_level(logging.ERROR):
        assert checked(home_view("en")) == home_view("en")

    assert caplog.text == ""


def test_a_view_that_breaks_the_limits_is_logged_with_the_reason(caplog):
    view = home_view("en") | {"type": "modal", "title": plain("x" * 25)}

    with caplog.at_level(logging.ERROR):
        assert checked(view) == view

    assert "a view breaks Slack's limits: view.title.text has 25 characters, more than 24" in (
        caplog.text
    )
