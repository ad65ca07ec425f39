"""How messages are drawn: mrkdwn as Slack reads it, every block, and what cannot be drawn."""

from typing import Any

import pytest
from playwright.async_api import Page, expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.server import Workspace
from tests.e2e.conftest import OpenPage
from tests.e2e.pages import keep_picture, message, messages

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ML = "C0ML000002"

# What is sent, and what the browser then holds (attributes left out).
MRKDWN = {
    "*bold* _italic_ ~gone~ `code *as is*`": (
        "<strong>bold</strong> <em>italic</em> <s>gone</s> <code>code *as is*</code>"
    ),
    "*bold with `code` and _both_*": (
        "<strong>bold with <code>code</code> and <em>both</em></strong>"
    ),
    "70B * 2 = 140 * 1.2, 2*3*4, snake_case_name": "70B * 2 = 140 * 1.2, 2*3*4, snake_case_name",
    "a\nb\n\nc": "a|b||c",
    "# not a heading\n--- | a |": "# not a heading|--- | a |",
    "- one\n• two\n1. three": "[- ]one|[• ]two|[1. ]three",
    "&gt; quoted\n&gt; more\nafter": "<blockquote>quoted|more</blockquote>after",
    "before ```x = 1\n  *y* &lt;z&gt;```": "before <pre><code>x = 1\n  *y* &lt;z&gt;</code></pre>",
    "&lt;b&gt; &amp;amp; 1 &lt; 2 &amp; 3": "&lt;b&gt; &amp;amp; 1 &lt; 2 &amp; 3",
    "<script>alert(1)</script><img src=x onerror=alert(1)>": (
        "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"
    ),
    "<javascript:alert(1)|click>": "&lt;javascript:alert(1)|click&gt;",
    "<https://a.example/?x=1&amp;y=2|the *docs*>": "<a>the <strong>docs</strong></a>",
    "see https://a.example/b.": "see <a>https://a.example/b</a>.",
    "<@U0ALICE001> <@U0NOBODY> <#C0GENERAL1> <!here>": (
        "<span>@Alice Moreau</span> <span>@U0NOBODY</span> "
        "<button>#general</button> <span>@here</span>"
    ),
    ":rocket: 10:30:45 :no_such_emoji: :+1:": (
        "<span>🚀</span> 10:30:45 :no_such_emoji: <span>👍</span>"
    ),
    "<!date^0^{date_num}|long ago>": "<time>1970-01-01</time>",
}

PIE = "Memory: 8k 2.7 (6 %), 128k 42.9 (94 %)"
PIE_CELLS = ["2.7", "6 %", "42.9", "94 %"]

READ = """element => {
  const read = node => {
    if (node.nodeType === Node.TEXT_NODE)
      return node.data.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
    if (node.classList.contains('copy')) return '';
    const inner = [...node.childNodes].map(read).join('');
    if (node.classList.contains('marker')) return `[${inner}]`;
    if (node.classList.contains('line') || node.classList.contains('item'))
      return (node.previousSibling ? '|' : '') + inner;
    const name = node.tagName.toLowerCase();
    const plain = ['p', 'div'].includes(name) || node.parentNode.classList.contains('item');
    return plain ? inner : `<${name}>${inner}</${name}>`;
  };
  return read(element);
}"""


async def test_mrkdwn_is_drawn_as_slack_reads_it(empty_workspace: Workspace, visit: OpenPage):
    app = _app(empty_workspace)
    for text in MRKDWN:
        await app.chat_postMessage(channel=ML, text=text)

    page = await visit(empty_workspace, at="ml")

    await expect(messages(page)).to_have_count(len(MRKDWN))
    drawn = [await each.evaluate(READ) for each in await page.locator(".body > .mrkdwn").all()]
    assert dict(zip(MRKDWN, drawn, strict=True)) == MRKDWN


async def test_tables_have_a_head_and_numbers(empty_workspace: Workspace, visit: OpenPage):
    rows = [
        [{"type": "raw_text", "text": "GPU"}, {"type": "raw_text", "text": "Count"}],
        [_rich("H100"), {"type": "raw_number", "value": 4}],
        [{"type": "raw_text", "text": "H200"}, {"type": "raw_number", "value": 2, "text": "2.0"}],
    ]
    page = await _draw(empty_workspace, visit, {"type": "table", "rows": rows})

    await expect(page.get_by_role("columnheader")).to_have_text(["GPU", "Count"])
    await expect(page.get_by_role("cell")).to_have_text(["H100", "4", "H200", "2.0"])
    await expect(page.get_by_role("cell", name="4")).to_have_css("text-align", "right")


