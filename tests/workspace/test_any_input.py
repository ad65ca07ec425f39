"""Whatever an app sends, it gets one of Slack's answers: the workspace does not fall over."""

import asyncio
import json
from copy import deepcopy
from typing import Any

import aiohttp
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.workspace.block_kit import problems_in
from bot.workspace.block_kit.blocks import BLOCKS
from bot.workspace.block_kit.elements import IN_ACTIONS
from bot.workspace.testing import running
from bot.workspace.view_rules import view_problems
from bot.workspace.web_api.server import METHODS
from tests.examples import examples
from tests.workspace.conftest import ALL_SCOPES, with_scopes
from tests.workspace.test_block_kit import LIMITS

NAMES = st.sampled_from(
    ["type", "text", "elements", "accessory", "fields", "block_id", "action_id", "options"]
) | st.sampled_from(["label", "element", "rows", "chart", "series", "child_blocks", "value"])
WORDS = st.sampled_from([*BLOCKS, *IN_ACTIONS, "plain_text", "mrkdwn", "raw_text", "pie", "bar"])
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | WORDS
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5)
)
BLOCK = st.dictionaries(NAMES, VALUES, max_size=6).flatmap(
    lambda block: WORDS.map(lambda kind: {**block, "type": kind})
)


@given(st.lists(BLOCK | VALUES, max_size=4), st.sampled_from(["message", "modal", "home"]))
@settings(max_examples=examples(60))
def test_any_blocks_are_judged(blocks: list[Any], surface: Any):
    assert all("[json-pointer:/blocks" in each for each in problems_in(blocks, surface))


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) in a JSON value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    found: list[tuple[Any, Any]] = []
    for key, inner in pairs:
        found.append((value, key))
        if isinstance(inner, dict | list):
            found += places(inner)
    return found


GOOD = [make(last) for _, make, last, _ in LIMITS if last <= 25]


@given(st.sampled_from(GOOD), st.data())
@settings(max_examples=examples(60))
def test_good_blocks_with_one_odd_value_are_judged(good: list[Any], data: st.DataObject):
    blocks = deepcopy(good)
    container, key = data.draw(st.sampled_from(places(blocks)))
    container[key] = data.draw(VALUES)

    assert all("[json-pointer:/blocks" in each for each in problems_in(blocks, "message"))


@given(st.dictionaries(NAMES | st.just("blocks"), VALUES), st.sampled_from(["modal", "home"]))
def test_any_view_is_judged(view: dict[str, Any], kind: str):
    assert all("[json-pointer:/view" in each for each in view_problems({**view, "type": kind}))


ARGUMENTS = [
    "blocks",
    "attachments",
    "channel",
    "cursor",
    "latest",
    "limit",
    "metadata",
    "oldest",
    "text",
    "thread_ts",
    "timestamp",
    "ts",
    "user",
    "users",
    "view",
]


async def test_any_arguments_get_an_answer_of_slacks():
    known = st.sampled_from(["C0ML000002", "U0ALICE001", "ml", "1.1", "nan", "²", "-1"])
    calls = st.lists(
        st.tuples(
            st.sampled_from(sorted(METHODS)),
            st.dictionaries(st.sampled_from(ARGUMENTS), known | VALUES, max_size=5),
        ),
        min_size=40,
        max_size=40,
    )
    collected: list[list[tuple[str, dict[str, Any]]]] = []

    @given(calls)
    @settings(max_examples=examples(10), database=None)
    def collect(example: list[tuple[str, dict[str, Any]]]) -> None:
        collected.append(example)

    await asyncio.to_thread(collect)
    async with running(with_scopes(*ALL_SCOPES)) as workspace, aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {workspace.bot_token}"}
        for method, arguments in (call for example in collected for call in example):
            if method == "auth.revoke":
                continue
            async with session.post(
                workspace.api_url + method, json=arguments, headers=headers
            ) as response:
                answer = await response.json()
                assert response.status == 200, (method, arguments)
                assert answer["ok"] or answer["error"], json.dumps(arguments)
