"""Whatever somebody with the secret sends, the real Bolt behind the gate never fails."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.app import open_bot
from bot.transport.connections import Connections
from bot.transport.server import gate
from bot.transport.signature import sign
from bot.workspace import Workspace
from tests.bot.conftest import settings_for
from tests.bot.stand_in import core
from tests.bot.transport.raw import answering, connected, request
from tests.examples import examples

# The keys that Bolt and our listeners look at.
KEYS = (
    "type command event event_id team team_id user user_id channel channel_id view message item",
    "authorizations enterprise actions callback_id subtype text ts thread_ts response_url",
    "response_urls trigger_id is_ext_shared_channel id bot_id channel_type tab container value",
    "block_id action_id selected_option state private_metadata payload ssl_check challenge",
)
VALUES = (
    "event_callback app_mention message im block_actions view_submission view_closed shortcut",
    "message_action url_verification /gpumem home ask:0 share C1 U1 D1 1.0",
)
NAMES = st.sampled_from(" ".join(KEYS).split())
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.sampled_from(" ".join(VALUES).split())
    | st.text()
)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=12,
)
BODIES = st.dictionaries(NAMES, JSON, max_size=8)


@pytest.fixture
async def port(workspace: Workspace) -> AsyncIterator[int]:
    """Where the bot answers."""
    settings = settings_for(workspace, GPUMEM_MODE="http")
    async with open_bot(settings, core=core()) as bot:
        await bot.identity.learn()
        connections = Connections(100)
        behind = gate(bot, workspace.signing_secret, asyncio.Event(), connections)
        async with answering(behind, connections) as port:
            yield port


async def status_of(port: int, workspace: Workspace, body: bytes, content_type: bytes) -> int:
    timestamp = str(int(time.time())).encode()
    headers = [
        (b"content-type", content_type),
        (b"x-slack-request-timestamp", timestamp),
        (b"x-slack-signature", sign(workspace.signing_secret, timestamp, body)),
    ]
    async with connected(port) as wire:
        wire.send(request("POST", "/slack/events", headers, body))
        status, _ = await wire.answer()
    return status


@settings(max_examples=examples(50), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODIES, way=st.sampled_from(["json", "payload", "form"]))
@example(body={"type": "event_callback", "event": {"type": "app_mention"}}, way="json")
@example(body={"type": "block_actions", "actions": []}, way="payload")
@example(body={"type": "block_actions", "actions": [{"action_id": "share"}]}, way="payload")
@example(body={"type": "view_submission", "view": {}}, way="payload")
@example(body={"event": {}}, way="json")
async def test_no_signed_request_makes_the_bot_fail(
    port: int, workspace: Workspace, body: dict[str, Any], way: str
):
    if way == "json":
        raw, content_type = json.dumps(body).encode(), b"application/json"
    elif way == "payload":
        raw, content_type = urlencode({"payload": json.dumps(body)}).encode(), b"x-form"
    else:
        flat = {key: str(value).encode("utf-8", "replace") for key, value in body.items()}
        raw, content_type = urlencode(flat).encode(), b"x-form"

    assert await status_of(port, workspace, raw, content_type) in {200, 400}