async def test_charts_are_pictures_with_a_name_and_their_numbers_as_a_table(
    empty_workspace: Workspace, visit: OpenPage
):
    app = _app(empty_workspace)
    await app.chat_postMessage(channel=ML, text="a", blocks=[_chart("bar"), _chart("line")])
    await app.chat_postMessage(channel=ML, text="b", blocks=[_chart("area"), _chart("pie")])
    page = await visit(empty_workspace, at="ml", height=1500)

    points = "Memory: bf16 8k 2.7, 128k 42.9"
    pictures = page.get_by_role("log").get_by_role("img")
    await expect(pictures).to_have_count(4)
    for picture, name in zip(await pictures.all(), [points, points, points, PIE], strict=True):
        await expect(picture).to_have_accessible_name(name)
    await keep_picture(page, "charts")
    for _ in range(4):  # each button changes its name when it is clicked
        await page.get_by_role("button", name="Show the numbers as a table").first.click()
    await expect(page.get_by_role("cell")).to_have_text(["2.7", "42.9"] * 3 + PIE_CELLS)


async def test_formatted_text_is_drawn(empty_workspace: Workspace, visit: OpenPage):
    rich = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "Needs "},
                    {"type": "text", "text": "2 * 84 GiB", "style": {"bold": True}},
                ],
            },
            {"type": "rich_text_list", "style": "bullet", "elements": [_section("a")]},
            {"type": "rich_text_list", "style": "ordered", "elements": [_section("b")]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "--tp 4"}]},
        ],
    }
    page = await _draw(empty_workspace, visit, rich)

    await expect(page.locator(".rich-text strong")).to_have_text("2 * 84 GiB")
    await expect(page.locator(".rich-text pre")).to_have_text("--tp 4")


async def test_a_block_that_the_bot_never_sends_is_named_in_its_place(
    empty_workspace: Workspace, visit: OpenPage
):
    markdown = {"type": "markdown", "text": "## Why"}
    page = await _draw(empty_workspace, visit, _mrkdwn("before"), markdown, _mrkdwn("after"))

    drawn = page.locator(".blocks > *")
    await expect(drawn).to_have_text(
        ["before", "The workspace cannot show a block of type “markdown”.", "after"]
    )


async def test_a_container_folds_and_a_card_has_buttons(
    empty_workspace: Workspace, visit: OpenPage
):
    page = await _draw(
        empty_workspace,
        visit,
        {
            "type": "container",
            "title": {"type": "plain_text", "text": "How was this computed?"},
            "is_collapsible": True,
            "default_collapsed": True,
            "child_blocks": [_mrkdwn("weights = 70.6e9 x 8 bit")],
        },
        {
            "type": "card",
            "title": {"type": "mrkdwn", "text": "H100"},
            "body": {"type": "mrkdwn", "text": "*79.6 GiB*"},
            "actions": [
                {
                    "type": "button",
                    "text": {"type": "plain_text", "text": "Use this"},
                    "action_id": "use",
                }
            ],
        },
    )

    await expect(page.get_by_text("weights =")).to_have_count(0)
    await page.get_by_role("button", name="How was this computed?").click()
    await expect(page.get_by_text("weights = 70.6e9 x 8 bit")).to_be_visible()
    await expect(page.get_by_role("button", name="Use this")).to_be_visible()


async def test_a_block_that_cannot_be_drawn_leaves_the_text_of_its_message(
    empty_workspace: Workspace, visit: OpenPage, complaints: list[str]
):
    broken = {"type": "table", "block_id": "b", "rows": [[None]]}
    unknown = {"type": "hologram", "block_id": "h"}
    page = await visit(
        empty_workspace,
        at="ml",
        state={
            "messages": {
                ML: [
                    _message("1.000001", "84.1 GiB in all", blocks=[broken]),
                    _message("2.000001", "a text", blocks=[unknown]),
                    _message("3.000001", "the next message"),
                ]
            }
        },
    )

    first = message(page, "84.1 GiB in all")
    await expect(first).to_contain_text(
        "The blocks of this message could not be drawn, so this is its text."
    )
    await expect(messages(page).nth(1)).to_contain_text(
        "The workspace cannot show a block of type “hologram”."
    )
    await expect(message(page, "the next message")).to_be_visible()
    complaints.clear()  # React reports the exception it caught, as it should


async def _draw(workspace: Workspace, visit: OpenPage, *blocks: dict[str, Any]) -> Page:
    """The page, with one message of these blocks."""
    await _app(workspace).chat_postMessage(channel=ML, text="blocks", blocks=list(blocks))
    page = await visit(workspace, at="ml")
    await expect(messages(page)).to_have_count(1)
    return page


def _app(workspace: Workspace) -> AsyncWebClient:
    return AsyncWebClient(token=workspace.bot_token, base_url=workspace.api_url)


def _message(ts: str, text: str, **fields: Any) -> dict[str, Any]:
    return {"ts": ts, "channel": ML, "user": "U0ALICE001", "text": text, **fields}


def _mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def _section(text: str) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}


def _rich(text: str) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [_section(text)]}


def _chart(kind: str) -> dict[str, Any]:
    points = [{"label": "8k", "value": 2.7}, {"label": "128k", "value": 42.9}]
    if kind == "pie":
        chart: dict[str, Any] = {"type": "pie", "segments": points}
    else:
        axes = {"categories": ["8k", "128k"], "x_label": "context", "y_label": "GiB"}
        series = [{"name": "bf16", "data": points}]
        chart = {"type": kind, "series": series, "axis_config": axes}
    return {"type": "data_visualization", "title": "Memory", "chart": chart}
