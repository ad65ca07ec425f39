"""The tools as the SDK's own client sees them: in memory, over stdio, over HTTP."""

import asyncio
import json
import logging
import re
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import jsonschema
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.types import Implementation
from slack_sdk.signature import SignatureVerifier

from bot.app import open_bot, the_core
from bot.hub.lookups import Lookups
from bot.mcp.server import new_server
from bot.mcp.tools import Tools
from bot.running.metrics import Metrics
from bot.transport import mcp as http
from bot.transport.beside import beside
from bot.transport.server import listen
from bot.workspace import Workspace
from tests.bot.conftest import settings_for
from tests.bot.transport.beside import served_on

ROOM = "do we have room for llama 3.1 70b fp8?"
QUESTION = "llama 3.1 70b fp8 32k context 16 users on H100?"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


def tools() -> Tools:
    core = the_core()
    return Tools(core, Lookups(None, core.catalog, {}, Metrics()))


@dataclass
class Served:
    url: str
    metrics: Metrics


@asynccontextmanager
async def over_http(
    *, person: int = 0, token: str | None = None, host: str = "127.0.0.1", open_door: bool = True
) -> AsyncIterator[Served]:
    bound, metrics = listen(host, 0), Metrics()
    who: dict[str, Any] = {"person": person, "token": token, "on_loopback": open_door}
    who["signing_secret"] = SECRET
    async with served_on(
        bound, http.serve, new_server(tools()), metrics=metrics, **who
    ) as reported:
        yield Served(f"http://127.0.0.1:{bound.getsockname()[1]}{http.PATH}", metrics)
    assert reported == []


@asynccontextmanager
async def connected(over: str = "memory") -> AsyncIterator[Client]:
    """In the task of the test: what the SDK opens is closed by who opened it."""
    if over == "memory":
        async with Client(new_server(tools())) as client:
            yield client
    else:
        async with over_http() as served, Client(served.url) as client:
            yield client


OVER = pytest.mark.parametrize("over", ["memory", "http"])


@OVER
async def test_three_tools_that_change_nothing(over: str) -> None:
    async with connected(over) as client:
        found = (await client.list_tools()).tools
        assert [tool.name for tool in found] == ["estimate", "compare", "explain"]
        for tool in found:
            assert tool.annotations is not None
            assert (tool.annotations.read_only_hint, tool.annotations.destructive_hint) == (
                True,
                False,
            )


@OVER
async def test_an_estimate_is_the_answer_with_its_numbers(over: str) -> None:
    async with connected(over) as client:
        said = await client.call_tool("estimate", {"question": QUESTION})
        body: dict[str, Any] = said.structured_content
        assert body["verdict"]["summary"].startswith(
            "Llama 3.1 70B in FP8, 32,768 tokens × 16: 249.4"
        )
        parts = body["estimates"][0]
        assert parts["components"]["kv_cache"] == 16 * 32_768 * 80 * 8 * 128 * 2 * 2
        assert parts["low_bytes"] < parts["total_bytes"] < parts["high_bytes"]
        assert parts["provenance"]["kv_cache"]["known"] == "exact"
        assert body["placements"][0]["count"] == 4
        assert said.content[0].text.startswith(body["verdict"]["summary"])  # type: ignore[union-attr]


async def test_what_comes_is_what_the_schema_promises() -> None:
    async with connected() as client:
        promised = {tool.name: tool.output_schema for tool in (await client.list_tools()).tools}
        asked: dict[str, dict[str, Any]] = {
            "estimate": {"question": QUESTION},
            "compare": {"questions": ["qwen3 32b awq 8k", "qwen3 32b fp8 8k"]},
            "explain": {"question": "70B at 16 bits?"},
        }
        for name, arguments in asked.items():
            said = await client.call_tool(name, arguments)
            schema = promised[name]
            assert schema is not None
            jsonschema.validate(said.structured_content, schema)


async def test_a_comparison_says_how_much_more() -> None:
    async with connected() as client:
        questions = ["llama 3.1 8b bf16 8k", "llama 3.1 8b bf16 16k"]
        said = await client.call_tool("compare", {"questions": questions})
        more = said.structured_content["compared"][1]["more_than_first_bytes"]
        assert more == 8192 * 32 * 8 * 128 * 2 * 2  # tokens, layers, heads, width, K and V, 16 bits


