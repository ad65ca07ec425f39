"""What goes into the image, and what the deployment's documents say."""

import re
import tomllib
from pathlib import Path

import yaml

from bot.running.settings import variables
from bot.transport.connections import FIRST_WITHIN
from bot.transport.http import BODY_WITHIN, MAX_BODY, PATH
from bot.transport.server import IDLE, MOST
from bot.transport.signature import FRESH
from bot.transport.socket import Patience

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
README = (ROOT / "deploy" / "README.md").read_text("utf-8")
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
IGNORED = (ROOT / "deploy" / "Dockerfile.dockerignore").read_text("utf-8")


def test_the_image_installs_what_the_bot_needs_to_run_and_no_tools():
    assert re.findall(r"-r (\S+)", DOCKERFILE) == ["requirements.lock"]
    assert "!requirements.lock\n" in IGNORED
    assert "requirements-dev" not in DOCKERFILE + IGNORED


def test_the_image_sets_only_settings_that_exist_and_runs_unprivileged():
    settings = set(re.findall(r"\b(GPUMEM_\w+|SLACK_\w+)=", DOCKERFILE))

    assert settings <= set(variables())
    assert re.search(r"^USER 10001$", DOCKERFILE, re.MULTILINE)


def test_the_image_has_the_python_that_the_project_asks_for():
    used = set(re.findall(r"^FROM python:(\d+\.\d+)-slim", DOCKERFILE, re.MULTILINE))

    assert used == {PROJECT["requires-python"].removeprefix(">=")}


def test_the_numbers_in_the_document_are_those_of_the_code():
    assert PATH in README
    assert MAX_BODY == 2**20
    assert "1 MiB at most" in README
    assert FRESH == 5 * 60
    assert "within the last five minutes" in README
    assert f"within {Patience().silence:.0f} seconds" in README
    assert f"{FIRST_WITHIN:.0f} seconds for its first headers, a body {BODY_WITHIN:.0f}" in README
    assert f"is kept for {IDLE:.0f}" in README
    assert f"at most {MOST:,} connections" in README
    assert (Patience().failures, Patience().renew_after) == (10, 3600.0)


def test_the_weekly_comparison_runs_a_target_that_is_there_and_gives_no_value_to_a_script():
    workflow = yaml.safe_load((ROOT / "deploy" / "catalog-check.yml").read_text("utf-8"))
    steps = workflow["jobs"]["compare"]["steps"]
    scripts = [step["run"] for step in steps if "run" in step]

    assert "make catalog-check" in scripts[0]
    assert re.search(r"^catalog-check: ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert not any("${{" in script for script in scripts)


def test_the_action_gives_what_it_was_given_to_the_script_as_variables():
    action = yaml.safe_load((ROOT / "deploy" / "check" / "action.yml").read_text("utf-8"))
    scripts = [step["run"] for step in action["runs"]["steps"] if "run" in step]

    assert set(action["inputs"]) == {"files", "cards"}
    assert "core --check" in scripts[-1]
    assert not any("${{" in script for script in scripts)
