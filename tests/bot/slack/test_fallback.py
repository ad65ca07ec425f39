"""A workspace that refuses the newest blocks gets plainer ones, and the next time at once."""

import logging

import pytest

from bot.slack.block_kit.blocks import section
from bot.slack.block_kit.degrade import degrade
from bot.slack.block_kit.reply import Reply
from bot.slack.fallback import REMEMBERED, Fallback
from bot.views.answer import answer_view
from tests.bot.views import samples

REPLY = answer_view(samples.bare_size(), surface="thread")


class OldSlack:
    """Takes what has none of the *unknown* blocks, and notes every attempt."""

    def __init__(self, *unknown: str, code: str = "invalid_blocks") -> None:
        self.unknown = set(unknown)
        self.code = code
        self.seen: list[Reply] = []

    async def __call__(self, reply: Reply) -> str:
        self.seen.append(reply)
        kinds = {block["type"] for block in reply.blocks}
        return self.code if kinds & self.unknown or ("*" in self.unknown and kinds) else ""


async def test_what_is_taken_is_sent_once():
    slack = OldSlack()

    assert await Fallback().send("T1", REPLY, slack) == ""
    assert slack.seen == [REPLY]


@pytest.mark.parametrize(
    ("unknown", "level"),
    [("context_actions", "table"), ("table", "section"), ("*", "text")],
)
async def test_what_is_refused_is_sent_in_the_next_form(unknown, level):
    slack, fallback = OldSlack(unknown), Fallback()

    assert await fallback.send("T1", REPLY, slack) == ""
    assert slack.seen[-1] == degrade(REPLY, level)
    assert fallback.level("T1") == level


async def test_the_form_that_passed_is_remembered_for_that_workspace_alone():
    slack, fallback = OldSlack("table"), Fallback()
    await fallback.send("T1", REPLY, slack)
    slack.seen.clear()

    await fallback.send("T1", REPLY, slack)

    assert slack.seen == [degrade(REPLY, "section")]
    assert fallback.level("T2") == "full"


async def test_a_workspace_is_tried_anew_after_a_day():
    now = [0.0]
    fallback = Fallback(lambda: now[0])
    await fallback.send("T1", REPLY, OldSlack("table"))

    now[0] += REMEMBERED

    assert fallback.level("T1") == "full"


async def test_a_table_too_many_is_told_in_lines_and_says_nothing_about_the_workspace():
    slack, fallback = OldSlack("table", code="invalid_attachments"), Fallback()

    assert await fallback.send("T1", REPLY, slack) == ""
    assert slack.seen[-1] == degrade(REPLY, "section")
    assert fallback.level("T1") == "full"


async def test_a_message_that_is_too_long_says_nothing_about_the_workspace():
    fallback = Fallback()

    assert await fallback.send("T1", REPLY, OldSlack("table", code="msg_blocks_too_long")) == ""
    assert fallback.level("T1") == "full"


async def test_a_refusal_that_is_not_about_blocks_is_given_back_at_once():
    slack = OldSlack("*", code="not_in_channel")

    assert await Fallback().send("T1", REPLY, slack) == "not_in_channel"
    assert slack.seen == [REPLY]


async def test_a_reply_that_breaks_the_limits_is_not_sent_so_and_logged(caplog):
    slack = OldSlack()
    broken = Reply("the answer", (section("x" * 3001),))

    with caplog.at_level(logging.ERROR):
        await Fallback().send("T1", broken, slack)

    assert slack.seen == [Reply("the answer", ())]
    assert "blocks[0].text.text has 3001 characters, more than 3000" in caplog.text
