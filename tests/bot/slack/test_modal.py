"""What leaves us is held against Slack's limits first."""

import logging

import pytest

from bot.i18n import t
from bot.slack import client
from bot.slack.block_kit.blocks import plain
from bot.slack.modal import checked
from bot.views.home import home_view
from bot.workspace import Workspace
from core.catalog.load import load_catalog
from tests.bot.conftest import on_a_socket


def test_a_view_within_the_limits_leaves_no_trace(caplog):
    with caplog.at_level(logging.ERROR):
        assert checked(home_view("en", load_catalog())) == home_view("en", load_catalog())

    assert caplog.text == ""


def test_a_view_that_breaks_the_limits_is_logged_with_the_reason(caplog):
    view = home_view("en", load_catalog()) | {"type": "modal", "title": plain("x" * 25)}

    with caplog.at_level(logging.ERROR):
        assert checked(view) == view

    assert "a view breaks Slack's limits: view.title.text has 25 characters, more than 24" in (
        caplog.text
    )


async def test_a_form_that_slack_does_not_open_in_time_is_told(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(client, "TIMEOUT", 0.1)
    alice = workspace.person("alice")

    async with on_a_socket(workspace):
        answer = await alice.slash("/gpumem 70B", channel="ml")
        workspace.faults.on("slow_api", method="views.open", seconds=1)
        told = await alice.click(await alice.click(answer, "details"), "explain", expect="message")

    assert told.ephemeral
    assert told.text == t("en", "notice.not_opened")
