"""docs/ten-steps.md, done as a newcomer would, with the local workspace in Slack's place."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.workspace import Workspace
from tests.bot.test_main import ended, lines, started

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ten-steps.md").read_text("utf-8")
STEPS = re.split(r"^\d+\. ", PAGE.split("\n## ")[0], flags=re.MULTILINE)[1:]

pytestmark = pytest.mark.slow


def quoted(step: int) -> list[str]:
    """What stands in backquotes in a step, over the ends of lines."""
    return re.findall(r"`([^`]+)`", re.sub(r"\s+", " ", STEPS[step - 1]))


def commands(step: int) -> list[str]:
    return re.findall(r"^ {7}(\S.*)$", STEPS[step - 1], re.MULTILINE)


def test_there_are_ten():
    assert len(STEPS) == 10


def test_the_manifest_of_step_3_has_what_steps_4_to_9_speak_of():
    (command,) = commands(3)
    python, *rest = shlex.split(command)
    assert python == ".venv/bin/python"

    said = subprocess.run(
        [sys.executable, *rest], cwd=ROOT, capture_output=True, text=True, check=True
    )

    manifest = json.loads(said.stdout)
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert [one["command"] for one in manifest["features"]["slash_commands"]] == ["/gpumem"]
    assert manifest["features"]["bot_user"]["display_name"] == "gpumem"


async def test_steps_7_to_9_lead_to_an_answer(tmp_path: Path, workspace: Workspace):
    assert commands(7) == ["cp .env.example .env"]
    shutil.copy(ROOT / ".env.example", env := tmp_path / ".env")
    fill_in(
        env,
        SLACK_BOT_TOKEN=workspace.bot_token,
        SLACK_APP_TOKEN=workspace.app_token,
        SLACK_API_URL=workspace.api_url,  # the one thing that differs from Slack
    )
    mode, connected = (one for one in quoted(8) if " " in one)
    slash, begins, invite, mention, follow_up = quoted(9)
    assert invite == "/invite @gpumem"
    alice = workspace.person("alice")

    async with started(tmp_path) as process:
        said = await lines(process, 2)
        answer = await alice.slash(slash, channel="random")
        alice.invite_app("random")
        reply = await alice.mention(mention.removeprefix("@gpumem "), channel="random")
        followed = await alice.mention(follow_up, channel="random", thread=reply)
        process.terminate()
        status, errors = await ended(process)

    assert said == [mode, connected.replace("your workspace", "Local workspace")]
    assert answer.text.startswith(begins)
    assert reply.text.startswith("Llama 3.1 70B")
    assert "A100" in followed.text
    assert status == 0
    assert "Connected over Socket Mode." in errors
    assert "ERROR" not in errors


def fill_in(env: Path, **values: str) -> None:
    """Behind the names that stand in the file with nothing behind them."""
    text = env.read_text("utf-8")
    for name, value in values.items():
        assert f"\n{name}=\n" in text
        text = text.replace(f"\n{name}=\n", f"\n{name}={value}\n")
    env.write_text(text, "utf-8")


def test_what_it_says_where_a_step_fails_is_what_the_code_says():
    rows = re.findall(r"^\| `([^`]+)`(?! \(Slack)[^|]*\|", PAGE, re.MULTILINE)
    code = "\n".join(
        re.sub(r'"\s*f?"', "", file.read_text("utf-8"))
        for file in (
            ROOT / "Makefile",
            *(ROOT / "bot").glob("**/*.py"),
            *(ROOT / "bot/i18n").glob("**/*.toml"),
        )
    )

    for row in rows:
        words = max(re.split(r"invalid_auth|SLACK_\w+", row), key=len).strip(" :")
        assert words in code, row
