"""What goes into the image, and what the deployment's documents say."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.running.settings import variables
from bot.transport.http import MAX_BODY, PATH
from bot.transport.signature import FRESH
from bot.transport.socket import Patience
from deploy.runtime_lock import runtime_lock

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
README = (ROOT / "deploy" / "README.md").read_text("utf-8")
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")


def names(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))


def test_the_runtime_part_of_the_lock_has_what_the_bot_imports_and_no_tools():
    found = names(runtime_lock(LOCK, PROJECT))

    assert {"slack-bolt", "slack-sdk", "aiohttp", "yarl", "pint", "uvicorn", "h11"} <= found
    assert not {"pytest", "ruff", "basedpyright", "playwright", "numpy", "pip-tools"} & found


def test_what_needs_what_is_followed_through_and_hashes_stay():
    lock = """
a==1 \\
    --hash=sha256:aa
    # via gpumem (pyproject.toml)
b==2 \\
    --hash=sha256:bb
    # via
    #   a
    #   z
c==3 \\
    --hash=sha256:cc
    # via b
z==9 \\
    --hash=sha256:99
    # via gpumem (pyproject.toml)
"""
    project = {"dependencies": ["A>=1"], "optional-dependencies": {"http": [], "dev": ["z"]}}

    part = runtime_lock(lock, project)

    assert names(part) == {"a", "b", "c"}
    assert "--hash=sha256:cc" in part


def test_a_dependency_that_is_not_locked_is_named():
    project = {"dependencies": ["new"], "optional-dependencies": {"http": []}}

    with pytest.raises(SystemExit) as caught:
        runtime_lock("a==1\n    # via gpumem (pyproject.toml)", project)

    assert str(caught.value) == "requirements.lock lacks new: run make lock"


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
    assert (Patience().failures, Patience().renew_after) == (10, 3600.0)