async def test_an_explanation_has_the_formula_and_the_source_of_each_part() -> None:
    async with connected() as client:
        said = await client.call_tool("explain", {"question": QUESTION})
        by_name = {part["part"]: part for part in said.structured_content["parts"]}
        assert "80 layers × 8 heads" in by_name["kv_cache"]["formula"]
        assert all(part["source"] for part in by_name.values())


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("estimate", {"question": "llama 9000"}, "model"),
        ("estimate", {"question": "x" * 20_000}, "12,000"),
        ("explain", {"question": "hello"}, "70B at 16 bits?"),
        ("compare", {"questions": ["70B", "how big is zzz-11"]}, "zzz-11"),
    ],
)
async def test_a_question_to_mend_is_an_error_of_the_tool_that_says_how(
    name: str, arguments: dict[str, Any], says: str
) -> None:
    async with connected() as client:
        said = await client.call_tool(name, arguments)
        assert said.is_error
        assert says in said.content[0].text  # type: ignore[union-attr]


async def test_blocks_are_for_slack_alone() -> None:
    for name, has in (("Slackbot", True), ("claude-code", False)):
        who = Implementation(name=name, version="1")
        async with Client(new_server(tools()), client_info=who, mode="legacy") as client:
            said = await client.call_tool("estimate", {"question": QUESTION})
        blocks = (said.meta or {}).get("slack", {}).get("blocks", [])
        assert bool(blocks) is has
        assert not {block["type"] for block in blocks} & {"actions", "context_actions"}


async def test_over_standard_input_and_output() -> None:
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "bot", "mcp"], env={"GPUMEM_HUB": "off"}
    )
    async with Client(stdio_client(command)) as client:
        said = await client.call_tool("estimate", {"question": "70B at 16 bits?"})
    assert said.structured_content["verdict"]["summary"].startswith("70B at 16 bits: 168.0 GB")


async def test_our_cluster_is_that_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "team.toml").write_text('pool = "8x H100 80GB"')
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "bot", "mcp"],
        env={"GPUMEM_HUB": "off", "GPUMEM_TEAM_SETTINGS": str(tmp_path / "team.toml")},
    )
    async with Client(stdio_client(command)) as client:
        said = await client.call_tool("estimate", {"question": ROOM})
    assert said.structured_content["placements"][0]["gpu"] == "h100-sxm5-80gb"
    assert "your team's cards: 8 × H100 80GB" in said.structured_content["assumed"]


@pytest.mark.parametrize("asked_over", ["file", "memory"])
async def test_over_http_beside_the_bot_too(
    asked_over: str, tmp_path: Path, workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "team.toml"
    path.write_text('pool = "8x H100 80GB"')
    where = str(path) if asked_over == "file" else "memory"
    settings = settings_for(workspace, GPUMEM_TEAM_SETTINGS=where, GPUMEM_MCP_PORT="0")
    core, stop = the_core(), asyncio.Event()
    caplog.set_level(logging.INFO)
    async with open_bot(settings, core=core) as bot, beside(bot, core, settings, stop):
        [url] = re.findall(r"MCP on (http://\S+)", caplog.text)
        async with Client(url) as client:
            said = await client.call_tool("estimate", {"question": ROOM})
    pooled = "your team's cards: 8 × H100 80GB" in said.structured_content["assumed"]
    assert pooled is (asked_over == "file")


async def post(url: str, **headers: str) -> httpx2.Response:
    async with httpx2.AsyncClient() as session:
        return await session.post(url, content=BODY, headers=HEADERS | headers)


BODY = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).encode()
HEADERS = {
    "content-type": "application/json",
    "accept": "application/json, text/event-stream",
    "mcp-protocol-version": "2025-06-18",
}


async def test_beyond_this_machine_who_asks_has_to_show_a_token_or_slacks_signature() -> None:
    async with over_http(token="a-long-one", open_door=False) as served:
        assert (await post(served.url)).status_code == 401
        assert (await post(served.url, authorization="Bearer another")).status_code == 401
        assert (await post(served.url, authorization="Bearer a-long-one")).status_code == 200
        assert (await post(served.url, **sign(BODY))).status_code == 200
        old = sign(BODY, seconds_ago=600)
        assert (await post(served.url, **old)).status_code == 401


def sign(body: bytes, seconds_ago: int = 0) -> dict[str, str]:
    stamp = str(int(time.time()) - seconds_ago)
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": signature or ""}


async def test_a_page_of_somebody_else_cannot_ask_through_a_browser() -> None:
    async with over_http() as served:
        refused = await post(served.url, host="evil.example")
        assert refused.status_code in (403, 421)


async def test_too_much_at_once_waits() -> None:
    async with over_http(person=2) as served:
        codes = [(await post(served.url)).status_code for _ in range(3)]
        assert codes == [200, 200, 429]
        assert served.metrics.value("gpumem_requests_total", kind="mcp", status="429") == 1


async def test_a_large_body_is_refused() -> None:
    async with over_http() as served, httpx2.AsyncClient() as session:
        answer = await session.post(served.url, content=b"x" * 300_000, headers=HEADERS)
        assert answer.status_code == 413
