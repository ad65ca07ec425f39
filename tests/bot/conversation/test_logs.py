"""A log in a message: answered with what it says beside our estimate."""

import asyncio
import io
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.app import Bot, the_core
from bot.conversation.replies import Replies
from bot.conversation.talk import Talk
from bot.listeners.message import message
from bot.running.metrics import Metrics
from bot.slack.block_kit.limits import check_reply
from bot.slack.pasted import Pasted, pasted_in
from bot.slack.place import Place
from bot.views.log import log_view
from bot.workspace import Workspace
from core.logs.answer import answer_log
from tests.bot.conftest import on_a_socket
from tests.bot.listeners.fakes import FakeLocale, FakePoster, Soon, no_lookups

DATA = Path(__file__).parents[2] / "core" / "logs" / "data" / "threads.toml"
ROWS = tomllib.loads(DATA.read_text("utf-8"))["log"]
[TOO_LONG] = [one["text"] for one in ROWS if "The model's max seq len (29000)" in one["text"]]
WORDS = "llama 3.1 8b bf16 on a 3090, why?"
STOPPED = "did not start: what is left for the KV cache holds 23,648 tokens"


@pytest.fixture
async def bot(workspace: Workspace, log: io.StringIO) -> AsyncIterator[Bot]:
    async with on_a_socket(workspace, core=the_core()) as bot:
        yield bot


def said(words: str, pasted: str = "") -> str:
    """The text of the one reply."""
    poster = FakePoster()
    talk = Talk(Replies(the_core(), Metrics()), None, FakeLocale(), poster, no_lookups)
    asyncio.run(
        talk.answer(words, Place("U1", "T1", "D1"), begins=True, pasted=Pasted(words, pasted))
    )
    [(_, _, reply)] = poster.posted
    assert check_reply(reply) == []
    return reply.text


@pytest.mark.usefixtures("bot")
async def test_a_code_block_in_a_message_is_read_as_a_log(workspace: Workspace):
    reply = await workspace.person("alice").dm(f"{WORDS}\n```{TOO_LONG}```")

    assert STOPPED in reply.text
    assert "Weights           14.99  14.99   0.0" in reply.text
    assert "--gpu-memory-utilization 0.93" in reply.text


@pytest.mark.usefixtures("bot")
async def test_a_mention_with_a_log_is_answered_in_its_thread(workspace: Workspace):
    reply = await workspace.person("alice").mention(f"{WORDS} ```{TOO_LONG}```", channel="ml")

    assert STOPPED in reply.text


@pytest.mark.usefixtures("bot")
async def test_the_estimate_alone_is_a_button_away_and_can_be_followed_up(workspace: Workspace):
    alice = workspace.person("alice")
    reply = await alice.dm(f"{WORDS}\n```{TOO_LONG}```")

    alone = await alice.click(reply, "example:0")

    assert "Llama 3.1 8B in BF16, 29,000 tokens" in alone.text


def test_a_log_is_answered_in_the_language_of_the_words_beside_it():
    text = said("cabe o llama 3.1 8b bf16 numa 3090?", TOO_LONG)

    assert "não arrancou" in text
    assert "23.648 tokens" in text
    assert "did not" not in text


def test_a_log_without_words_or_fence_is_one_as_well():
    assert STOPPED in said(TOO_LONG)
    assert STOPPED in Replies(the_core(), Metrics()).to(TOO_LONG, "ephemeral").text


@pytest.mark.parametrize(
    "pasted",
    [
        "vllm serve Qwen/Qwen3-8B --max-model-len 8192",
        "|   0  NVIDIA A100-SXM4-80GB     On  |   00000000:07:00.0 Off |               0 |\n"
        "| N/A   34C    P0        61W /  400W |   20480MiB /  81920MiB | 0%      Default |",
    ],
)
def test_a_command_or_cards_in_a_code_block_are_a_question_as_before(pasted):
    question = f"does qwen3 8b fit?\n{pasted}"
    poster = FakePoster()
    talk = Talk(Replies(the_core(), Metrics()), None, FakeLocale(), poster, no_lookups)
    place = Place("U1", "T1", "D1")
    asyncio.run(talk.answer(question, place, begins=True, pasted=Pasted("does it fit?", pasted)))

    [(_, _, reply)] = poster.posted
    assert "Qwen3 8B in BF16" in reply.text


@pytest.mark.parametrize(
    "row", ROWS, ids=[f"{i} {row['source'][19:]}" for i, row in enumerate(ROWS)]
)
def test_slack_takes_the_reply_to_every_log(row):
    for language in ("en", "pt"):
        reply = log_view(answer_log(row["text"], language=language))
        assert check_reply(reply) == []
        assert reply.text


@pytest.mark.usefixtures("bot")
async def test_no_word_of_a_log_is_in_our_log(workspace: Workspace, log: io.StringIO):
    secret = "(zanzibar pid=1) INFO vllm serve /srv/zanzibar/Llama-3.1-8B-Instruct --port 8000\n"

    reply = await workspace.person("alice").dm(f"why?\n```{secret}{TOO_LONG}```")

    assert STOPPED in reply.text
    assert "zanzibar" not in log.getvalue()


async def heard(event: dict[str, Any]) -> list[tuple[str, Pasted]]:
    class FakeTalk:
        def __init__(self) -> None:
            self.asked: list[tuple[str, Pasted]] = []

        async def answer(self, text: str, place: Place, *, pasted: Pasted) -> None:
            self.asked.append((text, pasted))

    class Context:
        team_id = "T1"

    talk, soon = FakeTalk(), Soon()
    await message(event, Context(), talk=talk, work=soon)
    await soon.done()
    return talk.asked


SHARED = {
    "channel": "D1",
    "channel_type": "im",
    "user": "U1",
    "ts": "1.0",
    "subtype": "file_share",
    "text": "why?",
}


async def test_a_snippet_is_read_as_far_as_the_event_carries_it():
    file = {"id": "F1", "mode": "snippet", "filetype": "text", "preview": "a &lt; b\nc"}

    assert await heard(SHARED | {"files": [file]}) == [("why?", Pasted("why?", "a < b\nc"))]


@pytest.mark.parametrize(
    "files",
    [[], None, [7], [{"mode": "hosted", "preview": "x"}], [{"mode": "snippet"}], "F1"],
)
async def test_a_file_without_text_is_none_of_our_business(files: Any):
    assert await heard(SHARED | {"files": files}) == []


def test_what_is_pasted_keeps_its_lines_and_its_signs():
    event = {"text": "look:\n```a   b\n*not bold* &amp; &lt;x&gt;\n```\nand ```c```"}

    assert pasted_in(event) == Pasted("look:\nand", "a   b\n*not bold* & <x>\nc")
